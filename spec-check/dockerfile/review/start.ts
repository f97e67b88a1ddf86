import type { Finding } from '../../model/finding.ts';
import { baseOf, chainOf, type Stage, type Step } from '../read.ts';
import { warning } from './step-rules.ts';

/** How the container starts, stops and tells its health; `last` is the stage that becomes the image. */
export function start(last: Stage): Finding[] {
  const steps = chainOf(last);
  const entrypoint = steps.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  const command = steps.findLast(({ keyword }) => keyword === 'CMD');
  return [
    ...(entrypoint || command ? [] : nothing(last)),
    ...throughShell(entrypoint),
    // Behind an ENTRYPOINT in exec form, CMD holds its arguments.
    ...(entrypoint?.exec ? [] : throughShell(command)),
    ...(entrypoint ? [] : throughManager(command)),
    ...healthcheck(last, steps),
  ];
}

/** Bases that start a shell or an interpreter, or nothing; those of a server start it. */
const idle =
  /^scratch$|distroless|(?:^|\/)(?:debian|ubuntu|alpine|busybox|node|python|ruby|php|golang|rust|openjdk|eclipse-temurin|amazoncorretto|perl|bun|deno)(?:[:@]|$)/;

function nothing(last: Stage): Finding[] {
  const base = baseOf(last) ?? '';
  if (!idle.test(base)) return [];
  const message = `Neither CMD nor ENTRYPOINT: the container starts what ${base} starts, not the API.`;
  return warning(last.line, 'no-command', message, 'End with what runs: CMD ["node", "server.js"]');
}

function throughShell(step: Step | undefined): Finding[] {
  if (step === undefined) return [];
  const { keyword, line, text, exec } = step;
  const [shell = '', option = '', called = ''] = exec ?? ['sh', '-c', text];
  const script = /^(?:\/bin\/)?(?:ba|da|a)?sh -\w*c$/.test(`${shell} ${option}`) ? called : '';
  // The last command takes the shell's place, and gets the signal.
  if (script === '' || /(?:^|&&\s*|;\s*)exec\s\S+(?:(?!&&|;).)*$/.test(script)) return [];
  const isBroken = exec === undefined && text.startsWith('[');
  const isSimple = !/[&|;<>$*?"'()]|^(?:npm|yarn|pnpm)\b/.test(script);
  const words = script.split(/\s+/).filter(Boolean);
  return warning(
    line,
    'shell-form',
    isBroken
      ? `${keyword} looks like a list and is no JSON: a shell runs it as text.`
      : `${keyword} runs in a shell, which is PID 1 and may not pass on SIGTERM: docker stop then waits 10 seconds and kills.`,
    isSimple && !isBroken
      ? `${keyword} [${words.map((word) => `"${word}"`).join(', ')}]`
      : 'Write it as a JSON list with double quotes; where a shell is needed, begin its last command with exec.',
  );
}

function throughManager(command: Step | undefined): Finding[] {
  const [program = '', ...words] = command?.exec ?? [];
  if (command === undefined || !/^(npm|yarn|pnpm)$/.test(program)) return [];
  const message = `${program} ${words.join(' ')} puts ${program} and a shell between docker stop and the program: signals and exit codes get lost, and memory is spent.`;
  const fix = 'Start the program itself: CMD ["node", "server.js"]';
  return warning(command.line, 'npm-start', message, fix);
}

/** Bases without a program that health checks call. */
const lacking: Readonly<Record<string, RegExp>> = {
  sh: /^scratch$|distroless(?!.*debug)/,
  curl: /^(?!.*nginx)(?:scratch$|cgr\.dev\/chainguard\/|.*(?:distroless|slim|alpine|busybox)|(?:.*\/)?(?:debian|ubuntu)(?:[:@]|$))/,
  wget: /^(?!.*(?:nginx|alpine|busybox))(?:scratch$|cgr\.dev\/chainguard\/|.*(?:distroless|slim)|(?:.*\/)?(?:debian|ubuntu)(?:[:@]|$))/,
};

function healthcheck(last: Stage, steps: readonly Step[]): Finding[] {
  const step = steps.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (step === undefined)
    return warning(
      last.line,
      'no-healthcheck',
      'No HEALTHCHECK: Docker, Compose and Swarm take a container that hangs for a healthy one.',
      'HEALTHCHECK --interval=30s --timeout=5s CMD ["…"], with a program of the image that asks its health endpoint. Or HEALTHCHECK NONE, where the orchestrator has its own probes.',
    );
  const probe = step.text.replace(/^CMD\s*/i, '');
  if (/^NONE$/i.test(probe)) return [];
  const interval = step.flags.find((flag) =>
    /^--interval=(?:\d+h|[3-9]\dm|\d{3,}m|[2-9]\d{3}s|\d{5,}s)/.test(flag),
  );
  if (interval !== undefined)
    return warning(
      step.line,
      'healthcheck-interval',
      `HEALTHCHECK ${interval}: for that long, and three times it, a container that hangs counts as healthy.`,
      'HEALTHCHECK --interval=30s',
    );
  if (ignoresStatus(probe))
    return warning(
      step.line,
      'healthcheck-status',
      'HEALTHCHECK ends well whatever the API answers: an error 500 counts as healthy.',
      'Ask the health endpoint: curl -f fails on an error; let nothing behind it turn that into success: no || true, no || exit 0.',
    );
  const base = baseOf(last) ?? '';
  const called = /(?:^|[\s"'/[])(curl|wget)(?=[\s"']|$)/.exec(probe)?.[1];
  const tool = [probe.startsWith('[') ? undefined : 'sh', called].find(
    (name) => name !== undefined && lacking[name]?.test(base) && !brings(steps, name),
  );
  if (tool === undefined) return [];
  return warning(
    step.line,
    'healthcheck-tool',
    `HEALTHCHECK calls ${tool}, which ${base} does not bring along: the container would never become healthy.`,
    'Ask with what is in the image, without a shell: a few lines of the program\'s own language, for example CMD ["node", "healthcheck.js"].',
  );
}

/** curl without `--fail` and `nc` report only that something answered or listens, `pgrep` and `|| true` not even that. */
const ignoresStatus = (probe: string): boolean =>
  alwaysWell.test(probe) || (/(?:^|[\s"'])curl(?=[\s"'])/.test(probe) && !heedsStatus.test(probe));

const alwaysWell =
  /(?:\|\||;)\s*(?:true|:|exit 0)\s*["\]]*$|^(?:\[\s*")?(?:\/\S*\/)?(?:true|exit 0|pgrep|pidof|nc(?:at)?|netcat)(?=["\s]|$)|\/dev\/tcp\//;
const heedsStatus =
  /\s["']?(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)(?=["'\s])|http_code|(?<!\|)\|(?!\|)|\$\(/;

function brings(steps: readonly Step[], tool: string): boolean {
  const named = new RegExp(`(?:\\b(?:install|add)\\b[^&;|]*\\s|[\\s"]\\S*/)${tool}(?=[\\s"=;&]|$)`);
  return steps.some(({ keyword, text }) => /^(?:RUN|COPY|ADD)$/.test(keyword) && named.test(text));
}
