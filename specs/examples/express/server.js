/** Invoices over HTTP: Express and pg, behind a JWT. */
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const { JWT_SECRET, DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME } = process.env;
if (!JWT_SECRET || !DB_HOST) throw new Error('JWT_SECRET and DB_HOST are required');
const db = new pg.Pool({
  ...{ host: DB_HOST, port: Number(DB_PORT ?? 5432) },
  ...{ user: DB_USER, password: DB_PASSWORD, database: DB_NAME },
});
await db.query('create table if not exists users (email text primary key, password text not null)');
await db.query(
  'create table if not exists invoices (id serial primary key, customer text not null, amount int not null)',
);

const app = express().use(express.json());
app.get('/health', (_, res) => res.json({ status: 'ok' }));
app.post('/auth/register', async ({ body }, res) => {
  const insert = 'insert into users values ($1, $2) on conflict do nothing';
  const { rowCount } = await db.query(insert, [body.email, body.password]);
  res.status(rowCount === 1 ? 201 : 409).json({});
});
app.post('/auth/login', async ({ body: { email, password } }, res) => {
  const user = await db.query('select from users where email = $1 and password = $2', [
    email,
    password,
  ]);
  if (user.rowCount === 0) return res.status(401).json({ error: 'wrong credentials' });
  res.json({ data: { token: jwt.sign({ sub: email }, JWT_SECRET, { expiresIn: '1h' }) } });
});
app.use('/invoices', (req, res, next) => {
  try {
    jwt.verify(req.headers.authorization?.replace('Bearer ', '') ?? '', JWT_SECRET);
  } catch {
    return res.status(401).json({ error: 'token required' });
  }
  next();
});

const one = async (res, status, sql, values) => {
  const { rows } = await db.query(sql, values);
  rows[0] ? res.status(status).json(rows[0]) : res.status(404).json({ error: 'not found' });
};
const valid = ({ body: { customer, amount } }, res, next) =>
  customer && amount > 0
    ? next()
    : res.status(400).json({ error: 'customer and amount are required' });
app.get('/invoices', async (_, res) =>
  res.json((await db.query('select * from invoices order by id')).rows),
);
app.post('/invoices', valid, ({ body }, res) =>
  one(res, 201, 'insert into invoices (customer, amount) values ($1, $2) returning *', [
    body.customer,
    body.amount,
  ]),
);
app.get('/invoices/:id', ({ params }, res) =>
  one(res, 200, 'select * from invoices where id = $1', [params.id]),
);
app.patch('/invoices/:id', valid, ({ params, body }, res) =>
  one(res, 200, 'update invoices set customer = $2, amount = $3 where id = $1 returning *', [
    params.id,
    body.customer,
    body.amount,
  ]),
);
app.delete('/invoices/:id', ({ params }, res) =>
  one(res, 200, 'delete from invoices where id = $1 returning *', [params.id]),
);

const server = app.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
