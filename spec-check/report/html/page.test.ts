import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { distributionProgram } from '../../../setup/distribution-program.ts';
import { greenRun, sampleRun } from '../tests/sample-run.ts';
import { html } from './page.ts';

/** The page in a real browser that has no network. */
const executablePath = await distributionProgram('chromium', '/usr/bin/chromium');
/** What printing does, too. */
const unfold = 'dispatchEvent(new Event("beforeprint"))';
const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

let browser: Browser;
let folder: string;

(executablePath === undefined ? describe.skip : describe)('the HTML report', () => {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      // As root there is no sandbox; nor is anything asked for in the background.
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    });
    folder = await mkdtemp(path.join(tmpdir(), 'report-test-'));
    await writeFile(path.join(folder, 'mixed.html'), html(sampleRun));
    await writeFile(path.join(folder, 'green.html'), html(greenRun));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const widths = { phone: 360, desktop: 1280 } as const;

  async function open(
    name: 'mixed' | 'green',
    { width = 1280, colorScheme = 'light' as 'light' | 'dark' } = {},
  ): Promise<{ readonly page: Page; readonly asked: string[]; readonly said: string[] }> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path.join(folder, `${name}.html`)).href);
    return { page, asked, said };
  }

  it.each([
    ['mixed', 'phone', 'light'],
    ['mixed', 'phone', 'dark'],
    ['mixed', 'desktop', 'light'],
    ['mixed', 'desktop', 'dark'],
    ['green', 'desktop', 'light'],
  ] as const)(
    '%s breaks no rule of accessibility on a %s in %s',
    async (name, device, colorScheme) => {
      const { page } = await open(name, { width: widths[device], colorScheme });
      await page.evaluate(unfold);
      await page.evaluate(axeSource);
      const { violations, passes } = await page.evaluate(() =>
        (globalThis as unknown as { readonly axe: typeof axe }).axe.run(),
      );
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).toEqual([]);
      expect(passes.length).toBeGreaterThan(20);
      await page.context().close();
    },
  );

  it.each(['phone', 'desktop'] as const)('is never wider than a %s', async (device) => {
    const { page } = await open('mixed', { width: widths[device] });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(widths[device]);
    await page.context().close();
  });

  it('asks for nothing but itself, and hostile text stays text', async () => {
    const { page, asked, said } = await open('mixed');
    await page.waitForTimeout(200);
    expect(asked).toHaveLength(1);
    // No script ran, no policy was violated.
    expect(said).toEqual([]);
    expect(await page.title()).not.toBe('taken');
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, a').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('<img src=x onerror=alert(1)>');
    await page.context().close();
  });

  it('works by keyboard: opens what is folded, copies a command', async () => {
    const { page } = await open('mixed');
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
    await page.context().close();
  });

  it('marks each word of the spec, and never one of a heading or a non-goal', async () => {
    const { page } = await open('mixed');
    const marked = async (kind: string) =>
      (await page.locator(`pre.spec mark.${kind}`).allInnerTexts()).map((text) => text.trim());
    expect(await marked('proven')).toEqual([
      '**Target**: Under 200MB final image',
      'Image can be pushed to a registry',
    ]);
    expect(await marked('unknown')).toEqual(['unless debugging']);
    expect(await marked('open')).toEqual(
      expect.arrayContaining(['Container does not run as root', 'Image size under 200MB']),
    );
    expect(await page.locator('pre.spec').innerText()).toContain('Kubernetes & co');
    expect((await page.locator('pre.spec mark').allInnerTexts()).join()).not.toMatch(
      /Kubernetes|Success Criteria/,
    );
    await page.context().close();
  });

  it('shows on paper what is folded on a screen', async () => {
    const { page } = await open('green');
    expect(await page.locator('main details:not([open])').count()).toBeGreaterThan(0);
    await page.evaluate(unfold);
    expect(await page.locator('main details:not([open])').count()).toBe(0);
    await page.context().close();
  });
});
