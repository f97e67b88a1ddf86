import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { distributionProgram } from './distribution.ts';

/** A page in a browser, and what became of it. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Addresses that were asked for, its own first. */
  readonly requested: readonly string[];
  /** What the console said: policies that were violated, scripts that failed. */
  readonly messages: readonly string[];
}

/** The distribution's Chromium. Undefined where it cannot be had, which is told on stderr. */
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
  { width = 1280, colorScheme = 'light' as 'light' | 'dark' } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const requested: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(String(error)));
  await page.goto(url);
  return { page, requested, messages, [Symbol.asyncDispose]: () => context.close() };
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
