import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { refusals } from './generate/refused.ts';
import { understoodAlone } from './generate/understood.ts';
import { pages } from './pages.ts';

const project = path.join(import.meta.dirname, '../..');
const folder = 'spec-check/docs';
const text = (file: string) => readFileSync(path.join(project, file), 'utf8');
const made = pages();

describe('the pages that are made from the program', () => {
  it.each([...made.keys()])('%s is what npm run docs would write', (name) => {
    expect(text(path.join(folder, name))).toBe(made.get(name));
  });

  it('are one for each check, and one to find them', () => {
    const names = [...checks.map(({ id }) => `${id}.md`), 'README.md'].sort();
    expect(readdirSync(path.join(project, folder, 'checks')).sort()).toEqual(names);
    for (const { id } of checks) expect(made.get('checks/README.md')).toContain(`(${id}.md)`);
  });

  it.each(checks.map(({ id }) => id))('show %s written out as the spec takes it', (id) => {
    const block = /````markdown\n- \[ \] ([\s\S]*?)\n````/.exec(made.get(`checks/${id}.md`) ?? '');
    const [item] = understoodAlone([block?.[1] ?? ''], checks);
    expect(item?.checks.map(({ check }) => check)).toContain(id);
  });

  it('name every code by which a spec or a command line is refused', () => {
    const codes = sources('spec-check').flatMap((file) =>
      [...text(file).matchAll(/new SpecError\(\s*'([a-z-]+)'/g)].map(([, code]) => code),
    );
    expect(codes.length).toBeGreaterThan(15);
    expect(refusals().map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });
});

/** Pages for people: their links lead somewhere, to the heading too. */
const written = ['README.md', 'CONTRIBUTING.md', 'api/image/README.md', `${folder}/ci.md`];

it.each([...written, ...[...made.keys()].map((name) => path.join(folder, name))])(
  'no link of %s leads nowhere',
  (page) => {
    const links = [...withoutCode(text(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, link = '']) => link,
    );
    const broken = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [file = '', heading] = link.split('#');
        const target = file === '' ? page : path.join(path.dirname(page), file);
        try {
          return heading !== undefined && !anchors(text(target)).includes(heading);
        } catch {
          return !isFolder(target);
        }
      });
    expect(broken).toEqual([]);
  },
);

function sources(within: string): string[] {
  return readdirSync(path.join(project, within), { recursive: true })
    .map(String)
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => path.join(within, name));
}

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

function isFolder(target: string): boolean {
  try {
    return readdirSync(path.join(project, target)).length > 0;
  } catch {
    return false;
  }
}
