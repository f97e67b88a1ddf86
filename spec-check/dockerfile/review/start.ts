import type { Finding } from '../../model/finding.ts';
import { baseOf, chainOf, copied, type Stage, type Step } from '../read.ts';
import { warning } from './step-rules.ts';

/** How the container starts, stops and tells its health. */
export function start(stages: readonly Stage[]): Finding[] {
  const last = stages.at(-1);
  if (last === undefined) return [];
  const steps = chainOf(last);
  const entrypoint = steps.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  const command = steps.findLast(({ keyword }) => keyword === 'CMD');
  return [
    ...(entrypoint === undefined ? [] : throughShell(entrypoint)),
    // Behind an ENTRYPOINT in exec form, CMD holds its arguments.
    ...(command === undefined || entrypoint?.exec !== undefined ? [] : throughShell(command)),
    ...(entrypoint === undefined && command !== undefined ? throughNpm(command) : []),
    ...healthcheck(last, steps),
  ];
}

function throughShell({ keyword, line, text, exec }: Step): Finding[] {
  const script =
    exec === undefined
      ? text
      : /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(exec[0] ?? '') && /^-\w*c$/.test(exec[1] ?? '')
        ? (exec[2] ?? '')
        : undefined;
  // The last command takes the shell's place, and gets the signal.
  if (
    script === undefined ||
    script === '' ||
    /(?:^|&&\s*|;\s*)exec\s\S+(?:(?!&&|;).)*$/.test(script)
  )
    return [];
  const words = script.split(/\s+/).filter(Boolean);
  const simple = !/[&|;<>$*?"'()]/.test(script);
  const throughManager = /^(npm|yarn|pnpm)$/.test(words[0] ?? '');
  const broken = exec === undefined && text.startsWith('[');
  return [
    warning(
      line,
      'shell-form',
      broken
        ? `${keyword} looks like a list and is no JSON: a shell runs it as text.`
        : `${keyword} runs in a shell, which is PID 1 and may not pass on SIGTERM: docker stop then waits 10 seconds and kills.`,
      throughManager
        ? `Start the program itself: ${keyword} ["node", "server.js"]`
        : simple && !broken
          ? `${keyword} [${words.map((word) => `"${word}"`).join(', ')}]`
          : 'Write it as a JSON list with double quotes; where a shell is needed, begin its last command with exec.',
    ),
  ];
}

function throughNpm({ line, exec }: Step): Finding[] {
  const [program = '', ...words] = exec ?? [];
  if (!/^(npm|yarn|pnpm)$/.test(program)) return [];
  return [
    warning(
      line,
      'npm-start',
      `${program} ${words.join(' ')} puts ${program} and a shell between docker stop and the program: signals and exit codes get lost, and memory is spent.`,
      'Start the program itself: CMD ["node", "server.js"]',
    ),
  ];
}

/** Official images and bases in which neither curl nor wget is; alpine and busybox have wget. */
const withoutCurl =
  /^scratch$|distroless|slim|alpine|busybox|(^|\/)(debian|ubuntu)(:|@|$)|^cgr\.dev\/chainguard\//;
const withWget = /alpine|busybox/;
const withoutShell = /^scratch$|distroless(?!.*debug)/;

function healthcheck(last: Stage, steps: readonly Step[]): Finding[] {
  const step = steps.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (step === undefined) {
    return [
      warning(
        last.line,
        'no-healthcheck',
        'No HEALTHCHECK: Docker, Compose and Swarm take a container that hangs for a healthy one.',
        'HEALTHCHECK --interval=30s --timeout=5s CMD ["…"], with a program of the image that asks its health endpoint. Or HEALTHCHECK NONE, where the orchestrator has its own probes.',
      ),
    ];
  }
  const probe = step.text.replace(/^CMD\s*/i, '');
  if (/^NONE$/i.test(probe)) return [];
  const base = baseOf(last) ?? '';
  if (withoutShell.test(base) && !probe.startsWith('[') && !brings(steps, 'sh'))
    return [
      warning(
        step.line,
        'healthcheck-shell',
        `HEALTHCHECK runs in a shell, and ${base} has none: the container never becomes healthy.`,
        'HEALTHCHECK CMD ["program", "argument"], with a program that is in the image.',
      ),
    ];
  const tool = /(?:^|[\s"'/[])(curl|wget)(?=[\s"']|$)/.exec(probe)?.[1];
  if (
    tool === undefined ||
    !withoutCurl.test(base) ||
    (tool === 'wget' && withWget.test(base)) ||
    /nginx/.test(base) ||
    brings(steps, tool)
  )
    return [];
  return [
    warning(
      step.line,
      'healthcheck-tool',
      `HEALTHCHECK calls ${tool}, which ${base} does not bring along: the container would never become healthy.`,
      'Ask with what is in the image: a few lines of the program\'s own language, for example CMD ["node", "healthcheck.js"].',
    ),
  ];
}

/** Whether a step installs or copies a program. */
function brings(steps: readonly Step[], tool: string): boolean {
  return steps.some((step) => {
    if (step.keyword === 'RUN')
      return new RegExp(`\\b(?:install|add)\\b[^&;|]*\\s${tool}(?=[\\s=;&]|$)`).test(step.text);
    if (step.keyword !== 'COPY' && step.keyword !== 'ADD') return false;
    const { sources, target } = copied(step);
    return [...sources, target].some((path) => path.split('/').at(-1) === tool);
  });
}
