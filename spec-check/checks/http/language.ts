import type { CheckLanguage } from '../../model/language.ts';

/** It is only ever written out below an item. */
export const language: CheckLanguage = { topics: [], senses: [], accepts: [], refuses: [] };
