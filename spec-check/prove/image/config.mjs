export const database =
  process.env.DATABASE_URL ?? 'postgres://tasks:vF3kQ9zLw2Xc@db.internal:5432/tasks';
