import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it base-image use every tag exact-version version digest stage runtime-name now present';

export const language: CheckLanguage = {
  topics: ['pinned base image', 'base image pinning', 'image pinning', 'pinning'],
  senses: [
    { says: 'base-image version|tag exact', with: `${around} exact`, params: to },
    { says: 'pin base-image|from-line', with: around, params: to },
    { says: 'base-image exact-version|digest use|pin|tag', with: around, params: to },
    { says: 'pin image exact-version|digest', with: around, params: to },
  ],
  examples: [
    'Base image version pinned',
    'Pin base images to exact versions',
    'Base images are pinned by digest',
    'Use specific base image versions',
  ],
};

function to(values: Values) {
  return { to: values.has('digest') ? 'digest' : 'version' };
}
