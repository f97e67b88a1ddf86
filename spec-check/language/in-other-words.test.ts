import { meaning, nonRoot, read, size } from './tests/read.ts';

describe('what is said in a roundabout way', () => {
  it.each<[string, unknown]>([
    // Purpose and source at the beginning
    ['For safety, the container runs as a non-root user', nonRoot],
    ['As described in RFC 7, the container runs as a non-root user', nonRoot],
    ['As a test, the container runs as a non-root user', 'unverified'],
    // "Nothing but", "none"
    [
      'The final stage has nothing but runtime dependencies',
      [['production-dependencies-only', { buildTools: false }]],
    ],
    ['Hardcoded passwords: none', [['no-secrets', {}]]],
    ['Non-root users: none', 'unverified'],
    ['HEALTHCHECK: none', 'unverified'],
    // Limits
    ['The image size limit of 300MB is not exceeded', size('<=', 300_000_000)],
    ['The image size limit of 300MB must not be reached', size('<', 300_000_000)],
    ['The image is not larger than 300MB', size('<=', 300_000_000)],
    ['The image may weigh 300MB at most', size('<=', 300_000_000)],
    ['The image may weigh 300MB', 'ambiguous'],
    ['Image size is fine, i.e. under 300MB', size('<', 300_000_000)],
    ['Image under 300MB (we aim for 120MB)', size('<', 300_000_000)],
    ['We aim for an image under 300MB', 'ambiguous'],
    // "There is"
    ['There is a .dockerignore', [['dockerignore', {}]]],
    ['There is a Dockerfile for the API', [['dockerfile-exists', {}]]],
    ['There is no Dockerfile', 'unverified'],
    ['There is a root user', 'unverified'],
    // Users
    ['`docker inspect` shows a user other than root', nonRoot],
    ['The container is not run by root but by an unprivileged user', nonRoot],
    ['The container is not run by root but by its group', 'unverified'],
    // Stages
    ['More than one `FROM` instruction', [['multi-stage', {}]]],
    ['One stage for building and another for running', [['multi-stage', {}]]],
    ['Split the Dockerfile into two files', 'unverified'],
    // Two promises, though one implies the other
    [
      'The Dockerfile builds, and the API starts from it',
      [
        ['builds', {}],
        ['starts', {}],
      ],
    ],
    // Labels
    ['**Storage**: the image is below 300MB', size('<', 300_000_000)],
    ['**Frontend**: the image is below 300MB', 'unverified'],
  ])('%s', (text, wanted) => {
    expect(meaning(read(text))).toEqual(wanted);
  });

  it.each([
    ['Builder and runtime are seperate stages', 'Builder and runtime are separate stages'],
    ['`docker build .` finishes succesfully', '`docker build .` finishes successfully'],
    ['Healtcheck included', 'Healthcheck included'],
    ['The proces is unpriviledged', 'The proces is unprivileged'],
  ])('reads what is often misspelled: %s', (misspelled, meant) => {
    expect(meaning(read(misspelled))).toEqual(meaning(read(meant)));
  });
});
