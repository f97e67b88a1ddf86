import { verdictOf } from '../../model/verdict.ts';
import { judgePush } from './check.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('push', () => {
  const pushed = {
    reference: 'localhost:1/api:1',
    digest: `sha256:${'a'.repeat(64)}`,
    command: 'docker push',
    seconds: 1,
  };
  const local = { repository: 'localhost:1/api', standIn: 'a local registry' };
  const ghcr = { repository: 'ghcr.io/acme/api', standIn: undefined };
  it.each<[string, string[], typeof local | typeof ghcr, string | undefined, ...Expected]>([
    ['the digest that was pushed', [], ghcr, pushed.digest, 'PASS', /the registry has/],
    ['another digest', [], ghcr, `sha256:${'b'.repeat(64)}`, 'FAIL', /another image/],
    ['nothing', [], ghcr, undefined, 'FAIL', /does not have/],
    [
      'a local registry',
      ['docker.io', 'ghcr.io'],
      local,
      pushed.digest,
      'PASS',
      /standIn.*a local registry instead of docker.io or ghcr.io/,
    ],
    [
      'another registry than the sentence names',
      ['docker.io'],
      ghcr,
      pushed.digest,
      'PASS',
      /standIn.*ghcr.io instead of docker.io/,
    ],
  ])('%s', (_title, registries, registry, digest, status, says) => {
    const verdict = verdictOf(
      judgePush(registries, pushed, registry, digest === undefined ? undefined : { digest }),
    );
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is proven directly by a registry that the sentence names', () => {
    const ofGhcr = verdictOf(judgePush(['docker.io', 'ghcr.io'], pushed, ghcr, pushed));
    expect(ofGhcr).toMatchObject({ status: 'PASS', standIn: undefined });
    expect(
      verdictOf(
        judgePush(['docker.io'], pushed, { repository: 'acme/api', standIn: undefined }, pushed),
      ),
    ).toMatchObject({ status: 'PASS', standIn: undefined });
  });
});
