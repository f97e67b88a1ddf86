import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { fromJson } from '../../model/from-json.ts';
import { type Repository, refusalOf } from './refused.ts';

/** What a refusal means for the account that is logged in here, if there is one. */
export const explainRefusal = async (output: string, repository: Repository) =>
  refusalOf(output, repository, (await loginOf(repository)) !== undefined);

/** `user:password` in base64, as `docker login` keeps it for the registry; undefined where it keeps none. Never print it. */
export async function loginOf({ host, kind }: Repository): Promise<string | undefined> {
  const folder = process.env.DOCKER_CONFIG || path.join(homedir(), '.docker');
  const content = await readFile(path.join(folder, 'config.json'), 'utf8').catch(() => '');
  const { auths = {}, credHelpers = {}, credsStore } = fromJson(settings, content) ?? {};
  const asked = kind === 'Docker Hub' ? 'index.docker.io' : host;
  const server = [...Object.keys(auths), ...Object.keys(credHelpers)].find(
    (name) => name.replace(/^https?:\/\//, '').split('/')[0] === asked,
  );
  if (server === undefined) return undefined;
  const helper = credHelpers[server] ?? credsStore;
  if (helper === undefined) return auths[server]?.auth;
  const asking = { input: server, reject: false, timeout: 30_000 };
  const { stdout, exitCode } = await execa(`docker-credential-${helper}`, ['get'], asking);
  if (exitCode !== 0) return undefined;
  const { Username, Secret } = helperAnswer.parse(JSON.parse(stdout));
  return Buffer.from(`${Username}:${Secret}`).toString('base64');
}

const settings = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });
