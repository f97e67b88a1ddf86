import type { SetUp } from '../../docker/engine.ts';
import type { Docker } from '../../model/docker.ts';
import { debianImage } from '../../offline/debian-image.ts';
import { isInReach } from '../../offline/image-registry.ts';

/** What to pass with `--build-arg`: nothing where the official image is in reach, else a stand-in that has the packages already. */
export async function pythonBaseArgs(
  setUp: SetUp & { readonly docker: Docker },
): Promise<Readonly<Record<string, string>>> {
  if (await isInReach(setUp.docker, 'debian:bookworm-slim', setUp.signal)) return {};
  const reference = await debianImage(
    {
      repository: 'spec-check/python',
      packages: [
        'coreutils',
        'dash',
        'python3-fastapi',
        'python3-uvicorn',
        'python3-sqlalchemy',
        'python3-psycopg2',
      ],
      files: {
        '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
        '/etc/group': 'root:x:0:\n',
      },
      cmd: ['python3'],
    },
    setUp,
  );
  return { PYTHON_IMAGE: reference };
}
