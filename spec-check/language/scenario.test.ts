import { readScenario } from './scenario.ts';

describe('a scenario is read as', () => {
  it.each<[string, string]>([
    [
      'Given a built image, When I start the container with DATABASE_URL, Then `/x` answers',
      '`/x` answers',
    ],
    ['Given the image, When I check its size, Then it is below 9MB', 'the size is below 9MB'],
    ['Given a container with DB connection, When it is started, Then `/x` answers', '`/x` answers'],
    ['Given the image named shop, When I check its size, Then it is 9MB', 'the size is 9MB'],
    ['Given the .dockerignore, When docker build runs, Then `/x` answers', '`/x` answers'],
    [
      'Given the image, When a security auditor runs `whoami`, Then the output is not `root`',
      '`whoami` is not `root`',
    ],
    ['Given the image, When `docker history shop` is inspected, Then `/x` answers', '`/x` answers'],
    ['Given the image, When its size is checked, Then it is below 9MB', 'the size is below 9MB'],
    ['When the container is started with default settings, Then `/x` answers', '`/x` answers'],
    [
      'Given no `API_URL`, When the container starts, Then it fails',
      'without API_URL, the container fails',
    ],
    [
      'Given the image is built, When the container starts without API_URL, Then it fails',
      'without API_URL, the container fails',
    ],
    [
      'When I run the container, Then it answers within 5 s',
      'the container answers within 5 s of startup',
    ],
    ['AC-1: Given an image, Then its user is app', "AC-1: the image's user is app"],
    [
      'Given the image and a DATABASE_URL, When I run `id`, Then it prints `uid=7`',
      '`id` prints `uid=7`',
    ],
    ['Given multi-stage Dockerfile, When built, Then final image is 9MB', 'final image is 9MB'],
    [
      'Given a user has Docker installed, When they run `docker build -t x .`, Then it has a USER',
      'it has a USER',
    ],
    [
      'Given a Dockerfile with build and runtime stages, When run, Then `/x` answers',
      '`/x` answers',
    ],
    ['Given the Dockerfile, When I read it, Then it has a USER', 'the Dockerfile has a USER'],
    [
      'Given the image, When I inspect its layers, Then no secrets are found',
      'no secrets are found in the layers',
    ],
    [
      'Given the Dockerfile is created, When the container is run, Then the app runs',
      'the app runs',
    ],
    [
      'Given an engineer has Docker installed and is in the repo root, When they run `docker build .`, Then it has a USER',
      'it has a USER',
    ],
    [
      'Given an image has been built successfully, When a container is started from that image, Then `/x` answers',
      '`/x` answers',
    ],
    [
      'Given the Flask backend codebase exists, When developer runs `docker build` on the Dockerfile, Then `/x` answers',
      '`/x` answers',
    ],
    ['When inspecting the Dockerfile, Then it has a USER', 'the Dockerfile has a USER'],
    [
      'When `docker build .` is executed from the project root, Then it has a USER',
      'it has a USER',
    ],
    ['When building the image, Then the build stage is `x`', 'the build stage is `x`'],
    ['When Docker builds the image, Then it has a USER', 'it has a USER'],
    ['When `id` is executed, Then the output is `uid=7`', '`id` is `uid=7`'],
    ['Given an image, When I run `docker images`, Then its size is 9MB', "the image's size is 9MB"],
    ['Given the image, When I push it, Then the push succeeds', 'I push the image'],
    ['When I inspect the base image, Then its size is 9MB', "the base image's size is 9MB"],
  ])('%s', (text, sentence) => {
    expect(readScenario(text)).toEqual({ sentence, conditions: [] });
  });

  it.each<[string, ...string[]]>([
    ['Given the worker Dockerfile, When built, Then it is 9MB', 'when the worker Dockerfile'],
    ['Given a debug image, When run, Then `/x` answers', 'when a debug image'],
    [
      'Given a running container, When the database is down, Then `/x` answers',
      'when the database is down',
    ],
    [
      'Given the image is built with secrets, Then `/x` answers',
      'when the image is built with secrets',
    ],
    [
      'Given a running container with DEBUG, Then `/x` answers',
      'when a running container with DEBUG',
    ],
    ['Given a running container as root, Then it is below 9MB', 'when a running container as root'],
    ['Given the image is built, And DEBUG is set, Then it is below 9MB', 'when DEBUG is set'],
    [
      'Given the cache is full, When I push the image, Then it succeeds',
      'when the cache is full',
      'when I push the image',
    ],
    [
      'When `docker build --target dev .` is run, Then it has a USER',
      'when `docker build --target dev .` is run',
    ],
    [
      'When `docker build -f Dockerfile.dev .` is run, Then it has a USER',
      'when `docker build -f Dockerfile.dev .` is run',
    ],
    ['When the container runs without API_URL, Then `/x` answers', 'when API_URL is unset'],
    ['When I run `id` as root, Then it prints `uid=0`', 'when I run `id` as root'],
    ['Given the container is not running, Then `/x` answers', 'when the container is not running'],
    ['When SIGTERM is sent to the database, Then it stops', 'when SIGTERM is sent to the database'],
  ])('and keeps its condition: %s', (text, ...conditions) => {
    const scenario = readScenario(text);
    expect(scenario?.conditions).toEqual(conditions);
    for (const condition of conditions) expect(scenario?.sentence).toContain(condition);
  });

  it('nothing else is one', () => {
    expect(readScenario('When it stops, `/x` answers')).toBeUndefined();
  });
});
