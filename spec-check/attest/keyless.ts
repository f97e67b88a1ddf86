import type { Bundle, SignOptions, VerifyOptions } from 'sigstore';
import { MachineFault } from '../model/docker.ts';
import { SpecError } from '../model/spec.ts';
import { payloadType } from './envelope.ts';

/** Who signs without a key: what the certificate says, word for word. */
export type Identity = Readonly<Record<'certificateIdentity' | 'certificateOidcIssuer', string>>;

/** Signs with the identity that CI gives this job, on the public Sigstore or that of `options`. Throws SpecError where there is none. */
export async function keylessSeal(options: SignOptions = {}) {
  const { attest } = await loaded();
  const { env } = process;
  if (!options.identityToken && !env.SIGSTORE_ID_TOKEN && !env.ACTIONS_ID_TOKEN_REQUEST_URL)
    throw new SpecError('no-identity', 'This is no CI job with an identity to sign with.', {
      hint: 'GitHub: permissions: id-token: write. GitLab: id_tokens: SIGSTORE_ID_TOKEN: aud: sigstore. Elsewhere: --attest KEY.',
    });
  return async (statement: object) => {
    const payload = Buffer.from(JSON.stringify(statement));
    return JSON.stringify(await attest(payload, payloadType, options).catch(unusable));
  };
}

/** What a bundle says if that identity signed it; refuses one that is in no transparency log. */
export async function keylessSigned(wanted: Identity, options: VerifyOptions = {}) {
  const { createVerifier } = await loaded();
  const verifier = await createVerifier(options).catch(unusable);
  return (bundle: Bundle): boolean => {
    const { subjectAlternativeName: name, extensions } = verifier.verify(bundle).identity ?? {};
    // The package would take the name for a regular expression, without an end.
    return (
      name === wanted.certificateIdentity && extensions?.issuer === wanted.certificateOidcIssuer
    );
  };
}

/** Large, and only here of use: whoever wants it installs it. */
const loaded = () =>
  import('sigstore').catch(() => {
    throw new SpecError('no-sigstore', 'Signing by identity needs the package sigstore.', {
      hint: 'npm install --save-dev sigstore@4, beside container-spec-check',
    });
  });

function unusable(error: unknown): never {
  throw new MachineFault(
    'sigstore-unusable',
    `Sigstore does not answer as expected: ${error instanceof Error ? error.message : error}`,
    'See https://status.sigstore.dev, or sign with a key.',
  );
}
