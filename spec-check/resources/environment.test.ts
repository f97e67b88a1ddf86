import { expect, it, test } from '@jest/globals';
import { environmentOf, environmentOptions } from './environment.ts';

const url = 'postgres://app:s%23cret@10.0.0.1:5433/shop';
const env = {
  DB_HOST: '${database.host}',
  SPRING_DATASOURCE_URL: 'jdbc:postgresql://${database.host}:${database.port}/${database.name}',
  SQLALCHEMY: 'postgresql+asyncpg://${database.user}:${database.password}@db/${database.name}',
};
const source = { settings: { env }, required: [] };

it('gives DATABASE_URL and fills in the parts of the database', () => {
  expect(environmentOf(source, url)).toEqual({
    DATABASE_URL: url,
    DB_HOST: '10.0.0.1',
    SPRING_DATASOURCE_URL: 'jdbc:postgresql://10.0.0.1:5433/shop',
    SQLALCHEMY: 'postgresql+asyncpg://app:s#cret@db/shop',
  });
});

it('takes the parts of the other database that a check starts a container with', () => {
  const other = 'postgres://x:y@other:5432/empty';
  expect(environmentOf(source, url, { DATABASE_URL: other })).toMatchObject({
    DATABASE_URL: other,
    DB_HOST: 'other',
  });
});

it('says DATABASE_URL as the project wants it, and leaves it unset where a check asks for that', () => {
  const own = { settings: { env: { DATABASE_URL: 'psql:${database.host}' } }, required: [] };
  expect(environmentOf(own, url).DATABASE_URL).toBe('psql:10.0.0.1');
  expect(environmentOf(own, url, { DATABASE_URL: null }).DATABASE_URL).toBeNull();
  expect(environmentOf(own, url, { DATABASE_URL: '' }).DATABASE_URL).toBe('');
});

test('a required variable has a value, the same in every container; the project and a check come first', () => {
  const required = ['JWT_SECRET', 'API_PORT', 'REDIS_URL'];
  const first = environmentOf({ settings: {}, required }, undefined);
  expect(first).toEqual(environmentOf({ settings: {}, required }, undefined));
  expect(first.JWT_SECRET).toMatch(/^\w{64}$/);
  expect(first.API_PORT).toBe('8000');
  expect(URL.canParse(first.REDIS_URL ?? '')).toBe(true);
  expect(first).not.toHaveProperty('DATABASE_URL');
  const said = { settings: { env: { JWT_SECRET: 'mine' } }, required };
  expect(environmentOf(said, undefined).JWT_SECRET).toBe('mine');
  expect(environmentOf(said, undefined, { JWT_SECRET: null }).JWT_SECRET).toBeNull();
});

test('a required variable that is for a part of the database gets that part', () => {
  const required = [
    'SQLALCHEMY_DATABASE_URI',
    'DB_HOST',
    'PGPASSWORD',
    'POSTGRES_DB',
    'REDIS_HOST',
  ];
  const given = environmentOf({ settings: {}, required }, url);
  expect(given).toMatchObject({
    SQLALCHEMY_DATABASE_URI: url,
    DB_HOST: '10.0.0.1',
    PGPASSWORD: 's#cret',
    POSTGRES_DB: 'shop',
    REDIS_HOST: expect.stringMatching(/^\w{64}$/),
  });
});

test('values reach docker in a file, never in its own environment', () => {
  const { options, text } = environmentOptions(
    { LD_PRELOAD: './x.so', A: 'b=c', KEY: 'a\nb', U: null },
    '/tmp/env',
  );
  expect(text).toBe('LD_PRELOAD=./x.so\nA=b=c\n');
  expect(options).toEqual(['--env-file', '/tmp/env', '--env', 'KEY=a\nb']);
});

it('gives the parts of a MySQL, with its own port', () => {
  const env = { URL: 'jdbc:mysql://${database.host}:${database.port}/${database.name}' };
  const given = environmentOf(
    { settings: { env }, required: [] },
    'mysql://app:s%23@10.0.0.1/shop',
  );
  expect(given).toEqual({
    DATABASE_URL: 'mysql://app:s%23@10.0.0.1/shop',
    URL: 'jdbc:mysql://10.0.0.1:3306/shop',
  });
});
