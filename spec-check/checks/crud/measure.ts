import { type ApiHints, chooseResources, readApi } from '../../api-client/discover.ts';
import { curl } from '../../api-client/exchange.ts';
import { type CrudTrace, exerciseCrud } from '../../api-client/exercise-crud.ts';
import { judgeCrud, type Problem } from '../../api-client/judge-crud.ts';
import { type LiveApi, NothingToWrite } from '../../api-client/new-item.ts';
import { type Act, type ApiResource, verbs } from '../../api-client/resource.ts';
import { Ambiguous, type Fail, type Verdict } from '../../model/check.ts';

/** What to try CRUD on, or the FAIL of an API that has not got all of it. Throws Ambiguous when nobody can tell. */
export async function findResources(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
): Promise<
  | { readonly live: LiveApi; readonly resources: readonly ApiResource[] }
  | { readonly fail: Omit<Fail, 'status'> }
> {
  const api = await readApi(live.baseUrl, hints, live.signal);
  const choice = chooseResources(api, hints);
  switch (choice.kind) {
    case 'chosen':
      return { live: { ...live, api }, resources: choice.resources };
    case 'incomplete':
      return {
        fail: {
          evidence: `${choice.resource.collection} has no ${choice.missing.join(', no ')}`,
          expected: 'create, read, list, update and delete',
          actual: `${api.at} describes for ${choice.resource.collection}: ${actsOf(choice.resource)}`,
          fix: `Serve what is missing and describe it in ${api.at}.`,
        },
      };
    case 'unknown':
      throw new Ambiguous(
        `Which resource to try is not known: ${choice.reason}`,
        "Name it in the spec's front matter (resource: /tasks), or serve the OpenAPI document at /openapi.json.",
      );
  }
}

/** How a person starts the container and where its API then is. */
export interface ByHand {
  readonly run: string;
  readonly url: string;
}

/** Takes items of every resource through their life and judges it. */
export async function proveCrud(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
  byHand: ByHand,
): Promise<Verdict> {
  const found = await findResources(live, hints);
  if ('fail' in found) return { status: 'FAIL', ...found.fail, command: byHand.run };
  const lives: CrudTrace[] = [];
  for (const resource of found.resources) {
    const life = await exerciseCrud(found.live, resource).catch((error: unknown) => {
      if (error instanceof NothingToWrite)
        throw new Ambiguous(
          error.message,
          'Name a resource with a text field in the front matter (resource: /tasks).',
        );
      throw error;
    });
    refuseGuesswork(life, found.live);
    lives.push(life);
    const problem = judgeCrud(life);
    if (problem !== undefined) return failed(problem, resource, byHand);
  }
  return {
    status: 'PASS',
    evidence: `${lives.map((life) => `${life.resource.collection}: ${actsOf(life.resource)}`).join('; ')} work; values read back and found in ${tablesOf(lives)}; the deleted row is gone`,
    measured: {
      requests: lives.reduce(
        (sum, { story }) => sum + story.filter((step) => 'answer' in step).length,
        0,
      ),
      resources: lives.map(({ resource }) => resource.collection),
    },
    command: `${byHand.run} & curl -i ${lives.map(({ resource }) => byHand.url + resource.collection).join(' ')}`,
  };
}

/** What nobody can tell: credentials that were not given, or a body that was only guessed. */
function refuseGuesswork({ resource, story }: CrudTrace, { api }: LiveApi): void {
  const [created] = story;
  if (created?.kind !== 'create') return;
  const { status } = created.answer;
  if (status === 401 || status === 403) {
    throw new Ambiguous(
      `POST ${resource.collection} asks for credentials (${status}), and none are given`,
      'Let the API run without them for the check, or name a resource that is open (resource: /tasks).',
    );
  }
  if (api.at === undefined && status >= 400 && status < 500) {
    throw new Ambiguous(
      `What POST ${resource.collection} takes is not known (it answers ${status} to a guess)`,
      'Serve the OpenAPI document at /openapi.json.',
    );
  }
}

function failed(problem: Problem, { collection }: ApiResource, { run, url }: ByHand): Verdict {
  const { request, ...words } = problem;
  return {
    status: 'FAIL',
    evidence: `${collection}: ${words.actual}${words.diagnosis === undefined ? '' : ` (${words.diagnosis.replace(/\.$/, '')})`}`,
    ...words,
    command: request === undefined ? run : `${run} & ${curl(url, request)}`,
  };
}

function tablesOf(lives: readonly CrudTrace[]): string {
  const tables = lives.flatMap(({ story }) =>
    story.flatMap((step) => (step.kind === 'rows' ? step.tables : [])),
  );
  return `table ${[...new Set(tables)].join(', ')}`;
}

/** `POST, GET, list, PUT, PATCH, DELETE` */
function actsOf({ acts }: ApiResource): string {
  const known = Object.keys(verbs) as Act[];
  return known
    .filter((act) => acts[act] !== undefined)
    .map((act) => (act === 'list' ? 'list' : verbs[act]))
    .join(', ');
}
