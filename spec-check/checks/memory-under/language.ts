import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

const around = 'container app process docker ours system it memory stay weigh use now manner';

export const language: CheckLanguage = {
  topics: [
    'memory',
    'memory usage',
    'memory use',
    'memory footprint',
    'memory consumption',
    'ram',
    'ram usage',
    'resources',
    'resource usage',
  ],
  senses: [
    { says: '{bytes} memory', with: around, params: limits },
    { says: '{bytes} memory more', not: 1, with: around, params: limits },
  ],
  examples: [
    'Memory usage stays under 256 MB',
    'The container uses less than 200 MB of memory',
    'RAM usage at most 128 MiB',
    'Memory footprint below 100MB',
  ],
};

function limits(values: Values) {
  return upperBounds(values.one('bytes')).map(({ op, value }) => ({ op, bytes: value }));
}
