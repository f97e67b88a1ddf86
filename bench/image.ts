import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Command, Option } from 'commander';
import { builtImage } from '../api/tests/image.ts';
import { temporaryFolder } from '../spec-check/docker/temporary-folder.ts';
import { resources } from '../spec-check/resources/resources.ts';
import { resourcePool } from '../spec-check/run/pool.ts';
import { Secrets } from '../spec-check/secrets/redact.ts';
import { containerStart } from './image/container-start.ts';
import { processStart } from './image/process-start.ts';
import { sizes } from './image/sizes.ts';
import { difference, ratio, type Spread, shownSpread, spread } from './ratios.ts';

/**
 * `npm run bench:image`: how quickly the image starts beside a bare server, and what it weighs. In turns;
 * prints medians with the least and the most, and the aims.
 */
const parts = ['process', 'container', 'sizes'] as const;
type Part = (typeof parts)[number];

interface Options {
  readonly rounds: number;
  readonly only: readonly Part[];
}

const options = new Command('bench:image')
  .description('Measures the image: how it starts and what it weighs.')
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 15)
  .addOption(new Option('--only <part...>', 'what is measured').choices(parts).default(parts))
  .parse()
  .opts<Options>();

const { rounds } = options;
const say = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

await using scope = new AsyncDisposableStack();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const { signal } = interrupt;
const work = await temporaryFolder('bench', scope);
const pool = scope.use(
  resourcePool(
    resources,
    {
      runId: randomBytes(4).toString('hex'),
      options: {
        context: path.dirname(import.meta.dirname),
        image: undefined,
        name: 'task-api-bench',
        dockerfile: path.join(import.meta.dirname, '../Dockerfile'),
        settings: {},
        required: [],
        portInSpec: undefined,
        portVariable: undefined,
        registry: undefined,
        secondEngine: undefined,
        databaseUrl: undefined,
        allowExec: false,
        keep: false,
        timeout: 60_000,
      },
      signal,
      secrets: new Secrets(),
      progress: say,
    },
    (resource, error) => say(`${resource} is not released: ${error}`),
  ),
);
const { docker, network } = await pool.get('engine');
const database = await pool.get('database');
say('Building the image');
const { reference } = scope.use(await builtImage());
const container = {
  ...{ docker, reference, network: network.name, databaseUrl: database.urlInContainer },
  ...{ rounds, signal },
};

const measure: Readonly<Record<Part, () => Promise<void>>> = {
  async process() {
    const found = await processStart({ databaseUrl: database.url, work, rounds, signal });
    print('\nStart of the process → first 200 of /health');
    printBoth(found, 'ms', 1);
    printRow('ratio', ratio(found.subject, found.bare), '×', { aim: 1.8 });
  },
  async container() {
    const found = await containerStart(container);
    print('\ndocker run → first 200 of /health');
    printBoth(found, 'ms', 0);
    printRow('more', difference(found.subject, found.bare), 'ms', { aim: 60, digits: 0 });
  },
  async sizes() {
    const { repository } = await pool.get('registry');
    const name = repository.replace(/[^/]*$/, 'task-api-bench');
    const found = await sizes({ docker, reference, repository: name, signal });
    print('\nBytes');
    for (const [what, bytes, aim] of [
      ['unpacked', found.unpacked, 116_000_000],
      ['compressed', found.compressed, 45_000_000],
      ['moved by the next version', found.nextVersion, 1_000_000],
    ] as const)
      print(
        `  ${what.padEnd(26)} ${bytes.toLocaleString('en').padStart(12)}   ${verdict(bytes, aim)} (${aim.toLocaleString('en')})`,
      );
  },
};

for (const part of options.only) {
  say(`Measuring: ${part}`);
  await measure[part]();
}

type Compared = Readonly<Record<'subject' | 'bare', readonly number[]>>;

function printBoth({ subject, bare }: Compared, unit: string, digits: number): void {
  printRow('task-api', spread(subject), unit, { digits });
  printRow('bare', spread(bare), unit, { digits });
}

function printRow(
  what: string,
  found: Spread,
  unit: string,
  { aim, digits = 2 }: { readonly aim?: number; readonly digits?: number },
): void {
  const judged = aim === undefined ? '' : `   ${verdict(found.median, aim)} (${aim} ${unit})`;
  print(`  ${what.padEnd(9)} ${shownSpread(found, digits).padEnd(22)} ${unit}${judged}`);
}

function verdict(figure: number, most: number): string {
  return figure <= most ? 'within the aim' : 'MISSES THE AIM';
}
