import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  fault(
    'a key that a later layer replaces',
    'has a key that a later layer replaces',
    /private key: \/app\/keys\/id_ed25519 in layer 1 .*deleted or replaced by a later layer/,
  ),
  fault('a token in ENV', 'has a token in ENV', /value of API_TOKEN: ENV API_TOKEN/),
  fault(
    'a password in a label',
    'has a password in a label',
    /connection string with a password: LABEL deploy\.database/,
  ),
  fault(
    'a password in the code',
    'has a password in its code',
    /connection string with a password: \/app\/config\.mjs/,
  ),
  fault('a .env file', 'has a .env file', /value of \w+: \/app\/\.env/),
  fault(
    'a build argument in the history',
    'has the value of a build argument in its history',
    /value of NPM_TOKEN: the history .*RUN \(NPM_TOKEN\)/,
  ),
];

function fault(name: string, image: string, says: RegExp): Fault {
  return { name, image, promise: 'No secrets in image', says };
}
