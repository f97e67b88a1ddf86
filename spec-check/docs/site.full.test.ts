import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';

const site = path.join(import.meta.dirname, 'dist');

it('the pages become a site that can be searched, with a green and a red report', async () => {
  await execa('npm', ['run', 'docs:site'], { cwd: path.join(import.meta.dirname, '../..') });
  const pages = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.md'));
  for (const page of pages)
    expect(readFileSync(path.join(site, page.replace(/md$/, 'html')), 'utf8')).toContain('<h1');

  const chunks = path.join(site, 'assets/chunks');
  const [index = ''] = readdirSync(chunks).filter((name) => name.includes('localSearchIndex'));
  expect(readFileSync(path.join(chunks, index), 'utf8')).toContain('image-size');

  for (const [name, verdict] of [
    ['green', /\d+ of \d+ promises hold\.</],
    ['red', /Not ready/],
  ] as const) {
    const report = path.join(site, `gallery/${name}/report.html`);
    expect(readFileSync(report, 'utf8')).toMatch(verdict);
    expect(statSync(report).size).toBeLessThan(300e3);
  }
}, 300_000);
