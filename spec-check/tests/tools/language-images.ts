import { readFile } from 'node:fs/promises';
import { type DebianImage, debianImage, type MakeImage } from '../../offline/debian-image.ts';

/** The official image of a language where a registry answers, else one of the distribution's packages, with this machine's trust. */
export async function languageImage(name: LanguageName, setUp: MakeImage) {
  const roots = await readFile(trustFile, 'utf8').catch(() => '');
  const { env, files, ...image } = languages[name];
  return debianImage(
    {
      ...image,
      repository: `spec-check/${name}`,
      files: {
        '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n',
        '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
        [trustFile]: roots,
        ...files,
      },
      env: { SSL_CERT_FILE: trustFile, ...env },
      cmd: ['sh'],
      key: [roots],
    },
    setUp,
  );
}

const trustFile = '/etc/ssl/certs/ca-certificates.crt';

export type LanguageName = 'python' | 'go';

const languages: Readonly<Record<LanguageName, Omit<DebianImage, 'repository' | 'cmd'>>> = {
  python: {
    official: 'python:3.12-slim',
    packages: ['coreutils', 'dash', 'libstdc++6', 'python3', 'python3-pip'],
    files: { '/usr/local/bin/python': '→ /usr/bin/python3' },
    env: { PIP_BREAK_SYSTEM_PACKAGES: '1', PIP_CERT: trustFile },
  },
  go: {
    official: 'golang:1.19',
    packages: ['coreutils', 'dash', 'golang-go'],
    env: { HOME: '/root' },
  },
};
