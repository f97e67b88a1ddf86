/** Invoices over HTTP: Express and pg, behind a JWT. */
import express from 'express';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const { JWT_SECRET, DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME } = process.env;
if (!JWT_SECRET || !DB_HOST) throw new Error('JWT_SECRET and DB_HOST are required');
const server = { host: DB_HOST, port: Number(DB_PORT ?? 5432), database: DB_NAME };
const db = new pg.Pool({ ...server, user: DB_USER, password: DB_PASSWORD });
await db.query(`create table if not exists users (email text primary key, password text not null);
  create table if not exists invoices (id serial primary key, customer text not null, amount int not null)`);

const refuse = (res, status, error) => res.status(status).json({ error });
const app = express().use(express.json());
app.get('/health', (_, res) => res.json({ status: 'ok' }));
app.post('/auth/register', async ({ body }, res) => {
  const insert = 'insert into users values ($1, $2) on conflict do nothing';
  const { rowCount } = await db.query(insert, [body.email, body.password]);
  res.status(rowCount === 1 ? 201 : 409).json({});
});
app.post('/auth/login', async ({ body }, res) => {
  const select = 'select from users where email = $1 and password = $2';
  const { rowCount } = await db.query(select, [body.email, body.password]);
  if (rowCount === 0) return refuse(res, 401, 'wrong credentials');
  res.json({ data: { token: jwt.sign({ sub: body.email }, JWT_SECRET, { expiresIn: '1h' }) } });
});
app.use('/invoices', ({ headers, method, body }, res, next) => {
  try {
    jwt.verify(headers.authorization?.replace('Bearer ', '') ?? '', JWT_SECRET);
  } catch {
    return refuse(res, 401, 'token required');
  }
  const isComplete = body?.customer && body.amount > 0;
  if (['POST', 'PATCH'].includes(method) && !isComplete) return refuse(res, 400, 'incomplete');
  next();
});

const answer = (status, sql, values) => async (req, res) => {
  const { rows } = await db.query(sql, values(req.body, req.params.id));
  rows[0] ? res.status(status).json(rows[0]) : refuse(res, 404, 'not found');
};
app.get('/invoices', async (_, res) => {
  res.json((await db.query('select * from invoices order by id')).rows);
});
const insert = 'insert into invoices (customer, amount) values ($1, $2) returning *';
const update = 'update invoices set customer = $2, amount = $3 where id = $1 returning *';
const byId = 'from invoices where id = $1';
app.post(
  '/invoices',
  answer(201, insert, ({ customer, amount }) => [customer, amount]),
);
const item = app.route('/invoices/:id');
item.get(answer(200, `select * ${byId}`, (_, id) => [id]));
item.patch(answer(200, update, ({ customer, amount }, id) => [id, customer, amount]));
item.delete(answer(200, `delete ${byId} returning *`, (_, id) => [id]));

const listening = app.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => listening.close(() => process.exit(0)));
