import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';
import { commandName } from '../../model/command-name.ts';
import information from '../../package.json' with { type: 'json' };
import { type Format, formats } from '../../report/formats.ts';
import type { Shard } from '../../run/merge.ts';
import { addSettingOptions } from './setting-options.ts';

/** The command line; each command loads its own code. */
export function specCheck(): Command {
  const program = new Command('spec-check')
    .description('Proves or disproves every line of a containerization spec.')
    .exitOverride()
    .showHelpAfterError(`(${commandName} --help shows what there is)`)
    .version(information.version, '--version', 'print the version')
    .addHelpText('afterAll', exitCodes)
    .enablePositionalOptions();
  addCheck(program);
  addReading(program);
  addProving(program);
  addReleasing(program);
  program
    .command('clean')
    .description('remove everything that spec-check ever left on this engine, warm helpers too')
    .action(run(async () => (await import('../clean.ts')).removeAll));
  return program;
}

/** What a command does; a number that it returns is the exit code. */
const run =
  <A extends readonly unknown[]>(load: () => Promise<(...args: A) => unknown>) =>
  async (...args: A) => {
    const exitCode = await (await load())(...args);
    if (typeof exitCode === 'number') process.exitCode = exitCode;
  };

function addCheck(program: Command): void {
  const checkCommand = program.command('check', { isDefault: true });
  checkCommand
    .description('build, run, push and pull the image, and prove every promise (the default)')
    .argument('[SPECS...]', "specs, Markdown files; 'services/*/spec.md' for many", [defaultSpec])
    .option('--image <ref>', 'check an image that exists, instead of building the Dockerfile here')
    .addOption(new Option('--url <url>', outside).argParser(urlFrom).conflicts(['image', 'attest']))
    .option('--only <ids...>', 'only the promises that ask for these checks (see: checks)')
    .option('--skip <ids...>', 'leave out the promises that ask for these checks')
    .addOption(formatsOption())
    .option('--output <folder>', 'write each format into a file there; the table stays on stdout')
    .option('--baseline <report>', 'say what changed since a report, or the newest of a folder')
    .option('--strict', 'a stand-in is no proof: such a PASS counts as UNVERIFIED', false)
    .option(...allowExec)
    .option('--watch', 'run again after each change of a file here or of the spec', false)
    .option('--quiet', 'no progress on stderr', false)
    .option('--verbose', 'every step in a line of its own', false)
    .option('--no-color', 'no colours; so does the variable NO_COLOR')
    .option('--config <file>', 'settings from there; else from spec-check.yaml in this folder')
    .option(...passEnv)
    .option('--workers <count>', 'of several specs, so many at the same time', within(1, 99), 2)
    .option('--shard <n/m>', 'of several specs, the n-th of m equally long parts', shardFrom)
    .option('--since <commit>', 'of several specs, those with a changed file in their folder')
    .option('--registry <name>', 'push there for real: ghcr.io/acme, docker.io/acme')
    .option('--second-engine <engine>', 'pull and run there: a context, ssh://… or tcp://…')
    .addOption(new Option('--database-url <url>', 'in place of our own').env('DATABASE_URL'))
    .addOption(new Option('--attest <key>', signing).conflicts(['only', 'skip', 'watch']))
    .option(...keyPassword)
    .addHelpText('after', examples)
    .action(
      run(async () => {
        const { check } = await import('../check.ts');
        return (specs: readonly string[], options) =>
          check(specs, { ...options, settings: settings() });
      }),
    );
  const settings = addSettingOptions(checkCommand);
}

/** What needs no Docker. */
function addReading(program: Command): void {
  program
    .command('explain')
    .description('what each line of the spec was understood to mean; needs no Docker')
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .addOption(formatOption(['text', 'json']))
    .option('--fix [lines]', 'show what would be understood instead; `--fix 12,14` writes it')
    .action(run(async () => (await import('../explain.ts')).explain));

  program
    .command('review')
    .description('what a careful reader says of the spec and the Dockerfile; needs no Docker')
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .addOption(formatOption(['table', 'json']))
    .action(run(async () => (await import('../review.ts')).review));

  program
    .command('init')
    .description('write a first spec from what a Dockerfile shows')
    .argument('[SPEC]', 'the file to write, never over another; its folder is made', defaultSpec)
    .option('--dockerfile <file>', 'what to read (default: Dockerfile, else the only one below)')
    .action(run(async () => (await import('../init.ts')).init));

  program
    .command('checks')
    .description('the checks, how each is proven, and sentences that mean it; needs no Docker')
    .addOption(formatOption(['text', 'json']))
    .action(run(async () => (await import('../checks.ts')).listChecks));
}

/** What shows that checks and specs notice faults, and what joins reports. */
function addProving(program: Command): void {
  program
    .command('prove')
    .description('turn every check red on purpose: build faulty images and show what is caught')
    .option('--only <ids...>', 'only the faults and good shapes of these checks')
    .addOption(formatOption(['table', 'json']))
    .action(run(async () => (await import('../prove.ts')).prove));

  program
    .command('mutate')
    .description('make faulty images and APIs out of yours, and say which the spec would notice')
    .argument('[SPEC]', 'the spec, a Markdown file', defaultSpec)
    .option('--image <ref>', 'begin with an image that exists, instead of building the Dockerfile')
    .option('--min <percent>', 'end with 1 where fewer are noticed', within(0, 100), 0)
    .option(...allowExec)
    .option(...passEnv)
    .addOption(formatOption(['text', 'json']))
    .action(run(async () => (await import('../mutate.ts')).mutate));

  program
    .command('merge')
    .description('join the reports of several machines; fails where a shard is missing')
    .argument('<REPORTS...>', 'what check --format json wrote')
    .addOption(formatsOption())
    .option('--output <folder>', 'write each format into a file there')
    .action(run(async () => (await import('../many.ts')).merge));
}

