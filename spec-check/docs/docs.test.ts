import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../checks/index.ts';
import { understoodAlone } from './generate/markdown.ts';
import { pages } from './write.ts';

const project = path.join(import.meta.dirname, '../..');
const folder = 'spec-check/docs';
const text = (file: string) => readFileSync(path.join(project, file), 'utf8');
const made = new Map(Object.entries(pages()));

describe('the pages that are made from the program', () => {
  it.each([...made.keys()])('%s is what npm run docs would write', (name) => {
    expect(text(path.join(folder, name))).toBe(made.get(name));
  });

  it.each(checks.map(({ id }) => id))('show %s written out as the spec takes it', (id) => {
    const [, section = ''] = made.get('checks.md')?.split(`\n## \`${id}\`\n`) ?? [];
    const block = /````markdown\n- \[ \] ([\s\S]*?)\n````/.exec(section);
    const [item] = understoodAlone([block?.[1] ?? '']);
    expect(item?.checks.map(({ check }) => check)).toContain(id);
  });
});

/** Pages for people: their links lead somewhere, to the heading too. */
const written = [
  'README.md',
  'CONTRIBUTING.md',
  'api/image/README.md',
  `${folder}/ci.md`,
  `${folder}/deployment.md`,
];

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
        if (!existsSync(path.join(project, target))) return true;
        return heading !== undefined && !anchors(text(target)).includes(heading);
      });
    expect(broken).toEqual([]);
  },
);

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
