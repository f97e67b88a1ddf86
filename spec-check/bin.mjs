#!/usr/bin/env node
import { bootstrap } from '../setup/bootstrap.mjs';

await bootstrap('spec-check', process.argv.slice(2));
