import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'pinned base image, base image pinning, image pinning, pinning',
  with: 'image container dockerfile docker ours system it base-image use every tag exact-version version digest stage runtime-name now present',
  senses: [
    { says: 'base-image version|tag exact', with: 'exact', params: to },
    { says: 'pin base-image|from-line', params: to },
    { says: 'base-image exact-version|digest use|pin|tag', params: to },
    { says: 'pin image exact-version|digest', params: to },
  ],
  examples: ['Base image version pinned', 'Base images are pinned by digest'],
};

function to(values: Values) {
  return { to: values.has('digest') ? 'digest' : 'version' };
}
