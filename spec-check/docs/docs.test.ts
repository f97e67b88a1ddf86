import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { flagOf } from '../commands/run/setting-options.ts';
import { mistakes } from '../diagnosis/database-advice.ts';
import { databaseCauses } from '../diagnosis/database-causes.ts';
import { programCauses, startCauses } from '../diagnosis/program-causes.ts';
import { settingCauses } from '../diagnosis/setting-causes.ts';
import { knownRefusals } from '../docker/registry/refused.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { readSettings, settingsJsonSchema } from '../language/settings.ts';
import { checksPage } from './checks-page.ts';

const project = path.join(import.meta.dirname, '../..');
const folder = 'spec-check/docs';
const text = (file: string) => readFileSync(path.join(project, file), 'utf8');
const made = checksPage();

describe('the page of all checks', () => {
  it('is what npm run docs would write', () => {
    expect(text(`${folder}/checks.md`)).toBe(made);
  });

  it.each(checks.map(({ id }) => id))('show %s written out as the spec takes it', (id) => {
    const [, section = ''] = made.split(`\n## \`${id}\`\n`) ?? [];
    const block = /````markdown\n- \[ \] ([\s\S]*?)\n````/.exec(section);
    const [item] = understoodAlone([block?.[1] ?? '']);
    expect(item?.checks.map(({ check }) => check)).toContain(id);
  });
});

describe('the page of what can be in the way', () => {
  const page = text(`${folder}/troubleshooting.md`);
  /** Parts of a message that are the same whatever is filled in. */
  const fixed = (message: string) => message.split(/\[[^\]]*\]|\{\w+\}|[*|<]/);
  const causes = [...startCauses, ...settingCauses, ...databaseCauses, ...programCauses];
  const told = causes.map(([sentence, fix]) => ({ sentence, fix }));

  it.each(told)('has what is said and what to do: $sentence', ({ sentence, fix }) => {
    const missing = [...fixed(sentence), ...fixed(fix)].filter((part) => !page.includes(part));
    expect(missing).toEqual([]);
  });

  it.each(mistakes.map(([, words]) => words))('has what can be wrong with a URL: %s', (words) => {
    expect(page).toContain(words);
  });

  it.each(knownRefusals)('has the refusal of a registry: $code', ({ code, message }) => {
    expect(page).toContain(`registry-${code}`);
    expect(fixed(message).filter((part) => !page.includes(part))).toEqual([]);
  });

  it.each(lines(page))('says what the line means: %s', (line, verdict, reason) => {
    const [item] = understoodAlone([line]);
    expect([item?.verdict.toUpperCase(), item?.reason]).toEqual([verdict, reason]);
  });
});

describe('the page of settings', () => {
  const page = text(`${folder}/settings.md`);
  const { login, ...others } = settingsJsonSchema().properties ?? {};
  const rows = [...page.matchAll(/^\| `(\w+)` \| \S.* \| (?:`(--[\w-]+).*`|.+) \|$/gm)];
  const names = rows.map(([, name]) => name);

  it.each([...Object.keys(others), 'login'])('has %s, and how the command line says it', (key) => {
    expect(Object.keys(others)).toHaveLength(24);
    expect(rows.find(([, name]) => name === key)?.[2]).toBe(flagOf(key));
  });

  it('has what can be said of a login', () => {
    const keys = Object.keys(login?.properties ?? {});
    expect(keys.filter((key) => !names.includes(key))).toEqual([]);
    expect(keys).toContain('register');
  });

  it.each([...page.matchAll(/^```yaml\n---\n([\s\S]*?)---\n```$/gm)].map(([, yaml]) => yaml))(
    'shows what is taken:\n%s',
    (yaml = '') => {
      expect(Object.keys(readSettings(yaml, { where: 'The page', line: 1 }))).not.toEqual([]);
    },
  );
});

/** The table of lines that are not understood. */
function lines(page: string) {
  return [...page.matchAll(/^\| (.+) \| (UNVERIFIED|AMBIGUOUS) \| (.+) \|$/gm)].map(
    ([, line = '', verdict = '', reason = '']) => [line, verdict, reason] as const,
  );
}

/** Pages for people: their links lead somewhere, to the heading too. */
const written = [
  'README.md',
  'CONTRIBUTING.md',
  'api/image/README.md',
  `${folder}/ci.md`,
  `${folder}/deployment.md`,
  `${folder}/checks.md`,
  `${folder}/settings.md`,
  `${folder}/troubleshooting.md`,
];

it.each(written)('no link of %s leads nowhere', (page) => {
  const links = [...withoutCode(text(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link = '']) => link,
  );
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = '', heading] = link.split('#');
      const target = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(project, target))) return true;
      return heading !== undefined && !anchors(text(target)).includes(heading);
    });
  expect(broken).toEqual([]);
});

function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As GitHub makes them of headings. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What a line means as the only criterion of a spec. */
function understoodAlone([line]: readonly [string]) {
  const text = `# An API\n\n## Success Criteria\n\n- [ ] ${line}\n`;
  return interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date(0));
}
