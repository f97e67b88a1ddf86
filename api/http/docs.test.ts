import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import {
  brokenRules,
  chromiumPath,
  openPage,
  startBrowser,
} from '../../spec-check/tests/tools/browser.ts';
import { openDatabase } from '../db/database.ts';
import { openLog } from '../log.ts';
import { parsed } from '../tests/postgres.ts';
import { createApp } from './app.ts';

let browser: Browser;
let server: Server;
let url: string;
const database = openDatabase({ url: parsed('postgres://nobody@127.0.0.1:1/none'), poolSize: 1 });

(chromiumPath === undefined ? describe.skip : describe)('/docs in a browser', () => {
  beforeAll(async () => {
    browser = await startBrowser();
    const life = { migrated: true, draining: false };
    server = createServer(createApp({ database, life, log: openLog('silent') })).listen(0);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`;
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.close();
    await database.close();
  });

  it.each([
    [360, 'light'],
    [1280, 'dark'],
  ] as const)('is readable by everybody, %d wide, in %s', async (width, colorScheme) => {
    await using opened = await openPage(browser, url, { width, colorScheme });
    expect(await brokenRules(opened.page)).toEqual([]);
    expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('asks no network for anything, and has its own style by its own policy', async () => {
    await using opened = await openPage(browser, url);
    expect(opened.asked.filter((asked) => !asked.endsWith('/favicon.ico'))).toEqual([url]);
    expect(opened.said).toEqual([]);
    const font = await opened.page.evaluate('getComputedStyle(document.body).fontFamily');
    expect(font).toContain('sans-serif');
  });
});
