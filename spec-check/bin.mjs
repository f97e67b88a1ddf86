#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

await bootstrap([fileURLToPath(new URL('cli.ts', import.meta.url)), ...process.argv.slice(2)]);
