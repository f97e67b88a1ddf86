import type { ResourceId } from '../../model/resources.ts';

/** What checks share, for whoever asks what a check needs. */
export const resourceWords: Readonly<Record<ResourceId, string>> = {
  engine: 'a Docker engine',
  build: 'a build of the Dockerfile',
  image: 'the image, built here or given with `--image`',
  files: 'the files of the image',
  database: 'a PostgreSQL: the one of `DATABASE_URL`, else an embedded one',
  services: 'what the project says must run beside it',
  containers: 'containers of its own',
  container: 'the running container that checks share',
  registry: 'a registry: `--registry`, else a local one',
  pushed: 'the image, pushed there',
  secondEngine: 'another engine: `--second-engine`, else one that runs in a container',
};
