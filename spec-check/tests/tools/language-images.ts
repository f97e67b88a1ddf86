import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type DebianImage, debianImage, type MakeImage } from '../../offline/debian-image.ts';

/** The official image of a language where a registry answers, else one of the distribution's packages, with this machine's trust. */
export async function languageImage(name: LanguageName, setUp: MakeImage) {
  const roots = await readFile(trustFile, 'utf8').catch(() => '');
  const { env, files, ...image } = languages[name];
  return debianImage(
    {
      ...image,
      packages: ['coreutils', 'dash', ...image.packages],
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

export type LanguageName = 'python' | 'go' | 'maven' | 'jre';

const trustFile = '/etc/ssl/certs/ca-certificates.crt';
const jdk = '/usr/lib/jvm/java-17-openjdk-amd64';

/** Java keeps the authorities that it trusts in a file of its own, which a script of its package makes. */
async function trustOfJava(root: string): Promise<void> {
  const folder = path.join(root, 'etc/ssl/certs/java');
  await mkdir(folder, { recursive: true });
  await copyFile('/etc/ssl/certs/java/cacerts', path.join(folder, 'cacerts')).catch(() => {});
}

const languages: Readonly<Record<LanguageName, Omit<DebianImage, 'repository' | 'cmd'>>> = {
  python: {
    official: 'python:3.12-slim',
    packages: ['libstdc++6', 'python3', 'python3-pip'],
    files: { '/usr/local/bin/python': '→ /usr/bin/python3' },
    env: { PIP_BREAK_SYSTEM_PACKAGES: '1', PIP_CERT: trustFile },
  },
  go: { official: 'golang:1.19', packages: ['golang-go'], env: { HOME: '/root' } },
  maven: {
    official: 'maven:3.9-eclipse-temurin-17',
    packages: ['grep', 'maven', 'openjdk-17-jdk-headless', 'sed'],
    files: { '/usr/local/bin/mvn': '→ /usr/share/maven/bin/mvn' },
    prepare: trustOfJava,
    env: { JAVA_HOME: jdk },
  },
  jre: {
    official: 'eclipse-temurin:17-jre',
    packages: ['openjdk-17-jre-headless'],
    files: { '/usr/local/bin/java': `→ ${jdk}/bin/java` },
    prepare: trustOfJava,
  },
};
