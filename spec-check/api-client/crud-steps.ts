import { randomInt } from 'node:crypto';
import type { Location } from '../model/tables.ts';
import { Ambiguous } from '../model/verdict.ts';
import { acceptedWithin, ask, askForChange } from './ask.ts';
import { type Exchange, isRefused, isSuccess, pause, shownExchange } from './exchange.ts';
import { declaredFields, itemLike, requestTo } from './item.ts';
import { objectAt } from './json.ts';
import * as judge from './judge-crud.ts';
import type { LiveApi, NewItem, Parent, Wish } from './new-item.ts';
import { belowParent, createItem, NothingToWrite, removeParents, sent } from './new-item.ts';
import { hasPageSize, readList } from './pages.ts';
import { type Act, type ApiResource, actsOf, type Operation } from './resource.ts';
import { newMark, requiredFields, sampleBody, usesExamples, withoutNull } from './sample.ts';
import type { TextStyle } from './sample-text.ts';
import { flatten, writableFields } from './schema.ts';

export interface Item extends NewItem {
  readonly id: string;
  /** Updates and the first DELETE are for another item: this one has to stay as it is. */
  readonly isBystander: boolean;
}

/** The API did something wrong; later steps would prove nothing. */
export class ProblemFound extends Error {
  readonly problem: judge.Problem;

  constructor(problem: judge.Problem) {
    super(problem.actual);
    this.problem = problem;
  }
}

export function expectNone(problem: judge.Problem | undefined): void {
  if (problem !== undefined) throw new ProblemFound(problem);
}

/** The steps by which CRUD is tried on items of one resource, and what they gave. */
export class CrudExercise {
  /** The API that the next step asks: a later container may go on with the same items. */
  live: LiveApi;
  readonly template: ApiResource;
  /** The template below an item that was made for it. */
  resource: ApiResource;
  readonly parents: Parent[] = [];
  /** Texts by which the rows of all written items are recognised. */
  readonly traces: string[] = [];
  readonly rows = new Map<string, readonly Location[]>();
  /** Values that the document allows and the API refuses with 4xx, where it takes others. */
  readonly refused = new Map<string, Exchange>();
  readonly updates = new Set<Act>();
  /** Tables that keep something of a deleted item. */
  readonly left = new Set<string>();
  /** Fields that no request filled in, and parameters that no list was asked with; those that one was. */
  readonly untried: string[] = [];
  readonly filters: string[] = [];
  /** The first problem; nothing was tried after it. */
  problem: judge.Problem | undefined;
  /** `POST /tasks → 201 {…}`, one for each request. */
  readonly answers: string[] = [];
  listed = 0;
  isAccepted = false;
  #changes = 0;
  /** How many requests were answered 503 first, and well when they were sent again. */
  unready = 0;

  constructor(live: LiveApi, template: ApiResource) {
    this.live = live;
    this.template = template;
    this.resource = template;
  }

  /** Without a document both ways to update are tried, and most APIs have but one. */
  get tried(): string[] {
    const isTried = (act: Act) => !['replace', 'change'].includes(act) || this.updates.has(act);
    return actsOf(this.template.acts, isTried);
  }

  /** Call this first: it makes the parent item of a nested resource. */
  async begin(): Promise<void> {
    const { live, template, parents } = this;
    const resource = await belowParent(live, template, parents);
    if (resource === undefined)
      throw new NothingToWrite(`No item can be made that ${template.collection} stands below.`);
    this.resource = resource;
  }

