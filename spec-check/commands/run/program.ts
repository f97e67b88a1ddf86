import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { commandName } from '../../model/command-name.ts';
import information from '../../package.json' with { type: 'json' };
import { type Format, formats } from '../../report/formats.ts';
import { makeReport } from '../refusals.ts';
import { addSettingOptions } from './setting-options.ts';

/**
 * The command line: options and commands, described once; help and completion are made from it.
 * `ended` is told the exit code. Each command loads its own code, so that `--help` and `explain` need
 * neither Docker nor a database driver.
 */
export function specCheck(ended: (exitCode: number) => void = () => {}): Command {
  const program = new Command('spec-check')
    .description('Proves or disproves every line of a containerization spec.')
    .exitOverride()
    .showHelpAfterError(`(${commandName} --help shows what there is)`)
    .version(information.version, '--version', 'print the version')
    .enablePositionalOptions();

  const checkCommand = program.command('check', { isDefault: true });
  checkCommand
    .summary('build, run, push and pull the image, and prove every promise (the default)')
    .description(
      'Reads the spec, builds the image, runs it against a real PostgreSQL, pushes it, pulls it on a\n' +
        'second engine, and proves or disproves every success criterion and constraint.',
    )
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .option('--image <ref>', 'check an image that exists, instead of building the Dockerfile here')
    .option(
      '--only <ids...>',
      'only the promises that ask for these checks (spec-check checks lists them)',
    )
    .option('--skip <ids...>', 'leave out the promises that ask for these checks')
    .addOption(
      new Option(
        '--format <formats>',
        `${formats.join(', ')}; several, with commas between, need --output`,
      )
        .argParser(formatsOf)
        .default(['table'], 'table'),
    )
    .option('--output <folder>', 'write each format into a file there; the table stays on stdout')
    .option('--baseline <report>', 'say what changed since a report of --format json')
    .option('--write', "put status and evidence into the spec's one marked block", false)
    .option('--timings', 'print what ran when, and what decides how long a run takes', false)
    .option('--strict', 'a stand-in is no proof: such a PASS counts as UNVERIFIED', false)
    .option(
      '--allow-exec',
      'run the `sh` blocks of the spec on this machine; without it they are UNVERIFIED',
      false,
    )
    .option('--keep', 'leave the container for a look (spec-check clean removes it)', false)
    .addOption(
      new Option('--watch', 'run again after each change of a file in this folder or of the spec')
        .default(false)
        .conflicts('keep'),
    )
    .option('--quiet', 'no progress on stderr', false)
    .option('--verbose', 'every step in a line of its own, and the timings', false)
    .option('--no-color', 'no colours; so does the variable NO_COLOR')
    .option(
      '--config <file>',
      'settings from there; without it from spec-check.yaml in this folder',
    )
    .option(
      '--pass-env <names...>',
      'variables of this environment that the spec may read as $NAME',
    )
    .option('--registry <name>', 'push there for real: ghcr.io/acme, docker.io/acme')
    .option(
      '--second-engine <engine>',
      'pull and run there for real: a docker context, ssh://… or tcp://…',
    )
    .addOption(
      new Option(
        '--database-url <url>',
        'the PostgreSQL that the container gets, in place of an embedded one',
      ).env('DATABASE_URL'),
    )
    .addHelpText('after', `\n${exitCodes}\n\n${examples}`)
    .action(async (spec: string, options) => {
      const { check } = await import('../check.ts');
      ended(await check(spec, { ...options, settings: settings() }));
    });
  const settings = addSettingOptions(checkCommand);

  program
    .command('explain')
    .summary('what each line of the spec was understood to mean; needs no Docker')
    .description(
      'For every line of the spec: what it was understood to mean, what will be measured, what will not.',
    )
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .addOption(formatOption(['text', 'json']))
    .action(async (spec: string, options) => {
      const { explain } = await import('../explain.ts');
      await explain(spec, options);
    });

  program
    .command('review')
    .summary('what a careful reader says of the spec and the Dockerfile; needs no Docker')
    .description(
      'Reads the spec, and the Dockerfile of this folder, as a careful reviewer does: contradictions,\n' +
        'vague words, limits without a unit, constraints that nothing proves, questions that container\n' +
        'specs forget; and what in the Dockerfile costs size, security or the build cache. Each finding\n' +
        'has its line and what to write instead.',
    )
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .addOption(formatOption(['table', 'json']))
    .addHelpText('after', `\n${reviewExitCodes}`)
    .action(async (spec: string, options) => {
      const { review } = await import('../review.ts');
      ended(await review(spec, options));
    });

  program
    .command('init')
    .summary('write a first spec from what a Dockerfile or an image shows')
    .description(
      'Writes a first spec: what the Dockerfile shows (user, ports, HEALTHCHECK, base image, labels, ENV)\n' +
        'as promises, and what every container should do, whether this one does it or not: the first run\n' +
        'says so. With --image the same from an image that exists, and a size limit with some room. Every\n' +
        'line is one that explain understands. A file that is there is never overwritten.',
    )
    .argument('[SPEC]', 'the file to write; its folder is made', defaultSpec)
    .option('--dockerfile <file>', 'what to read', 'Dockerfile')
    .addOption(
      new Option(
        '--image <ref>',
        'read an image of this engine instead, which shows its size too',
      ).conflicts('dockerfile'),
    )
    .option('--dry-run', 'print the spec on stdout, and write nothing', false)
    .addHelpText('after', `\n${initHelp}`)
    .action(async (spec: string, options) => {
      const { init } = await import('../init.ts');
      await init(spec, options);
    });

  program
    .command('checks')
    .summary('the checks, how each is proven, and sentences that mean it; needs no Docker')
    .addOption(formatOption(['text', 'json']))
    .action(async (options) => {
      const { listChecks } = await import('../checks.ts');
      listChecks(options);
    });

  program
    .command('prove')
    .summary('turn every check red on purpose: build faulty images and show what is caught')
    .description(
      'Builds images that break a promise each in a known way, and good images of many shapes. Every\n' +
        'fault must be caught by its check, and no good image refused; exit code 1 otherwise.',
    )
    .option('--only <ids...>', 'only the faults of these checks, and no good images')
    .addOption(formatOption(['table', 'json']))
    .action(async (options) => {
      const { prove } = await import('../prove.ts');
      ended(await prove(options));
    });

  program
    .command('push')
    .summary('tag an image by version and commit, push it, and say what each tag is for')
    .description(
      'Pushes an image of this engine under the tags of its release: its version and its git hash,\n' +
        'which never get other content, MAJOR.MINOR and latest, which move. Refuses a version that is\n' +
        'taken, a tree with changes that no commit has, and latest for a pre-release. The registry is\n' +
        'asked before and after; what it has already is not pushed again.',
    )
    .argument('<IMAGE>', 'an image of this engine: task-api:latest, or an id')
    .requiredOption(
      '--to <repositories...>',
      'where to: acme/task-api (Docker Hub), ghcr.io/acme/task-api, registry.example.com/task-api',
    )
    .option(
      '--release <version>',
      "semantic version; without it the image's own label, else package.json's",
    )
    .option('--latest', 'insist on the tag latest')
    .option('--no-latest', 'leave the tag latest where it is')
    .option('--dry-run', 'print the docker commands, and push nothing', false)
    .addHelpText('after', `\n${pushHelp}`)
    .action(async (image: string, options) => {
      const { push } = await import('../push.ts');
      ended(await push(image, options));
    });

  program
    .command('clean')
    .summary('remove everything that spec-check ever left on this engine, warm helpers too')
    .action(async () => {
      const { removeAll } = await import('../clean.ts');
      await removeAll();
    });

  return program;
}