/** What becomes of an image that was proven. */
function addReleasing(program: Command): void {
  program
    .command('push')
    .description('tag an image by version and commit, push it, and say what each tag is for')
    .argument('<IMAGE>', 'an image of this engine: task-api:latest, or an id')
    .requiredOption('--to <repositories...>', 'acme/task-api (Docker Hub), ghcr.io/acme/task-api')
    .option('--release <version>', "else the version of the image's label, or of package.json")
    .option('--no-latest', 'leave the tag latest where it is')
    .option('--dry-run', 'print the docker commands, and push nothing', false)
    .option('--report <file>', 'what check --format json said of this image, for --attest')
    .option('--attest <key>', signing)
    .option(...keyPassword)
    .action(run(async () => (await import('../push.ts')).push));

  program
    .command('attest')
    .description('sign what a run proved, and keep it beside the image that it pushed')
    .argument('<REPORT>', 'what check --format json printed')
    .requiredOption('--key <file>', signing)
    .option(...keyPassword)
    .action(run(async () => (await import('../attest.ts')).attestReport));

  program
    .command('verify')
    .description('whether an image in a registry was proven, and what to deploy; needs no Docker')
    .argument('<IMAGE>', 'ghcr.io/acme/task-api:1.4.2')
    .addOption(new Option('--key <file>', 'public key of who attested it').conflicts(certificate))
    .option('--certificate-identity <uri>', 'or the CI job that did: https://github.com/acme/…')
    .option('--certificate-oidc-issuer <url>', 'and who says that it is that job')
    .option('--spec <file>', 'it must be proven by this spec, as it is now')
    .option('--max-age <time>', 'it must be proven within 12h, 7d, 4w', ageOf)
    .option('--strict', 'a stand-in is no proof', false)
    .addOption(formatOption(['text', 'json']))
    .action(run(async () => (await import('../verify.ts')).verify));
}

const defaultSpec =
  ['containerization-spec.md', 'specs/containerization-spec.md'].find((file) => existsSync(file)) ??
  'containerization-spec.md';

const formatOption = (choices: readonly string[]): Option =>
  new Option('--format <format>', 'what to print on stdout').choices(choices).default(choices[0]);

const formatsOption = (): Option =>
  new Option('--format <formats>', `${formats.join(', ')}; several (a,b) need --output`)
    .argParser(formatsOf)
    .default(['table'], 'table');

const allowExec = [
  '--allow-exec',
  'run `sh` blocks, services and folders of this machine that the spec names',
  false,
] as const;
const passEnv = ['--pass-env <names...>', 'variables here that the spec may read: $NAME'] as const;
const signing = 'private key that signs the result, kept beside the pushed image; or keyless';
const keyPassword = ['--key-password <variable>', 'which variable holds its password'] as const;

const certificate = ['certificateIdentity', 'certificateOidcIssuer'];

const outside = 'ask the API that runs there; what needs its image is UNVERIFIED';

function urlFrom(value: string): string {
  const { protocol = '', username, href = '' } = URL.parse(value) ?? {};
  if (/^https?:$/.test(protocol) && !username) return href.replace(/\/+$/, '');
  throw new InvalidArgumentError('Such as https://tasks.example.com.');
}

function shardFrom(value: string): Shard {
  const [number = 0, of = 0] = value.split('/').map(Number);
  if (/^\d+\/\d+$/.test(value) && number > 0 && number <= of) return { number, of };
  throw new InvalidArgumentError('Such as 2/5.');
}

function within(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`A number from ${least} to ${most}.`);
  };
}

/** `7d` → milliseconds. */
function ageOf(value: string): number {
  const [, count, unit = ''] = /^(\d+)([hdw])$/.exec(value) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Such as 12h, 7d or 4w.');
  return Number(count) * 3_600_000 * ({ d: 24, w: 168 }[unit] ?? 1);
}

const examples = `
Examples:
  ${commandName} --only image-size non-root
  ${commandName.replace('npm run', 'npm run -s')} --format json > report.json
  DATABASE_URL=postgres://… ${commandName} --registry ghcr.io/acme --strict`;

const exitCodes = `
Exit codes:
  0    every promise holds or is waived, and at least one was checked; nothing is wrong
  1    at least one FAIL, UNVERIFIED or AMBIGUOUS; an error that review found; an image not proven
  2    the command line, the spec, or what is to be pushed cannot be used
  3    only errors stand in the way: Docker not running, a registry or database out of reach
  130  interrupted, after cleaning up`;

/** `junit,html` → both. Throws for a name that is none. */
function formatsOf(value: string): readonly Format[] {
  const asked = value.split(',').map((name) => name.trim());
  const wrong = asked.find((name) => !formats.some((format) => format === name));
  const near = closest(wrong ?? '', [...formats]);
  if (wrong !== undefined)
    throw new InvalidArgumentError(`Did you mean ${near}? There are ${formats.join(', ')}.`);
  return formats.filter((format) => asked.includes(format));
}
