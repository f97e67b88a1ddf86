#!/usr/bin/env node
import { bootstrap } from './bootstrap.mjs';

await bootstrap('spec-check', process.argv.slice(2));
