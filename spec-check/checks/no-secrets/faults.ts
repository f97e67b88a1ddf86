import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a key that a later layer replaces',
    image: 'has a key that a later layer replaces',
    promise: 'No secrets in image',
    says: /private key: \/app\/keys\/id_ed25519 in layer 1 .*deleted or replaced by a later layer/,
  },
  {
    name: 'a token in ENV',
    image: 'has a token in ENV',
    promise: 'No secrets in image',
    says: /value of API_TOKEN: ENV API_TOKEN/,
  },
  {
    name: 'a password in a label',
    image: 'has a password in a label',
    promise: 'No secrets in image',
    says: /connection string with a password: LABEL deploy\.database/,
  },
  {
    name: 'a password in the code',
    image: 'has a password in its code',
    promise: 'No secrets in image',
    says: /connection string with a password: \/app\/config\.mjs/,
  },
  {
    name: 'a .env file',
    image: 'has a .env file',
    promise: 'No secrets in image',
    says: /value of \w+: \/app\/\.env/,
  },
  {
    name: 'a build argument in the history',
    image: 'has the value of a build argument in its history',
    promise: 'No secrets in image',
    says: /value of NPM_TOKEN: the history .*RUN \(NPM_TOKEN\)/,
  },
];
