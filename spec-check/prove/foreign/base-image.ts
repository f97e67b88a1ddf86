import { debianImage, type MakeImage } from '../../offline/debian-image.ts';

/** What to pass with `--build-arg`: nothing where the official image is in reach, else a stand-in that has the packages already. */
export async function pythonBaseArgs(setUp: MakeImage): Promise<Readonly<Record<string, string>>> {
  const official = 'debian:bookworm-slim';
  const libraries = ['fastapi', 'uvicorn', 'sqlalchemy', 'psycopg2'];
  const image = await debianImage(
    {
      official,
      repository: 'spec-check/python',
      packages: ['coreutils', 'dash', ...libraries.map((name) => `python3-${name}`)],
      files: {
        '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
        '/etc/group': 'root:x:0:\n',
      },
      cmd: ['python3'],
    },
    setUp,
  );
  return image === official ? {} : { PYTHON_IMAGE: image };
}
