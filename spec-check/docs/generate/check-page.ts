import type { AnyCheck, Claim } from '../../model/check.ts';
import type { Fault } from '../../model/fault.ts';
import type { ResourceId } from '../../model/resources.ts';
import { generated } from './generated.ts';
import { parametersTable } from './parameters.ts';
import { resourceWords } from './resource-words.ts';
import { table } from './table.ts';
import { writtenOut } from './written-out.ts';

/** What an example sentence asks for. */
export interface Understood {
  readonly sentence: string;
  readonly requests: readonly Claim[];
  /** What will be measured, one line for each request. */
  readonly measured: readonly string[];
}

/** A fault, and what the promise that it breaks asks for. */
export interface UnderstoodFault extends Fault {
  readonly requests: readonly Claim[];
}

/** All that a check knows of itself, for a reader. */
export function checkPage(
  check: AnyCheck,
  understood: readonly Understood[],
  faults: readonly UnderstoodFault[],
): string {
  const requests = [...understood, ...faults].flatMap((one) => one.requests);
  return [
    generated,
    `# \`${check.id}\``,
    `${check.title}.`,
    '## How it is proven',
    check.proof,
    ...(check.order === 'first' ? ['It begins before the others, which run while it waits.'] : []),
    ...(check.order === 'alone' ? ['It runs after the others, with nothing beside it.'] : []),
    ...sentences(understood),
    '## Written out below an item',
    `\`\`\`\`markdown\n${writtenOut(check, requests, faults)}\n\`\`\`\``,
    parametersTable(check.params) ?? 'It has no parameters.',
    '## What it needs',
    needs(check, requests),
    '## What it catches',
    `\`npm run spec:check -- prove --only ${check.id}\` breaks each of these promises in an image, and the check has to say FAIL, and why:`,
    table(
      ['the promise', 'what is wrong with the image'],
      faults.map(({ promise, name }) => [promise.split('\n')[0] ?? '', name]),
    ),
  ].join('\n\n');
}

function sentences(understood: readonly Understood[]): string[] {
  if (understood.length === 0) return [];
  return [
    '## Sentences that mean it',
    table(
      ['a line of the spec', 'what is measured'],
      understood.map(({ sentence, measured }) => [sentence, measured.join('; and: ')]),
    ),
    `They are examples: what counts is that no word is left over, and \`npm run spec:check -- explain\` shows what a line of yours means.`,
  ];
}

function needs({ id, needs: always, alsoNeeds }: AnyCheck, requests: readonly Claim[]): string {
  const own = requests.filter(({ check }) => check === id);
  const also = new Set(own.flatMap(({ params }) => alsoNeeds(params)));
  const line = (resource: ResourceId) => `- ${resourceWords[resource]}`;
  return [
    ...always.map(line),
    ...[...also]
      .filter((resource) => !always.includes(resource))
      .map((resource) => `${line(resource)}, for some of its parameters`),
  ].join('\n');
}
