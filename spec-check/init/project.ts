import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Project, Shown } from './shown.ts';

/** What the folder is called and for, by its OpenAPI document, the labels, package.json, and its own name, in this order. */
export async function readProject(
  folder: string,
  { labels }: Pick<Shown, 'labels'>,
): Promise<Project> {
  const api = await firstOf(
    openapiFiles.map((file) => path.join(folder, file)),
    openapi,
  );
  const manifest = await firstOf([path.join(folder, 'package.json')], packageJson);
  const told = (...values: readonly (string | undefined)[]) =>
    values.map((value) => value?.replace(/\s+/g, ' ').trim()).find((value) => value);
  const label = (name: string) => labels[`org.opencontainers.image.${name}`];
  return {
    title:
      told(api?.info?.title, label('title'), manifest?.name?.replace(/^@[^/]*\//, '')) ??
      path.basename(folder),
    description: told(label('description'), manifest?.description, api?.info?.description),
    crud: crudMethods.every((methods) =>
      Object.values(api?.paths ?? {}).some((operations) =>
        methods.some((method) => operations !== null && method in operations),
      ),
    ),
  };
}

const openapiFiles = ['', 'docs/', 'api/'].flatMap((folder) =>
  ['openapi.json', 'openapi.yaml', 'openapi.yml'].map((name) => `${folder}${name}`),
);

const crudMethods = [['post'], ['get'], ['put', 'patch'], ['delete']];

const optionalText = z.string().optional().catch(undefined);

const packageJson = z.object({ name: optionalText, description: optionalText });

const openapi = z.object({
  info: z.object({ title: optionalText, description: optionalText }).optional().catch(undefined),
  paths: z
    .record(z.string(), z.record(z.string(), z.unknown()).nullable())
    .optional()
    .catch(undefined),
});

/** The first that is there and has the shape; JSON is YAML. */
async function firstOf<T>(files: readonly string[], shape: z.ZodType<T>): Promise<T | undefined> {
  for (const file of files) {
    try {
      return shape.parse(parse(await readFile(file, 'utf8')));
    } catch {
      // A name is taken from elsewhere.
    }
  }
  return undefined;
}
