import { registryImage } from '../attest/attest.ts';
import { decide, promisesOf, type Wanted } from '../attest/decide.ts';
import { keyId, opened, readKey } from '../attest/envelope.ts';
import { type Identity, keylessSigned } from '../attest/keyless.ts';
import { bundlesOf } from '../attest/referrers.ts';
import { SpecError } from '../model/spec.ts';
import { interruptible } from './run/interruption.ts';
import { readSpec } from './run/read-spec.ts';

type Signer = Partial<Identity> & { readonly key?: string };

type VerifyOptions = Pick<Wanted, 'maxAge' | 'strict'> &
  Signer & { readonly spec?: string; readonly format: 'text' | 'json' };

/** `spec-check verify`: what to deploy on stdout, and nothing there when it is refused. Returns the exit code. */
export async function verify(reference: string, options: VerifyOptions): Promise<number> {
  const { signer, signedBy } = await signerOf(options);
  const spec = options.spec && (await readSpec(options.spec)).spec.sha256;
  return interruptible(async (signal) => {
    const { registry, digest, pinned } = await registryImage(reference, signal);
    const bundles = await bundlesOf(registry, digest);
    const signed = bundles.map((one) => opened(one, signer)).filter((one) => one !== undefined);
    const wanted = { ...options, digest, spec, now: Date.now() };
    const decision = decide(signed, bundles.length - signed.length, wanted);
    const { proven, code, reason, predicate } = decision;
    const exitCode = proven ? 0 : 1;
    const json = { schema: 1, image: pinned, ...signedBy, ...decision, exitCode };
    if (options.format === 'json') process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    else if (proven && predicate) {
      const [{ name, annotations }] = predicate.configuration;
      const count = promisesOf(predicate).length;
      process.stderr.write(
        `Proven: ${predicate.result}, ${predicate.passedTests.length} of ${count} promises of ${name} hold as they are, proven of ${predicate.repository} on ${annotations.finished}, by the ${Object.entries(signedBy).flat().join(' ')}\n`,
      );
      process.stdout.write(`${pinned}\n`);
    } else process.stderr.write(`${code}: ${pinned} is not to be deployed: ${reason}\n`);
    return exitCode;
  });
}

/** Who must have signed it, and how a report names that. Throws SpecError where nobody is said. */
async function signerOf({ key, certificateIdentity, certificateOidcIssuer }: Signer) {
  if (key !== undefined) {
    const signer = await readKey(key, 'PUBLIC');
    return { signer, signedBy: { key: keyId(signer) } };
  }
  if (certificateIdentity && certificateOidcIssuer) {
    const signer = await keylessSigned({ certificateIdentity, certificateOidcIssuer });
    return { signer, signedBy: { identity: certificateIdentity, issuer: certificateOidcIssuer } };
  }
  throw new SpecError('no-signer', 'Whoever can write to a registry can attest there.', {
    hint: 'Say who must have signed: --key FILE, or --certificate-identity and --certificate-oidc-issuer.',
  });
}
