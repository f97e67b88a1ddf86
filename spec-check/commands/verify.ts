import { registryImage } from '../attest/attest.ts';
import { decide, promisesOf, type Wanted } from '../attest/decide.ts';
import { keyId, opened, readKey } from '../attest/envelope.ts';
import { bundlesOf } from '../attest/referrers.ts';
import { interruptible } from './run/interruption.ts';
import { readSpec } from './run/read-spec.ts';

type VerifyOptions = Pick<Wanted, 'maxAge' | 'strict'> & {
  readonly key: string;
  readonly spec?: string;
  readonly format: 'text' | 'json';
};

/** `spec-check verify`: what to deploy on stdout, and nothing there when it is refused. Returns the exit code. */
export async function verify(reference: string, options: VerifyOptions): Promise<number> {
  const key = await readKey(options.key, 'PUBLIC');
  const spec = options.spec && (await readSpec(options.spec)).spec.sha256;
  return interruptible(async (signal) => {
    const { registry, digest, pinned } = await registryImage(reference, signal);
    const bundles = await bundlesOf(registry, digest);
    const signed = bundles.map((one) => opened(one, key)).filter((one) => one !== undefined);
    const wanted = { ...options, digest, spec, now: Date.now() };
    const decision = decide(signed, bundles.length - signed.length, wanted);
    const { proven, code, reason, predicate } = decision;
    const exitCode = proven ? 0 : 1;
    const by = keyId(key);
    const json = { schema: 1, image: pinned, key: by, ...decision, exitCode };
    if (options.format === 'json') process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    else if (proven && predicate) {
      const [{ name, annotations }] = predicate.configuration;
      const count = promisesOf(predicate).length;
      process.stderr.write(
        `Proven: ${predicate.result}, ${predicate.passedTests.length} of ${count} promises of ${name} hold as they are, proven of ${predicate.repository} on ${annotations.finished}, by the key ${by}\n`,
      );
      process.stdout.write(`${pinned}\n`);
    } else process.stderr.write(`${code}: ${pinned} is not to be deployed: ${reason}\n`);
    return exitCode;
  });
}
