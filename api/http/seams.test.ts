import request from 'supertest';
import { openDatabase } from '../db/database.ts';
import { readDatabaseUrl } from '../db/url.ts';
import { openLog } from '../log.ts';
import type { Seams } from '../settings.ts';
import { createApp } from './app.ts';

/** No database answers here: what is let in is answered 503. */
const database = openDatabase(readDatabaseUrl('postgres://nobody@127.0.0.1:1/none'), 1);
const app = (seams: Seams) =>
  createApp({
    database,
    state: { migrated: true, draining: false },
    log: openLog('silent'),
    seams,
  });

afterAll(() => database.close());

describe('a bearer token', () => {
  const BEARER_TOKEN = 'correct-horse-battery';
  const secured = app({ BEARER_TOKEN });

  it.each([
    ['none', undefined, 'Bearer'],
    ['another', 'Bearer wrong', 'Bearer error="invalid_token"'],
    ['one that is longer', `Bearer ${BEARER_TOKEN}x`, 'Bearer error="invalid_token"'],
    ['another scheme', `Basic ${BEARER_TOKEN}`, 'Bearer'],
  ])('is asked for where there is %s', async (_, authorization, challenge) => {
    for (const path of ['/tasks', '/tasks/1', '/tasks/none']) {
      const test = request(secured).get(path);
      if (authorization !== undefined) test.set('authorization', authorization);
      const { body, headers } = await test.expect(401);
      expect(body).toMatchObject({ status: 401, title: 'Unauthorized' });
      expect(headers['www-authenticate']).toBe(challenge);
    }
  });

  it('lets in', async () => {
    const test = request(secured).get('/tasks').set('authorization', `bearer ${BEARER_TOKEN}`);
    await test.expect(503);
  });

  it('is not needed for health, nor for the document, which names it', async () => {
    await request(secured).get('/health').expect(200);
    const { body } = await request(secured).get('/openapi.json').expect(200);
    expect(body.components.securitySchemes.bearer).toEqual({ type: 'http', scheme: 'bearer' });
    expect(body.security).toEqual([{ bearer: [] }]);
    expect(body.paths['/health'].get.security).toEqual([]);
    expect(body.paths['/tasks'].get.responses).toHaveProperty('401');
  });

  it('is off unless asked for', async () => {
    await request(app({})).get('/tasks').expect(503);
    const { text } = await request(app({})).get('/openapi.json');
    expect(text).not.toMatch(/bearer|401/);
  });
});

describe('pages of other origins', () => {
  const origin = 'https://app.example.com';
  const preflight = (seams: Seams, from: string) =>
    request(app(seams))
      .options('/tasks/1')
      .set({ origin: from, 'access-control-request-method': 'PATCH' });

  it('may use the API when their origin is named', async () => {
    const seams = { CORS_ORIGIN: [origin], BEARER_TOKEN: 'correct-horse-battery' };
    const { headers } = await preflight(seams, origin).expect(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('Idempotency-Key'),
      vary: expect.stringContaining('Origin'),
    });
    const get = await request(app({ CORS_ORIGIN: [origin] }))
      .get('/tasks')
      .set({ origin });
    expect(get.headers['access-control-expose-headers']).toMatch('ETag');
  });

  it.each([
    ['another one is', { CORS_ORIGIN: [origin] }, 'https://evil.example.com'],
    ['none is', {}, origin],
  ])('may not when %s', async (_, seams, from) => {
    const { headers } = await preflight(seams, from);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('may all when all are', async () => {
    const { headers } = await preflight({ CORS_ORIGIN: ['*'] }, origin);
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});
