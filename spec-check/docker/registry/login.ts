import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { MachineFault } from '../../model/machine-fault.ts';
import { type Repository, refusalOf } from './refused.ts';

/** What a refusal means for the account that is logged in here, if there is one. */
export async function explainRefusal(
  output: string,
  repository: Repository,
): Promise<MachineFault> {
  return refusalOf(output, repository, { loggedIn: await isLoggedIn(repository) });
}

/** Whether `docker login` keeps something for the repository's registry. Only the names are read, never what they stand for. */
async function isLoggedIn({ host, kind }: Repository): Promise<boolean> {
  const folder = process.env.DOCKER_CONFIG || path.join(homedir(), '.docker');
  const content: unknown = await readFile(path.join(folder, 'config.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  const { data } = settings.safeParse(content);
  const names = [...Object.keys(data?.auths ?? {}), ...Object.keys(data?.credHelpers ?? {})];
  const asked = kind === 'Docker Hub' ? 'index.docker.io' : host;
  return names.some((name) => name.replace(/^https?:\/\//, '').split('/')[0] === asked);
}

const servers = z.record(z.string(), z.unknown()).optional();
const settings = z.looseObject({ auths: servers, credHelpers: servers });