  #noted(answer: Exchange): Exchange {
    this.unready += Number(answer.before === 503);
    this.answers.push(shownExchange(answer));
    this.isAccepted ||= answer.status === 202;
    return answer;
  }

  /** Creates an item, and says what came of it. */
  async request(wish: Wish): Promise<NewItem> {
    const { live, resource, parents } = this;
    const made = await createItem(live, resource, { optional: true, ...wish, parents });
    if (isSuccess(this.#noted(made.answer))) this.traces.push(made.sample.trace);
    return made;
  }

  /** A new item that was created well. Throws ProblemFound, and Ambiguous where the API refuses what was only guessed. */
  keep(created: NewItem, isBystander = false): Item {
    const problem = judge.judgeCreate(created);
    const isGuess = this.live.api.at === undefined && this.traces.length === 0;
    if (problem && isGuess && isRefused(created.answer))
      throw new Ambiguous(
        `What POST ${this.template.collection} takes is not known: ${problem.actual} to a guess`,
        'Say a new item in the front matter (body: { title: Buy milk }), or serve the OpenAPI document at /openapi.json.',
      );
    expectNone(problem);
    return { ...created, id: created.id ?? '', isBystander };
  }

  async makeBystander(wish: Wish): Promise<Item> {
    return this.keep(await this.make(wish), true);
  }

  /** The same as another item except for its mark; with values of its own where they may be taken but once. */
  async makeTwin({ sample }: Item, variant: number): Promise<Item> {
    // Its own mark may be in another field.
    const like = { ...sample.body, [sample.field]: null };
    const twin = await this.request({ variant, like });
    return isSuccess(twin.answer) ? this.keep(twin, true) : this.makeBystander({ variant });
  }

  /** With every optional field that can be made up, or without them where they are refused together. */
  async make(wish: Wish): Promise<NewItem> {
    const first = await this.request(wish);
    // The API may take one item a day, or one of each kind.
    const isTaken = first.answer.status === 409;
    const variant = wish.variant + randomInt(40, 200);
    const whole = isTaken ? await this.request({ ...wish, variant }) : first;
    const kept = [whole.sample.field, ...requiredFields(whole.schema)];
    const optional = Object.keys(whole.sample.body).filter((name) => !kept.includes(name));
    if (!isRefused(whole.answer) || optional.length === 0) return whole;
    const bare = await this.request({ ...wish, optional: false });
    if (isSuccess(bare.answer)) this.refused.set(optional.join(', '), whole.answer);
    return bare;
  }

  async makeSubject(variant = 1): Promise<Item> {
    const subject = this.keep(await this.make({ variant }));
    const { create } = this.resource.acts;
    const fields = writableFields(flatten(create?.body?.schema));
    this.untried.push(...Object.keys(fields).filter((name) => !(name in subject.sample.body)));
    return subject;
  }

  /** How long the document says that a change may take to show, in milliseconds. */
  get #lag(): number {
    const { create, list, read } = this.resource.acts;
    const [, time = '0', unit = 's'] =
      eventually.exec([create, list, read].map((act) => act?.text).join(' ')) ?? [];
    return Number(time) * (unit === 's' ? 1000 : 1);
  }

  /** Looks until there is no problem, for as long as an answer may come from a cache or lag behind a 202. */
  async #expect(see: () => Promise<judge.Problem | undefined>): Promise<void> {
    const started = performance.now();
    for (let problem = await see(); problem !== undefined; problem = await see()) {
      const { headers = {} } = problem.request ?? {};
      const cached = 1000 * Number(/max-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1] ?? 0);
      const lag = this.isAccepted ? acceptedWithin : Math.min(10_000, cached + this.#lag);
      if (performance.now() > started + lag) throw new ProblemFound(problem);
      await pause(100, this.live.signal);
    }
  }

  /** Reads an item that should be there, or gone. Does nothing where the API reads no single items. */
  async read(item: Item, since: judge.Since, judgement = judge.judgeRead) {
    const { read: operation } = this.resource.acts;
    if (operation === undefined) return undefined;
    const expected = { ...item, declared: declaredFields(operation, item.sample.field) };
    let answer: Exchange | undefined;
    await this.#expect(async () => {
      answer = await this.#get(item, operation);
      return judgement(answer, since, expected);
    });
    return answer;
  }

  /** An item with the fields that the API filled in itself: they have to stay as well. */
  async withDefaults(item: Item): Promise<Item> {
    const { sample } = item;
    const now = itemLike((await this.read(item, 'create'))?.body, sample) ?? {};
    const fields = Object.keys(objectAt(flatten(item.schema), 'properties'));
    const filled = Object.fromEntries(fields.map((field) => [field, now[field]]));
    return { ...item, sample: { ...sample, body: { ...filled, ...sample.body } } };
  }

  async readAll(items: readonly Item[], since: judge.Since): Promise<void> {
    await Promise.all(items.map((one) => this.read(one, since)));
  }

  async #get({ id }: Item, operation: Operation): Promise<Exchange> {
    return this.#noted(await ask(this.live, requestTo(operation, id)));
  }

  async #change(item: Item, operation: Operation, body?: ReturnType<typeof sent>) {
    const { read: reading = operation } = this.resource.acts;
    const request = { method: operation.method, ...requestTo(operation, item.id), ...body };
    return this.#noted(await askForChange(this.live, request, () => this.#get(item, reading)));
  }

  async list(since: judge.Since, there: readonly Item[], gone: readonly Item[] = []) {
    const { live, resource } = this;
    const { list: operation } = resource.acts;
    if (operation === undefined) return;
    this.listed = Math.max(this.listed, there.length);
    const wanted = [...there, ...gone];
    // Small pages, so that there are several; not where somebody's own database would be read to its end.
    const isSmall = since === 'create' && there.length > 10 && hasPageSize(operation);
    const inPages = { size: 7, mostPages: 20 };
    const look = async () => {
      const paged = isSmall ? await readList(live, resource, operation, there, inPages) : undefined;
      const isDone = paged !== undefined && !paged.givenUp;
      const seen = isDone ? paged : await readList(live, resource, operation, wanted);
      const listed = wanted.map(({ sample }, index) => ({ sample, entry: seen.entries[index] }));
      return judge.judgeList(this.#noted(seen.answer), since, {
        there: listed.slice(0, there.length),
        gone: listed.slice(there.length),
        isTwice: seen.isTwice,
      });
    };
    // Others may add or remove items between two pages: only what is missing three times is a problem.
    await this.#expect(isSmall ? async () => (await look()) && (await look()) && look() : look);
  }

  /** Below another parent, the list has none of these items. */
  async listElsewhere(items: readonly Item[]): Promise<void> {
    const { live, template, parents, resource } = this;
    const other = resource === template ? undefined : await belowParent(live, template, parents);
    if (other?.acts.list === undefined) return;
    const answer = await ask(live, requestTo(other.acts.list));
    const isMixed = items.some(({ sample }) => answer.text.includes(sample.trace));
    if (isMixed) expectNone(judge.listsOthers(this.#noted(answer)));
  }

  /** Reads the list before anything is created: that it is empty is no reason for a server error. */
  async listBefore() {
    const { list: operation } = this.resource.acts;
    const seen = operation && (await readList(this.live, this.resource, operation, []));
    if (seen && seen.answer.status >= 500) expectNone(judge.judgeSuccess(seen.answer, 'a list'));
  }

  /** Looks for the rows of an item; by its id only those that are newer than `began`. */
  async findItsRows({ id, sample }: Item, since: judge.Since, began: string | undefined) {
    const { live, resource, rows } = this;
    const value = sample.trace;
    const query = { value, id, since: began, hint: resource.collection };
    let found: readonly Location[] = [];
    await this.#expect(async () => {
      found = (await live.tables?.find(query, live.signal)) ?? [];
      return live.tables && found.length === 0 ? judge.noRow(value, since) : undefined;
    });
    const known = rows.get(id) ?? [];
    const isNew = ({ table, key }: Location) =>
      !known.some((one) => one.table === table && one.key === key);
    rows.set(id, [...known, ...found.filter(isNew)]);
    return found;
  }

  async rowsStay(item: Item): Promise<void> {
    if (this.live.tables === undefined) return;
    await this.#expect(async () =>
      (await this.#rowsLeft(item)).length === 0 ? judge.otherRowGone : undefined,
    );
  }

  async #rowsLeft({ id, sample }: Item): Promise<Location[]> {
    const before = this.rows.get(id) ?? [];
    const there = await Promise.all(before.map((one) => this.live.tables?.has(one, sample.trace)));
    return before.filter((_, index) => there[index]);
  }

  async deleteItem(item: Item, operation: Operation): Promise<void> {
    const answer = await this.#change(item, operation);
    if (answer.status === 409 && operation.responses['409'])
      throw new Ambiguous(
        `Which items can be deleted is not known: ${shownExchange(answer)}`,
        'Name a resource whose items can always be deleted in the front matter (resource: /tasks).',
      );
    expectNone(judge.judgeSuccess(answer, 'DELETE deletes the item'));
    const gone = await this.read(item, 'delete', judge.judgeGone);
    const before = this.rows.get(item.id) ?? [];
    // Whoever answers 410 knows what it has deleted; where each change is a row of its own, as an event is, none is deleted.
    const isTwice = ({ table }: Location, _: number, all: readonly Location[]) =>
      all.filter((row) => row.table === table).length > 1;
    const isLog = [...this.rows.values()].some((all) => all.length > 1 && all.every(isTwice));
    const mayStay = isLog || gone?.status === 410 || this.#keepsDeleted(operation, item);
    let left: readonly string[] = [];
    await this.#expect(async () => {
      left = (await this.#rowsLeft(item)).map(({ table }) => table);
      // A history table may keep a row of the deleted item; its own row must be gone.
      const isGone = mayStay || !this.live.tables || left.length < before.length;
      return isGone ? undefined : judge.rowStays(item.sample.trace, left);
    });
    for (const table of left) this.left.add(table);
  }

  #keepsDeleted(remove: Operation, { sample }: Item): boolean {
    const { read } = this.resource.acts;
    const fields = [...((read && declaredFields(read, sample.field)) ?? [])];
    const words = /\barchiv|soft[- ]delet|mark(?:s|ed)? (?:it |the \w+ )?as deleted|hid(?:e|den)/i;
    return words.test(remove.text) || fields.some((one) => judge.deletedMark.test(one));
  }

  /** Updates an item and returns what it should be; undefined where there is no such verb. */
  async update(
    item: Item,
    act: 'replace' | 'change',
    part: Part,
    style: TextStyle = 'plain',
  ): Promise<Item | undefined> {
    const { live, resource } = this;
    const { [act]: operation, read: reading } = resource.acts;
    if (operation === undefined) return undefined;
    const before = item.sample;
    const current = reading && (await this.#get(item, reading));
    // The answer may name another item otherwise than it is sent.
    const now = { ...before.body, ...itemLike(current?.body, before) };
    // Up and down: a number may only ever rise.
    const variant = this.#changes % 2 === 0 ? 5 : 0;
    this.#changes += 1;
    const everywhere = style === 'empty';
    const written = operation.body?.schema ?? item.schema;
    const schema = act === 'change' ? withoutNull(written, item.schema) : written;
    const examples = usesExamples(schema, now);
    const options = { mark: newMark(), variant, optional: true, style, everywhere, examples };
    const changed = sampleBody(schema, options, { sample: before, now });
    if (changed === undefined) return undefined;
    // What nothing describes takes a part as well, or all of it.
    const isGuess = act === 'change' && operation.body === undefined;
    const required = isGuess ? [] : requiredFields(schema);
    const isOneField = part === 'marked' || part === 'least';
    // A PUT takes away what it does not name.
    const isNamed = (name: string) =>
      act === 'replace' && part === 'marked' && (now[name] ?? null) !== null;
    const isSent = (name: string) =>
      part === 'all' ||
      required.includes(name) ||
      isNamed(name) ||
      (name === changed.field) === isOneField;
    const staysAsIs = (name: string) => isOneField && name !== changed.field;
    const entries = Object.entries(changed.body).filter(([name]) => isSent(name));
    const body = Object.fromEntries(
      entries.map(([name, value]) => [name, staysAsIs(name) ? (now[name] ?? value) : value]),
    );
    if (Object.keys(body).every((name) => body[name] === now[name])) return undefined;
    const answer = await this.#change(item, operation, sent(operation, { body }, item.id));
    // Without a document both are tried, and most APIs have but one of them.
    if (live.api.at === undefined && [404, 405, 501].includes(answer.status)) return undefined;
    // Fields may depend on each other, or a state may take no more changes: then one field is tried alone.
    const inTurn: readonly Part[] = isGuess ? ['marked', 'all'] : ['all', 'marked', 'least'];
    const isOptional = part !== inTurn.at(-1) || style !== 'plain' || this.updates.has(act);
    if (isRefused(answer) && isOptional && answer.status !== 404) {
      const what = style === 'plain' ? Object.keys(body).join(', ') : style;
      this.refused.set(`${operation.method} of ${what}`, answer);
      const isLast = style !== 'plain' || (isGuess && this.updates.has(act));
      const next = inTurn.includes(part) ? inTurn[inTurn.indexOf(part) + 1] : undefined;
      return isLast || next === undefined ? undefined : this.update(item, act, next);
    }
    const expected = act === 'replace' ? 'PUT replaces the item' : 'PATCH changes the item';
    expectNone(judge.judgeSuccess(answer, expected));
    const { etag } = current?.headers ?? {};
    // As one who has not seen this change: since then its ETag is another one.
    const { inHeader, responses } = operation;
    const compares = /if-match|etag/i.test(JSON.stringify([inHeader, responses['412']]));
    if (etag && responses['412'] && compares && !this.updates.has(act)) {
      const { path, headers } = requestTo(operation, item.id);
      const late = { method: operation.method, path, headers: { ...headers, 'if-match': etag } };
      const again = await ask(live, { ...late, ...sent(operation, { body }, item.id) });
      expectNone(judge.judgeLate(this.#noted(again)));
    }
    this.updates.add(act);
    // A part that was not sent must be as it was.
    const { field, value, trace } = body[changed.field] === undefined ? before : changed;
    const created = Object.entries(now).filter(([name]) => creation.test(name));
    const kept = act === 'change' ? before.body : {};
    const whole = { ...Object.fromEntries(created), ...kept, ...body };
    this.traces.push(trace);
    return { ...item, answer, sample: { field, value, trace, body: whole } };
  }

  /** Deletes what the items stand below or name: it may go or be kept, with no server error. */
  async deleteParents(): Promise<void> {
    for (const { resource, id } of [...this.parents.slice(0, 1), ...this.parents.slice(-1)]) {
      const { delete: remove } = resource.acts;
      const request = remove && { method: 'DELETE', ...requestTo(remove, id) };
      const answer = request && this.#noted(await ask(this.live, request));
      if (answer?.status === 409) this.refused.set('DELETE of what others belong to', answer);
      if (answer && answer.status >= 500) expectNone(judge.judgeSuccess(answer, 'it goes, or 409'));
    }
  }

  /** Removes the rows that are left, where the role may do that; a row more does no harm. */
  async cleanUp(): Promise<void> {
    const { live, traces, rows, parents } = this;
    const tables = new Set([...rows.values()].flat().map(({ table }) => table));
    for (const table of tables) await live.tables?.remove(table, traces).catch(() => {});
    await removeParents(parents, live);
  }
}

/** What an update names: every field, the marked one with the rest as it is, the rest, or the marked one and what is required. */
export type Part = 'all' | 'marked' | 'others' | 'least';

const eventually =
  /\b(?:eventual|consisten|propagat|replica|visible|shows?)[^.]{0,80}?\bwithin (\d+(?:\.\d+)?) ?(ms|milli|s)/i;

/** Names of the time of an item's creation, which no update changes. */
const creation = /^(?:date_?)?(?:created|inserted)(?:_?(?:at|on|date|time))?$/i;
