import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import { fromJson } from '../model/from-json.ts';
import type { DockerfileFacts } from './dockerfile-facts.ts';

export type Project = Awaited<ReturnType<typeof readProject>>;

/** What the folder is called and for, by its OpenAPI document, the labels, package.json, and its own name, in this order. */
export async function readProject(folder: string, { labels }: Pick<DockerfileFacts, 'labels'>) {
  const { info, paths } = await firstDocument(folder);
  const manifest = await readPackageJson(folder);
  const firstOf = (...values: readonly (string | undefined)[]) =>
    values.map((value) => value?.replace(/\s+/g, ' ').trim()).find((value) => value);
  const label = (name: string) => labels[`org.opencontainers.image.${name}`];
  const methods = Object.values(paths ?? {}).flatMap((operations) => Object.keys(operations ?? {}));
  return {
    title:
      firstOf(info?.title, label('title'), manifest.name?.replace(/^@[^/]*\//, '')) ??
      path.basename(folder),
    description: firstOf(label('description'), manifest.description, info?.description),
    variables: await exampleVariables(folder),
    // Its OpenAPI document has all of create, read, update and delete.
    crud: [['post'], ['get'], ['put', 'patch'], ['delete']].every((some) =>
      some.some((method) => methods.includes(method)),
    ),
  };
}

/** The variables that `.env.example` names, but for a database of another kind; their values there are no defaults. */
async function exampleVariables(folder: string): Promise<Readonly<Record<string, ''>>> {
  const text = await readFile(path.join(folder, '.env.example'), 'utf8').catch(() => '');
  const set = Object.entries(parseEnv(text)).filter(([, url = '']) => !otherDatabase.test(url));
  return Object.fromEntries(set.map(([name]) => [name, '']));
}

const otherDatabase = /^(?:jdbc:)?(?:mysql|mariadb|mongodb|mssql|sqlserver|sqlite|file)\b/;

const optional = z.string().optional().catch(undefined);

const packageJson = z.object({ name: optional, version: optional, description: optional });

/** What is said there; nothing where there is none, or it is no JSON. */
export async function readPackageJson(folder: string): Promise<z.infer<typeof packageJson>> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '');
  return fromJson(packageJson, text) ?? {};
}

const openapi = z.object({
  info: z.object({ title: optional, description: optional }).optional().catch(undefined),
  paths: z
    .record(z.string(), z.record(z.string(), z.unknown()).nullable())
    .optional()
    .catch(undefined),
});

async function firstDocument(folder: string): Promise<z.infer<typeof openapi>> {
  for (const below of ['', 'docs', 'api'])
    for (const name of ['openapi.json', 'openapi.yaml', 'openapi.yml'])
      try {
        return openapi.parse(parse(await readFile(path.join(folder, below, name), 'utf8')));
      } catch {
        // There may be one of another name.
      }
  return {};
}
