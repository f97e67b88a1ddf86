import { Arg, Copy, DockerfileParser, From } from 'dockerfile-ast';
import { referenceParts } from './reference.ts';

/** The images that the last stage of a Dockerfile comes from. */
export interface Bases {
  /** References with every build argument filled in. */
  readonly images: readonly string[];
  /** `from`: the chain of FROM ends in one image; `copy`: it ends in scratch, and files come from these. */
  readonly via: 'from' | 'copy';
  /** Images of stages that leave nothing in the last one. */
  readonly elsewhere: readonly string[];
}

interface Stage {
  readonly name: string | undefined;
  readonly from: string;
  /** What `COPY --from` names: a stage, its number, or an image. */
  readonly copies: readonly string[];
}

/** Resolves FROM as a build does: defaults of ARG, overridden by `--build-arg`, through all stages. */
export function basesOf(dockerfile: string, buildArgs: Readonly<Record<string, string>>): Bases {
  const stages = readStages(dockerfile, buildArgs);
  const last = stages.at(-1);
  if (last === undefined) return { images: [], via: 'from', elsewhere: [] };
  const used = new Set<string>();
  const root = rootOf(stages, stages.length - 1);
  if (root === 'scratch')
    for (const image of copiedInto(stages, stages.length - 1, new Set())) used.add(image);
  else used.add(root);
  const all = stages
    .map((_, index) => rootOf(stages, index))
    .filter((image) => image !== 'scratch');
  return {
    images: [...used],
    via: root === 'scratch' ? 'copy' : 'from',
    elsewhere: [...new Set(all)].filter((image) => !used.has(image)),
  };
}

/** The same image under two names: `node:24` and `docker.io/library/node:24`; a digest only counts where both have one. */
export function sameImage(a: string, b: string): boolean {
  const [left, right] = [referenceParts(a), referenceParts(b)];
  if (left.digest !== undefined && right.digest !== undefined)
    return left.name === right.name && left.digest === right.digest;
  return left.name === right.name && tagOf(left) === tagOf(right);
}

function tagOf({ tag, digest }: ReturnType<typeof referenceParts>): string | undefined {
  return tag ?? (digest === undefined ? 'latest' : undefined);
}

function readStages(dockerfile: string, buildArgs: Readonly<Record<string, string>>): Stage[] {
  const known: Record<string, string> = { ...buildArgs };
  const stages: { name: string | undefined; from: string; copies: string[] }[] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage()?.toLowerCase();
      stages.push({ name, from: expand(instruction.getImage() ?? '', known), copies: [] });
    } else if (instruction instanceof Arg && stages.length === 0) {
      // Only an ARG before the first FROM counts in FROM.
      const property = instruction.getProperty();
      const value = property?.getValue();
      if (property && value !== null && value !== undefined)
        known[property.getName()] ??= expand(value, known);
    } else if (instruction instanceof Copy) {
      const source = instruction.getFromFlag()?.getValue();
      if (source) stages.at(-1)?.copies.push(source);
    }
  }
  return stages;
}

/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}` as builders expand them. */
export function expand(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_whole, plain?: string, braced?: string, sign?: string, word = '') => {
      const value = known[plain ?? braced ?? ''] ?? '';
      if (sign === '-') return value || expand(word, known);
      if (sign === '+') return value === '' ? '' : expand(word, known);
      return value;
    },
  );
}

/** The stage that a name or number means, among those before `index`. */
function stageNamed(stages: readonly Stage[], name: string, index: number): number | undefined {
  const before = stages.slice(0, index);
  const byName = before.findLastIndex((stage) => stage.name === name.toLowerCase());
  if (byName !== -1) return byName;
  return /^\d+$/.test(name) && Number(name) < before.length ? Number(name) : undefined;
}

function rootOf(stages: readonly Stage[], index: number): string {
  const stage = stages[index];
  if (stage === undefined) return 'scratch';
  const parent = stageNamed(stages, stage.from, index);
  return parent === undefined ? stage.from : rootOf(stages, parent);
}

/** Images from which files came into a stage that began empty, through all stages they passed. */
function copiedInto(stages: readonly Stage[], index: number, seen: Set<number>): string[] {
  const stage = stages[index];
  if (stage === undefined || seen.has(index)) return [];
  seen.add(index);
  const parent = stageNamed(stages, stage.from, index);
  const inherited = parent === undefined ? [] : copiedInto(stages, parent, seen);
  return [
    ...inherited,
    ...stage.copies.flatMap((source) => {
      const from = stageNamed(stages, source, index);
      if (from === undefined) return [source];
      const root = rootOf(stages, from);
      return root === 'scratch' ? copiedInto(stages, from, seen) : [root];
    }),
  ];
}
