import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import { fromJson } from '../model/from-json.ts';
import type { DockerfileFacts } from './dockerfile-facts.ts';

export type Project = Awaited<ReturnType<typeof readProject>>;

/** What the folder is called and for, by its OpenAPI document, the labels, package.json, and its own name, in this order; and what its files say of database and variables. */
export async function readProject(folder: string, { labels }: Pick<DockerfileFacts, 'labels'>) {
  const { info, paths } = await firstDocument(folder);
  const example = parseEnv(await textOf(folder, ['.env.{example,sample,template}']));
  const names = Object.keys(example).filter((name) => !otherDatabase.test(example[name] ?? ''));
  const read = [...(await textOf(folder, sources)).matchAll(reading)].map(([, name = '']) => name);
  const dependencies = await textOf(folder, manifests);
  const database = databaseKind([Object.values(example).join('\n'), dependencies]);
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
    database,
    // Values of an example are no defaults.
    variables: Object.fromEntries([...names, ...read].map((name) => [name, ''] as const)),
    // Its OpenAPI document has all of create, read, update and delete.
    crud: [['post'], ['get'], ['put', 'patch'], ['delete']].every((some) =>
      some.some((method) => methods.includes(method)),
    ),
  };
}

/** Where projects name the packages that they need. */
const manifests = [
  ...['package.json', 'requirements*.txt', 'pyproject.toml', 'Pipfile', 'go.mod', 'Cargo.toml'],
  ...['pom.xml', 'build.gradle*', '{,*/}*.csproj', 'composer.json', 'Gemfile', 'Dockerfile'],
  ...['prisma/schema.prisma', '{docker-,}compose.{yaml,yml}'],
];

/** Where programs read their variables. */
const sources = [
  '{,*/,*/*/,*/*/*/}*.{js,mjs,cjs,ts,py,rb,go,rs}',
  'src/main/resources/application*.{properties,yaml,yml}',
];

/** A variable that is read without a default beside it. */
const reading =
  /(?:process\.env(?:\.|\[["'])|os\.environ\[["']|os\.Getenv\("|\bENV(?:\.fetch\(|\[)["']|env::var\("|\$\{|[{,]\s*(?=[^{}]*\}\s*=\s*process\.env\b))([A-Z][A-Z0-9_]+)(?![A-Z0-9_]|["'\])]*\s*(?:\?\?|\|\||:|=[^=]|\.unwrap_or)|["']\s*,)/g;

async function textOf(cwd: string, names: readonly string[]): Promise<string> {
  const files = globSync(names, { cwd, exclude: aside }).filter((name) => !aside(name));
  const texts = files.map((name) => readFile(path.join(cwd, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

/** What is no part of the program that is built. */
const aside = (name: string) =>
  /^(?:node_modules|dist|tests?|venv)$|\.(?:test|spec)\.\w+$/.test(name);

/** Which database a project uses, by the first text that names one kind alone: `mysql`, `none` for SQLite; undefined for PostgreSQL and whatever nobody names. */
const databaseKind = (texts: readonly string[]): 'mysql' | 'none' | undefined =>
  texts
    .map((text) => kinds.filter(([words]) => words.test(text)))
    .find(({ length }) => length === 1)?.[0]?.[1];

const kinds = [
  [/mysql|mariadb|asyncmy/i, 'mysql'],
  [/postgres|pgsql|psycopg|asyncpg|npgsql|\bpgx?\b|\/pq\b/i, undefined],
  [/sqlite/i, 'none'],
] as const;

const otherDatabase = /^(?:jdbc:)?(?:mongodb|mssql|sqlserver|sqlite|file)\b/;

const optional = z.string().optional().catch(undefined);

const packageJson = z.object({ name: optional, version: optional, description: optional });

/** What is said there; nothing where there is none, or it is no JSON. */
export async function readPackageJson(folder: string): Promise<z.infer<typeof packageJson>> {
  return fromJson(packageJson, await textOf(folder, ['package.json'])) ?? {};
}

const openapi = z.object({
  info: z.object({ title: optional, description: optional }).optional().catch(undefined),
  paths: z
    .record(z.string(), z.record(z.string(), z.unknown()).nullable())
    .optional()
    .catch(undefined),
});

async function firstDocument(folder: string): Promise<z.infer<typeof openapi>> {
  for (const file of globSync('{.,docs,api}/openapi.{json,yaml,yml}', { cwd: folder }))
    try {
      return openapi.parse(parse(await readFile(path.join(folder, file), 'utf8')));
    } catch {
      // There may be one of another name.
    }
  return {};
}
