import type { Finding } from '../../model/finding.ts';
import { namesSecret } from '../../secrets/names.ts';
import { isPlaceholder } from '../../secrets/placeholders.ts';
import { expand } from '../expand.ts';
import { baseOf, chainOf, commandsOf, copied, copiedFrom, type Stage, type Step } from '../read.ts';

/** What gives more away, or more rights, than the program needs. */
export function security(stages: readonly Stage[]): Finding[] {
  const last = stages.at(-1);
  return [
    ...(last === undefined ? [] : rootUser(last)),
    ...stages.flatMap((stage) => secrets(stage, stage === last)),
    ...stages.flatMap(({ steps }) =>
      steps.flatMap((step) => [
        ...secretFiles(step),
        ...added(step),
        ...sudo(step),
        ...pipedToShell(step),
      ]),
    ),
    ...images(stages),
  ];
}

/** Images that are made to run as somebody. */
const unprivileged =
  /nonroot|non-root|rootless|unprivileged|^cgr\.dev\/chainguard\/|(^|\/)bitnami\//;

function rootUser(last: Stage): Finding[] {
  const steps = chainOf(last);
  const step = steps.findLast(({ keyword }) => keyword === 'USER');
  const fix = /(^|\/)node(:|@|$)/.test(baseOf(last) ?? '')
    ? 'Add "USER node" before CMD.'
    : 'Create a user (RUN useradd --uid 1000 app; adduser -D -u 1000 app on Alpine) and add "USER 1000" before CMD.';
  if (step === undefined) {
    if (unprivileged.test(baseOf(last) ?? '')) return [];
    return [
      {
        code: 'root-user',
        level: 'warning',
        line: last.line,
        message:
          'The last stage has no USER: the process runs as root, unless the base image says otherwise.',
        fix,
      },
    ];
  }
  const values = Object.fromEntries(
    steps.flatMap(({ settings }) => settings.map(([name, value]) => [name, value ?? ''])),
  );
  return /^(root|0+)(:|$)/.test(expand(step.text, values))
    ? [
        {
          code: 'root-user',
          level: 'warning',
          line: step.line,
          message: `The last USER is ${step.text}: the process runs as root.`,
          fix,
        },
      ]
    : [];
}

const giveAtRunTime =
  'Give it at run time (docker run -e, a mounted file). What a build step needs: RUN --mount=type=secret.';

/** No value is ever shown. */
function secrets(stage: Stage, isLast: boolean): Finding[] {
  const args = new Set(
    chainOf(stage)
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap(({ settings }) => settings.map(([name]) => name)),
  );
  return stage.steps
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap((step) =>
      step.settings.flatMap(([name, value]): Finding[] => {
        const weight = weigh(name, value, args);
        if (step.keyword === 'ARG' && (namesSecret(name) || weight !== undefined))
          return [
            {
              code: 'secret-arg',
              level: weight === 'real' ? 'error' : 'warning',
              line: step.line,
              message:
                weight === 'real'
                  ? `ARG ${name} has a secret as its default: whoever sees the Dockerfile has it.`
                  : `ARG ${name} takes a secret: build arguments stay readable in the image's history.`,
              fix: giveAtRunTime,
            },
          ];
        if (weight === undefined) return [];
        return [
          {
            code: 'secret-in-env',
            level: weight === 'real' && isLast ? 'error' : 'warning',
            line: step.line,
            message:
              weight === 'real'
                ? `ENV ${name} bakes a secret into the image: docker inspect shows it to whoever pulls it.`
                : `ENV ${name} has a default where a secret belongs: a missing setting goes unnoticed.`,
            fix: giveAtRunTime,
          },
        ];
      }),
    );
}