const defaultSpec =
  ['containerization-spec.md', 'specs/containerization-spec.md'].find((file) => existsSync(file)) ??
  'containerization-spec.md';

/** The first is the default. */
function formatOption(choices: readonly string[]): Option {
  return new Option('--format <format>', 'what to print on stdout')
    .choices(choices)
    .default(choices[0]);
}

const exitCodes = `Exit codes:
  0    every promise holds or is waived, and at least one was checked
  1    at least one FAIL, UNVERIFIED or AMBIGUOUS
  2    the command line or the spec cannot be used
  3    only errors stand in the way: Docker not running, a database out of reach
  130  interrupted, after cleaning up`;

const reviewExitCodes = `Exit codes:
  0    nothing found, or only warnings, notes and questions
  1    at least one error: the spec contradicts itself, or a secret stands in the Dockerfile
  2    the command line or the spec cannot be used`;

const initHelp = `Examples:
  spec-check init --dry-run
  spec-check init specs/books.md --image books:1.4`;

const pushHelp = `Exit codes:
  0    the registry has every tag
  2    refused before anything was pushed: the tree, the version, the image, the command line
  3    the registry or the engine stands in the way
  130  interrupted

Examples:
  spec-check push task-api --to ghcr.io/acme/task-api --dry-run
  spec-check push task-api --release 1.4.2 --to acme/task-api ghcr.io/acme/task-api`;

const examples = `Examples:
  ${commandName}
  ${commandName} --only image-size non-root
  ${makeReport}
  ${commandName} --watch
  DATABASE_URL=postgres://… ${commandName} --registry ghcr.io/acme --strict`;

/** `junit,html` → both. Throws for a name that is none. */
function formatsOf(value: string): readonly Format[] {
  const asked = value.split(',').map((name) => name.trim());
  const wrong = asked.find((name) => !formats.some((format) => format === name));
  if (wrong !== undefined)
    throw new InvalidArgumentError(
      `Did you mean ${closest(wrong, [...formats])}? There are ${formats.join(', ')}.`,
    );
  return formats.filter((format) => asked.includes(format));
}
