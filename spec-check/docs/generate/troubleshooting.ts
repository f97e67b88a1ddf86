import { mistakes } from '../../diagnosis/database-advice.ts';
import { databaseCauses } from '../../diagnosis/database-causes.ts';
import { killed, outOfMemory, tell } from '../../diagnosis/diagnosis.ts';
import { socketsCause } from '../../diagnosis/listening.ts';
import { programCauses, startCauses } from '../../diagnosis/program-causes.ts';
import { settingCauses } from '../../diagnosis/setting-causes.ts';
import { engineAdvice, type MachineFacts } from '../../docker/engine.ts';
import { knownRefusals, parseRepository, toldOf } from '../../docker/registry/refused.ts';
import type { Cause, KnownCause } from '../../model/cause.ts';
import { page, table, understoodAlone } from './markdown.ts';

/** What spec-check says where something is in the way, and what to do: all of it in its own words. */
export function troubleshooting(): string {
  return page([
    '# When something is in the way',
    'What it says, and what to do. Names, paths and addresses are examples. In a report the second column is the line `fix`, on a terminal the line below the message.',
    '## A line is UNVERIFIED or AMBIGUOUS',
    'Say it without the word that was not understood, say the unit or the endpoint, or [write the check out](checks.md) below the line.',
    table(['the line', 'it is', 'because'], notUnderstood()),
    '## DATABASE_URL is refused (exit code 2)',
    'Before anything runs, as `bad-database-url`, because:',
    [...new Set(mistakes.map(([, words]) => words))].map((words) => `- ${words}`).join('\n'),
    '## No Docker engine answers (exit code 3)',
    'As root on Debian or Ubuntu a missing engine is installed, and a stopped one started. Elsewhere:',
    says(engines()),
    '## The container does not start',
    causes(startCauses),
    '## The program ends, or answers nothing',
    'Read from what it logs, in the words of Node, Python, Go, Java, Ruby, the shell, and of the drivers for PostgreSQL.',
    '### A variable',
    causes(settingCauses),
    '### The database, as the container sees it, or this machine (ERROR)',
    causes(databaseCauses),
    '### The program and its files',
    causes(programCauses),
    '### Memory',
    says([outOfMemory, killed].map(row)),
    '### It runs, and is not reached',
    says(silences().map(row)),
    '## A registry refuses',
    says(registries()),
  ]);
}

function says(rows: readonly (readonly [string, string])[]): string {
  return table(['it says', 'do'], rows);
}

function row({ sentence, fix }: Cause): readonly [string, string] {
  return [sentence, fix];
}

function causes(known: readonly KnownCause[]): string {
  return says(known.map((cause) => row(tell(cause, samples, {}))));
}

const samples: Readonly<Record<string, string>> = {
  account: 'appuser',
  client: '172.17.0.2',
  engine: 'amd64',
  entry: '/app/server.js',
  host: 'db.example.com',
  image: 'arm64',
  kind: 'user',
  module: 'left-pad',
  name: 'tasks',
  other: 'wrong architecture',
  path: '/app/data.json',
  place: '10.0.0.5:5432',
  port: '80',
  user: 'bob',
  variable: 'API_KEY',
  what: 'schema public',
};

const strange = [
  'Image size under 200MB unless debugging',
  'Image size under 200',
  'Image size under 200MB or 250MB',
  'Image size about 200MB',
  'Image is small',
  'Health check endpoint responds',
  'Builds within 5 minutes',
  'Container runs with 200MB memory',
];

function notUnderstood(): string[][] {
  return understoodAlone(strange).map(({ item, verdict, reason }) => [
    item.text,
    verdict.toUpperCase(),
    reason,
  ]);
}

function engines(): (readonly [string, string])[] {
  const bare = { platform: 'linux', root: false, apt: false, dockerd: false, said: '' } as const;
  const said = 'connection refused';
  const machines: readonly Partial<MachineFacts>[] = [
    { chosen: 'tcp://127.0.0.1:2375', said },
    { said: 'permission denied' },
    ...(['darwin', 'win32'] as const).flatMap((platform) => [{ platform }, { platform, said }]),
    ...[{ dockerd: true }, { apt: true }, {}],
  ];
  return machines.flatMap((machine) => {
    const told = engineAdvice({ ...bare, chosen: undefined, ...machine });
    return typeof told === 'string' ? [] : [[`\`${told.code}\`: ${told.message}`, told.hint]];
  });
}

function silences(): readonly Cause[] {
  const on = (address: string, port: number) => [{ address, port }];
  const seen = [on('0.0.0.0', 3000), on('127.0.0.1', 8000), [], on('0.0.0.0', 8000), undefined];
  return seen.map((sockets) => socketsCause(8000, sockets));
}

/** As a registry of one's own is told of; for Docker Hub and GHCR the commands differ. */
function registries(): (readonly [string, string])[] {
  const repository = parseRepository('registry.example.com/task-api');
  return knownRefusals.flatMap((known) => {
    const told = repository && toldOf(known, repository, '…');
    return told ? [[`\`${told.code}\`: ${told.message}`, told.hint]] : [];
  });
}