/** `real`: a value that could open something; `example`: a word that stands in for one. */
function weigh(
  name: string,
  value: string | null,
  args: ReadonlySet<string>,
): 'real' | 'example' | undefined {
  if (value === null || value === '') return undefined;
  const password = /^[\w+.-]+:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(value)?.[1];
  const secret = password ?? (namesSecret(name) ? value : undefined);
  if (secret === undefined || /^(\/|\d{1,5}$)/.test(secret)) return undefined;
  const variable = /^\$\{?(\w+)/.exec(secret)?.[1];
  if (variable !== undefined) return args.has(variable) ? 'real' : undefined;
  return isPlaceholder(secret) ? 'example' : 'real';
}

const secretFile =
  /(^|\/)(\.env(\.(?!example$|sample$|template$|dist$)[\w.-]+)?|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.aws|\.ssh|\.kube|[\w.-]+\.(pem|key|p12|pfx))\/?$/;

function secretFiles(step: Step): Finding[] {
  if ((step.keyword !== 'COPY' && step.keyword !== 'ADD') || copiedFrom(step) !== undefined)
    return [];
  const file = copied(step).sources.find((source) => secretFile.test(source));
  if (file === undefined) return [];
  return [
    {
      code: 'secret-file',
      level: 'warning',
      line: step.line,
      message: `${step.keyword} ${file} puts what looks like a secret into a layer, where deleting it later does not remove it.`,
      fix: `${giveAtRunTime} List it in .dockerignore.`,
    },
  ];
}

function added(step: Step): Finding[] {
  if (step.keyword !== 'ADD') return [];
  const { sources } = copied(step);
  const url = sources.find((source) => /^https?:\/\//.test(source));
  if (url !== undefined) {
    if (step.flags.some((flag) => flag.startsWith('--checksum='))) return [];
    return [
      {
        code: 'add-url',
        level: 'warning',
        line: step.line,
        message: `ADD takes whatever ${url} answers on the day of the build: nothing verifies it.`,
        fix: 'Verify it: ADD --checksum=sha256:… (BuildKit), or download and compare the checksum in one RUN.',
      },
    ];
  }
  const plain =
    sources.length > 0 &&
    sources.every(
      (source) => !/\.(tar|tgz|tbz2?|txz|tar\.\w+)$|^git@|\.git(#|$)|[*?$]|^<</.test(source),
    );
  return plain
    ? [
        {
          code: 'add-local',
          level: 'note',
          line: step.line,
          message: 'ADD unpacks archives and downloads; here it only copies.',
          fix: `COPY ${step.text}`,
        },
      ]
    : [];
}

function sudo(step: Step): Finding[] {
  if (step.keyword !== 'RUN') return [];
  const found = commandsOf(step).some(
    (command) =>
      /^sudo\b/.test(command) ||
      /^(?:apt-get|apt|apk|dnf|yum)\b.*\b(?:install|add)\b.*\ssudo\b/.test(command),
  );
  return found
    ? [
        {
          code: 'sudo',
          level: 'warning',
          line: step.line,
          message: 'sudo in an image is a way back to root, and it does not pass on signals.',
          fix: 'Run the step before USER, or between "USER root" and the USER that the image runs as.',
        },
      ]
    : [];
}

function pipedToShell(step: Step): Finding[] {
  return step.keyword === 'RUN' &&
    /\b(?:curl|wget)\b[^|;&\n]*\|\s*(?:sudo (?:-\w+ )*)?(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|a)?sh\b/.test(
      step.text,
    )
    ? [
        {
          code: 'pipe-to-shell',
          level: 'warning',
          line: step.line,
          message:
            'A script from the network runs unseen: it can change between two builds, and a download that breaks off runs by half.',
          fix: 'Install from the package manager, or download, compare a checksum, then run.',
        },
      ]
    : [];
}

/** Images that can change between two builds: the tag, and in a note the digest. */
function images(stages: readonly Stage[]): Finding[] {
  const named = stages.flatMap((stage, index) => [
    ...(stage.parent === undefined && stage.image !== undefined
      ? [{ image: stage.image, line: stage.line }]
      : []),
    ...stage.steps.flatMap((step) => {
      const image = step.keyword === 'COPY' ? copiedFrom(step) : undefined;
      const isStage =
        image !== undefined &&
        (/^\d+$/.test(image) ||
          stages.slice(0, index).some(({ name }) => name === image.toLowerCase()));
      return image === undefined || isStage || image.includes('$')
        ? []
        : [{ image, line: step.line }];
    }),
  ]);
  const told = new Set<string>();
  return named.flatMap(({ image, line }): Finding[] => {
    if (image === 'scratch' || image.includes('@sha256:') || told.has(image)) return [];
    told.add(image);
    const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest')
      return [
        {
          code: 'latest-tag',
          level: 'warning',
          line,
          message: `${image} is another image tomorrow: ${tag === undefined ? 'without a tag it means latest' : 'latest moves with every release'}.`,
          fix: `Name the version: ${image.replace(/:latest$/, '')}:<version>, best with its digest.`,
        },
      ];
    return [
      {
        code: 'no-digest',
        level: 'note',
        line,
        message: `${image} is not pinned by digest: the same tag can be another image in the next build.`,
        fix: `Pin it, and let a bot update it: ${image}@sha256:…`,
      },
    ];
  });
}
