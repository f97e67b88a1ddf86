import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { distributionProgram } from './distribution-program.ts';

/** A page in a browser, and what became of it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Addresses that were asked for, its own first. */
  readonly asked: readonly string[];
  /** What the console and dialogs said: scripts that ran, policies that were violated. */
  readonly said: readonly string[];
}

/** How wide a window is, and which colours its user likes. */
export interface Window {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** The distribution's Chromium, for tests of what people see. Undefined where it cannot be had, which is told on stderr. */
export const chromiumPath = await distributionProgram('chromium', '/usr/bin/chromium');

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    // As root there is no sandbox; nor is anything asked for in the background.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
}

export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, colorScheme = 'light' }: Window = {},
): Promise<OpenPage> {
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
  await page.goto(url);
  return { page, asked, said, [Symbol.asyncDispose]: () => context.close() };
}

/** The rules of accessibility that the page breaks, each with the elements that do; throws when hardly any applied. */
export async function brokenRules(page: Page): Promise<readonly string[]> {
  const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(source, 'utf8'));
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { readonly axe: typeof axe }).axe.run(),
  );
  if (passes.length < 10) throw new Error(`Only ${passes.length} rules applied to the page.`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
