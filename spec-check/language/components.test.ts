import fc from 'fast-check';
import { checks } from '../checks/index.ts';
import { seed } from '../tests/tools/seed.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';
import { meaning, nonRoot, read, size, starts } from './tests/read.ts';

/** What each line of a spec means; `front` is its front matter. */
function all(title: string, lines: readonly string[], front = '') {
  const text = `${front && `---\n${front}\n---\n\n`}# ${title}\n\n## Success Criteria\n\n${lines.map((line) => `- ${line}\n`).join('')}`;
  return interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date('2026-01-01'));
}
const meanings = (title: string, lines: readonly string[], front = '') =>
  all(title, lines, front).map(meaning);

describe('a part of the system that a document names', () => {
  it('is the image where the title, the front matter or every line names it', () => {
    const lines = ['Ledger container runs as non-root', 'Ledger starts within 9 seconds'];
    const expected = [nonRoot, starts('<=', 9000)];
    expect(meanings('Ledger', lines)).toEqual(expected);
    expect(meanings('Containerization', lines, 'image: ledger')).toEqual(expected);
    expect(meanings('Worker image', ['Worker starts within 9 seconds'])).toEqual([
      starts('<=', 9000),
    ]);
    expect(
      meanings('Task API', [
        'Tracker Dockerfile runs as non-root',
        'The tracker image is under 90MB',
        'Tracker starts within 9 seconds',
      ]),
    ).toEqual([nonRoot, size('<', 90_000_000), starts('<=', 9000)]);
  });

  it('is the API where the document calls it backend, whatever stands beside it', () => {
    const lines = ['Backend Dockerfile sets `USER app`', 'Backend image is under 90MB'];
    const beside = [...lines, 'Frontend image is under 30MB'];
    const expected = [[['non-root', { user: 'app' }]], size('<', 90_000_000)];
    expect(meanings('Containers', lines)).toEqual(expected);
    expect(meanings('Containers', beside).slice(0, 2)).toEqual(expected);
    expect(all('Containers', beside)[2]?.verdict).toBe('ambiguous');
    expect(all('Frontend', beside).map(({ verdict }) => verdict)).toEqual([
      'ambiguous',
      'ambiguous',
      'checkable',
    ]);
    const front = 'dockerfile: frontend/Dockerfile';
    expect(all('Containers', beside, front)[0]?.verdict).toBe('ambiguous');
    const third = [...beside, 'Search-gateway image is under 30MB'];
    expect(all('Containers', third).map(({ verdict }) => verdict)).not.toContain('checkable');
  });

  it('is asked about where a line names the Dockerfile of a folder, and its check does not', () => {
    const lines = [
      '`web/Dockerfile` is multi-stage',
      '`web/Dockerfile` exposes port 80',
      'The image from `web/Dockerfile` is under 90MB',
      '`docker build -f web/Dockerfile .` succeeds',
    ];
    const asked = (title: string, front = '') =>
      all(title, lines, front).map(({ verdict }) => verdict);
    const open = ['ambiguous', 'ambiguous', 'ambiguous', 'checkable'];
    expect(asked('Task API')).toEqual(open);
    expect(asked('Task API', 'dockerfile: api/Dockerfile')).toEqual(open);
    expect(asked('Task API', 'dockerfile: web/Dockerfile')).toEqual(lines.map(() => 'checkable'));
    expect(asked('Web image')).toEqual(lines.map(() => 'checkable'));
  });

  it('is what the API keeps as well, where that has the same name', () => {
    const kept = { variable: 'DATABASE_URL', neon: false, survives: ['restart'] };
    expect(
      meanings('Notes', ['Notes survive a container restart', 'Notes runs as non-root']),
    ).toEqual([[['database', kept]], nonRoot]);
  });

  it('is no word that says how an image is', () => {
    const lines = [
      'API container runs as non-root',
      'The smallest image wins',
      'As the current image',
    ];
    expect(meanings('Containers', lines)[0]).toEqual(nonRoot);
  });

  it('says so where only the lines name it', () => {
    const [item] = all('Task API', ['The mail-service container runs as non-root']);
    expect(item?.reason).toBe(
      '"mail-service" is the image: the spec names no other that may be meant',
    );
  });

  it('is asked about where the title names another service', () => {
    const lines = [
      'The mail-service container runs as non-root',
      'The cart-service image is under 9MB',
    ];
    expect(all('mail-service', lines).map(({ verdict }) => verdict)).toEqual([
      'checkable',
      'ambiguous',
    ]);
    expect(meanings('Containers', ['The orders-service container runs as non-root'])).toEqual([
      nonRoot,
    ]);
  });

  it('is asked about where the document names a second one', () => {
    const [one, other] = all('Shop', [
      'The mail-service container runs as non-root',
      'The cart-service container runs as non-root',
    ]);
    expect([one?.verdict, one?.reason]).toEqual([
      'ambiguous',
      'Is "mail-service" the image that is checked? The spec names mail, cart. Say it in the title, or as image: in front matter',
    ]);
    expect(other?.verdict).toBe('ambiguous');
    expect(
      meanings('Cart service', [
        'The mail-service container runs as non-root',
        'The cart-service container runs as non-root',
        'Backend container runs as non-root',
      ]),
    ).toEqual(['ambiguous', nonRoot, 'ambiguous']);
  });

  it('goes to its image where the front matter has one for it', () => {
    const front = 'images:\n  Frontend: web/Dockerfile\n  Worker: worker/Dockerfile';
    const items = all(
      'Task API',
      ['Worker starts within 9 seconds', 'Frontend image is under 90MB', 'Runs as non-root'],
      front,
    );
    expect(items.map((one) => [one.item.image, meaning(one)])).toEqual([
      ['Worker', starts('<=', 9000)],
      ['Frontend', size('<', 90_000_000)],
      [undefined, nonRoot],
    ]);
  });

  const others =
    'Database Postgres Redis Nginx Proxy Frontend Worker Stopped Second Other Another Old Debug Development Staging Builder Sidecar Crashed Unsigned Size-optimized CI shop-db'.split(
      ' ',
    );
  it.each([...others, ...others.map((name) => `The ${name.toLowerCase()}`)])(
    '"%s container" of a Task API is not its image',
    (name) => {
      for (const promise of ['runs as non-root', 'starts within 9 seconds', 'starts successfully'])
        expect([name, meaning(read(`${name} container ${promise}`))]).not.toEqual([
          name,
          meaning(read(`Container ${promise}`)),
        ]);
    },
  );

  it('never claims of two names in one document, whatever they are', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{2,6}(or|um|ox|a)(-service)?$/);
    const noun = fc.constantFrom('container', 'image', 'Dockerfile');
    fc.assert(
      fc.property(name, name, noun, (one, other, kind) => {
        fc.pre(one.slice(0, 4) !== other.slice(0, 4));
        const claimed = meanings('Shop', [
          `${one} ${kind} runs as non-root`,
          `${other} ${kind} runs as non-root`,
        ]);
        expect([one, other, claimed.filter(Array.isArray)]).toEqual([one, other, []]);
      }),
      { numRuns: 200, seed },
    );
  });
});
