import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { openDatabase } from '../db/database.ts';
import { readDatabaseUrl } from '../db/url.ts';
import { openLog } from '../log.ts';
import { chromiumPath, openPage, startBrowser } from '../tests/browser.ts';
import { createApp } from './app.ts';

let browser: Browser;
let server: Server;
let url: string;
const database = openDatabase(readDatabaseUrl('postgres://nobody@127.0.0.1:1/none'), 1);

(chromiumPath === undefined ? describe.skip : describe)('/docs in a browser', () => {
  beforeAll(async () => {
    browser = await startBrowser();
    const state = { migrated: true, draining: false };
    server = createServer(createApp({ database, state, log: openLog('silent') })).listen(0);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`;
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    server.close();
    await database.close();
  });

  it.each([
    [360, 'light'],
    [1280, 'dark'],
  ] as const)('shows every request, %d wide, in %s', async (width, colorScheme) => {
    await using opened = await openPage(browser, url, { width, colorScheme });
    const answer = await fetch(url.replace('/docs', '/openapi.json'));
    const document = (await answer.json()) as { paths: Record<string, object> };
    const requests = Object.values<object>(document.paths).flatMap((methods) =>
      Object.keys(methods).filter((name) => name !== 'parameters'),
    );
    await opened.page
      .locator('.opblock')
      .nth(requests.length - 1)
      .waitFor();
    expect(await opened.page.locator('.opblock').count()).toBe(requests.length);
  });

  it('asks no other host for anything, and keeps to its policy', async () => {
    await using opened = await openPage(browser, url);
    await opened.page.locator('.opblock').first().waitFor();
    expect(opened.requested.map((requested) => new URL(requested).host)).toEqual(
      opened.requested.map(() => new URL(url).host),
    );
    expect(opened.messages).toEqual([]);
  });

  it('lets people try a request', async () => {
    await using opened = await openPage(browser, url);
    const { page } = opened;
    await page.locator('#operations-default-health .opblock-summary').first().click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').getByText('healthy').first().waitFor();
    expect(opened.messages).toEqual([]);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  });
});
