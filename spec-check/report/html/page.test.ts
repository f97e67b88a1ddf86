import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import {
  brokenRules,
  chromiumPath,
  openPage,
  startBrowser,
  type Window,
} from '../../tests/tools/browser.ts';
import { greenRun, hostile, sampleRun } from '../tests/sample-run.ts';
import { html } from './page.ts';

/** What printing does, too. */
const unfold = 'dispatchEvent(new Event("beforeprint"))';

let browser: Browser;
let folder: string;

(chromiumPath === undefined ? describe.skip : describe)('the HTML report', () => {
  beforeAll(async () => {
    browser = await startBrowser();
    folder = await mkdtemp(path.join(tmpdir(), 'report-test-'));
    const run = { finished: '2026-10-01T08:30:00.000Z', commit: `0123456789${hostile}` };
    const told = { ...run, version: '1.0.0', complete: true, dockerfile: null, pushed: null };
    const before = [{ ...sampleRun.report, run: told }];
    await writeFile(path.join(folder, 'mixed.html'), html({ ...sampleRun, before }));
    await writeFile(path.join(folder, 'green.html'), html(greenRun));
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const widths = { phone: 360, desktop: 1280 } as const;

  const open = (name: 'mixed' | 'green', window?: Window) =>
    openPage(browser, pathToFileURL(path.join(folder, `${name}.html`)).href, window);

  it.each([
    ['mixed', 'phone', 'light'],
    ['mixed', 'phone', 'dark'],
    ['mixed', 'desktop', 'light'],
    ['mixed', 'desktop', 'dark'],
    ['green', 'desktop', 'light'],
  ] as const)(
    '%s breaks no rule of accessibility on a %s in %s',
    async (name, device, colorScheme) => {
      await using opened = await open(name, { width: widths[device], colorScheme });
      const { page } = opened;
      await page.evaluate(unfold);
      expect(await brokenRules(page)).toEqual([]);
    },
  );

  it.each(['phone', 'desktop'] as const)('is never wider than a %s', async (device) => {
    await using opened = await open('mixed', { width: widths[device] });
    const { page } = opened;
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(widths[device]);
  });

  it('asks for nothing but itself, and hostile text stays text', async () => {
    await using opened = await open('mixed');
    const { page } = opened;
    await page.waitForTimeout(200);
    expect(opened.asked).toHaveLength(1);
    // No script ran, no policy was violated.
    expect(opened.said).toEqual([]);
    expect(await page.title()).not.toBe('taken');
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, a:not([href^="#criterion-"])').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('<img src=x onerror=alert(1)>');
  });

  it('works by keyboard: opens what is folded, copies a command', async () => {
    await using opened = await open('mixed');
    const { page } = opened;
    const folded = await page.locator('main details:not([open])').count();
    await page.locator('main details:not([open]) > summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('main details:not([open])').count()).toBe(folded - 1);
    const button = page.locator('.command button').first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(String(copied).replace(/\r\n/g, '\n')).toContain('docker exec "$(docker ps -lq)" id');
  });

  it('unfolds the requests that were sent, with their answers', async () => {
    await using opened = await open('mixed');
    const { page } = opened;
    const answer = page.getByText('GET /tasks/1 → 200', { exact: false }).first();
    expect(await answer.isVisible()).toBe(false);
    await page.getByText('The first 2', { exact: true }).first().click();
    expect(await answer.isVisible()).toBe(true);
  });

  it('finds promises by status and by word, and has an address for each', async () => {
    await using opened = await open('mixed');
    const { page } = opened;
    const rows = () => page.locator('.promises tbody tr:visible').count();
    const all = await rows();
    await page.getByRole('button', { name: 'UNVERIFIED 2' }).click();
    expect(await rows()).toBe(2);
    await page.getByRole('button', { name: 'FAIL 1' }).click();
    expect(await rows()).toBe(3);
    await page.getByRole('searchbox').fill('root');
    expect(await rows()).toBe(1);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'UNVERIFIED 2' }).click();
    await page.getByRole('button', { name: 'FAIL 1' }).click();
    expect(await rows()).toBe(all);
    await page.locator('#criterion-11 a').click();
    expect(page.url()).toMatch(/#criterion-11$/);
    // The gravest stands first.
    expect(await page.locator('.promises tbody tr').first().getAttribute('id')).toBe(
      'criterion-11',
    );
  });

  it('copies what does not hold as the text of an issue', async () => {
    await using opened = await open('mixed');
    const { page } = opened;
    await page.locator('#criterion-11').getByText('Copy as issue').click();
    await page.getByText('Copied').waitFor();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toMatch(/^FAIL: Container does not run as root/);
    expect(copied).toContain('specs/sample spec.md:11');
  });

  it('shows earlier runs of the spec beside this one', async () => {
    await using opened = await open('mixed');
    const rows = opened.page.locator('section[aria-labelledby="trend"] tbody tr');
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/^2026-10-01 08:30 UTC 01234567\s+3 of 8\s+115\.9 MB\s+4\.25 s/),
      expect.stringMatching(/^an older version\s+3 of 8/),
    ]);
    await using green = await open('green');
    expect(await green.page.locator('#trend').count()).toBe(0);
  });

  it('shows on paper what is folded on a screen', async () => {
    await using opened = await open('green');
    const { page } = opened;
    expect(await page.locator('main details:not([open])').count()).toBeGreaterThan(0);
    await page.evaluate(unfold);
    expect(await page.locator('main details:not([open])').count()).toBe(0);
  });
});
