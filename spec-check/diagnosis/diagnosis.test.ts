import { probableCause } from './diagnosis.ts';
import { facts } from './tests/said.ts';

describe('the probable cause', () => {
  it.each([
    ['a healthy start', 'listening on 0.0.0.0:8000\nconnected to postgres with sslmode=require'],
    ['a mention', 'Using DATABASE_URL from the environment'],
    ['another failure', 'TypeError: x is not a function'],
    ['numbers', 'took 28000 ms, 53300 rows, 42501 left'],
  ])('is not guessed from %s', (_what, words) => {
    expect(probableCause(words, { OOMKilled: false, ExitCode: 1 }, facts)).toBeUndefined();
  });

  it('is the memory limit when the kernel killed it, whatever it said', () => {
    const state = { OOMKilled: true, ExitCode: 137 };
    expect(probableCause('ECONNREFUSED', state, facts)?.sentence).toMatch(
      /more memory than its limit/,
    );
  });

  it('is a kill from outside for exit code 137 without a word', () => {
    const state = { OOMKilled: false, ExitCode: 137 };
    expect(probableCause('', state, facts)?.sentence).toMatch(/killed from outside/);
  });

  it('names both architectures when they differ', () => {
    const architecture = { image: 'arm64', engine: 'amd64' };
    expect(
      probableCause('exec /api: exec format error', undefined, { ...facts, architecture }),
    ).toMatchObject({
      sentence: 'The image is built for arm64, and this engine runs amd64: wrong architecture.',
      fix: 'Build it for this machine: docker build --platform linux/amd64; begin a script with #!/bin/sh.',
    });
  });

  it('says that localhost is another one inside, when DATABASE_URL named it', () => {
    const database = { host: '172.18.0.1', port: 5432, translated: true };
    const cause = probableCause('connect ECONNREFUSED 172.18.0.1:5432', undefined, {
      ...facts,
      database,
    });
    expect(cause?.sentence).toMatch(/by which a container reaches the localhost of DATABASE_URL/);
    expect(cause?.fix).toMatch(/listen_addresses/);
  });

  it('reads through the colours of a terminal', () => {
    const words = "\u001b[31mError\u001b[0m: Cannot find package \u001b[1m'express'\u001b[0m";
    expect(probableCause(words, undefined, facts)?.sentence).toMatch(/module "express"/);
  });
});
