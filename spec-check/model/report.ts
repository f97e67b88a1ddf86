import * as z from 'zod';

/** The status words. Fixed; their meaning stands in the README. A measured "no" outweighs a "could not tell". */
export const worstFirst = ['FAIL', 'AMBIGUOUS', 'UNVERIFIED', 'ERROR', 'WAIVED', 'PASS'] as const;

const status = z.enum(worstFirst);
const proof = z.enum(['direct', 'stand-in']);

export const checkResult = z.strictObject({
  check: z.string(),
  params: z.record(z.string(), z.unknown()),
  status,
  evidence: z.string(),
  measured: z.record(z.string(), z.unknown()),
  command: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  diagnosis: z.string().nullable(),
  fix: z.string().nullable(),
  /** What results with the same cause have in common: `disk-full`, `container-exit`; null where it is the check's own. */
  cause: z.string().nullable(),
  proof: proof.nullable(),
  /** What a PASS leans on instead of the thing named, and how to check the real one; null when nothing. */
  substitute: z.string().nullable(),
  /** The line of the Dockerfile that a FAIL is about; null where none is to blame more than others. */
  dockerfileLine: z.int().nullable(),
  dockerfileCode: z.string().optional(),
  /** The Dockerfile that it stands in, where that is not `Dockerfile`. */
  dockerfile: z.string().optional(),
  seconds: z.number(),
});

export const item = z.strictObject({
  id: z.string(),
  section: z.string(),
  /** What a constraint stands under: `Image Size`. */
  heading: z.string().optional(),
  line: z.int(),
  text: z.string(),
  kind: z.enum(['criterion', 'constraint']),
  status,
  /** `stand-in` when a PASS leans on something that stood in for the named thing; null when it is no PASS. */
  proof: proof.nullable(),
  evidence: z.string(),
  /** Which of `images` it was proven on, where there are several. */
  image: z.string().optional(),
  /** Which spec it stands in, where the report is of several. */
  spec: z.string().optional(),
  checks: z.array(checkResult),
});

const image = z.strictObject({ id: z.string(), reference: z.string(), bytes: z.int() });

/** What `check --format json` prints. Fixed, `schema: 1`. Sizes are bytes, times in `seconds` seconds. */
export const reportSchema = z.strictObject({
  schema: z.literal(1),
  spec: z.strictObject({
    path: z.string(),
    title: z.string(),
    sha256: z.string(),
    /** Lines that look like promises, counted in the raw text. */
    promiseLines: z.int(),
    /** Those of them that are checked by no item, and why. */
    notChecked: z.array(z.strictObject({ line: z.int(), text: z.string(), reason: z.string() })),
  }),
  image: image.nullable(),
  /** Where the settings name several: each that was built; `image` is the first. */
  images: z.array(image.extend({ name: z.string() })).optional(),
  engine: z.strictObject({ version: z.string(), host: z.string() }).nullable(),
  summary: z.strictObject({
    pass: z.int(),
    /** How many of `pass` lean on a stand-in. */
    standIn: z.int(),
    fail: z.int(),
    unverified: z.int(),
    ambiguous: z.int(),
    error: z.int(),
    waived: z.int(),
    seconds: z.number(),
  }),
  exitCode: z.int(),
  items: z.array(item),
  /** What an attestation says beside the results; reports of older versions lack it. */
  run: z
    .strictObject({
      finished: z.iso.datetime(),
      version: z.string(),
      /** Neither --only nor --skip left a promise out. */
      complete: z.boolean(),
      /** SHA-256 of what was built; null with --image. */
      dockerfile: z.string().nullable(),
      /** As the image's label says. */
      commit: z.string().nullable(),
      /** `ghcr.io/acme/task-api@sha256:…` */
      pushed: z.string().nullable(),
      /** Which part of all specs it is, where several machines share them; `plan` is the same for all parts of one division. */
      shard: z.strictObject({ number: z.int(), of: z.int(), plan: z.string() }).optional(),
    })
    .optional(),
});

/** The worst status of some results, and what those say that have it; undefined without any. */
export function worstOf(results: readonly Pick<CheckResult, 'status' | 'evidence'>[]) {
  const worst = worstFirst.find((one) => results.some((result) => result.status === one));
  const deciding = results.filter((result) => result.status === worst);
  const evidence = [...new Set(deciding.map((one) => one.evidence))].join('; ');
  return worst && { status: worst, evidence };
}

export type Report = z.infer<typeof reportSchema>;
export type ReportItem = z.infer<typeof item>;
export type CheckResult = z.infer<typeof checkResult>;
export type Status = z.infer<typeof status>;
