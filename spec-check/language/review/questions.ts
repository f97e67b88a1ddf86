import type { Finding } from '../../model/finding.ts';
import type { Spec } from '../../model/spec.ts';

/** At most five questions that the spec leaves open, the most important first; `claims` says what its promises claim. */
export function questions(spec: Spec, claims: readonly string[]): Finding[] {
  const { items, headings, dependencies } = spec;
  const promised = items.filter(({ kind }) => kind !== 'context');
  const lines = promised.map(({ text, section }) => [...section.slice(1), text].join(': '));
  const said = [...lines, ...headings.map(({ text }) => text)];
  const texts = [...said, ...dependencies.map(({ text }) => text)];
  const usesDatabase = texts.some((text) => database.test(text));
  return Object.entries(forgotten)
    .filter(([code]) => code !== 'ask-database-down' || usesDatabase)
    .filter(([, { answered }]) => ![...said, ...claims].some((text) => answered.test(text)))
    .slice(0, 5)
    .map(([code, { question: message, answer }]) => {
      return { code, level: 'question', line: null, message, fix: `For example: "${answer}".` };
    });
}

const database = /\b(database|postgres(?:ql)?|neon|mysql|mariadb|mongo(?:db)?|DATABASE_URL)\b/i;

/** By what it costs when it is forgotten: lost requests first, then outages, leaks, and what is hard to find later. */
const forgotten = {
  'ask-shutdown': {
    answered: /sigterm|graceful|shut(?:s|ting)?[ -]?down|in[ -]flight|\bdrain|docker stop/i,
    question: 'What happens to requests in flight when the container is told to stop?',
    answer: 'After SIGTERM requests in flight are answered, and the container exits 0 within 10 s',
  },
  'ask-startup-failure': {
    answered:
      /(?:without|missing|unset|invalid|malformed|bad|wrong)\b.*\b(?:config\w*|settings?|variables?|[A-Z][A-Z0-9]*_[A-Z0-9_]+)|[A-Z][A-Z0-9]*_[A-Z0-9_]+\b.*\b(?:required|mandatory)\b|refuses? to start|fails? (?:to start|at start|on start|fast)|start-?up fail|(?:config\w*|settings?|variable) (?:is |are )?(?:missing|invalid|wrong)|without \S+ the container exits/i,
    question: 'What does the container do when its configuration is missing or wrong?',
    answer: 'The container refuses to start without DATABASE_URL',
  },
  'ask-database-down': {
    answered:
      /\breadiness\b|\/ready|\b(?:database|postgres\w*|neon|db)\b.{0,40}\b(?:down|unavailable|unreachable|gone|offline|lost|outage|fails?|up)\b|\b(?:without|loses|losing) (?:the |its )?(?:database|db|connection)|\b503\b/i,
    question: 'What do health and readiness say while the database is down?',
    answer: '`/ready` answers 503 while the database is down, and `/health` stays 200',
  },
  'ask-logs': {
    answered: /\bstd(?:out|err)\b|\blog(?:s|ging|ged)?\b(?! (?:in|out|into|on)\b)/i,
    question: 'Where do logs go, and can a secret get into them?',
    answer: 'Logs go to stdout as JSON, and contain no secrets',
  },
  'ask-limits': {
    answered: /\b(?:memory|ram|rss|heap|cpus?|resource limits?|oom)\b/i,
    question: 'How much memory and CPU does it need, and what when it gets no more?',
    answer: 'Memory stays under 128MB',
  },
  'ask-read-only': {
    answered: /read[ -]?only|\btmpfs\b|writable|writes nothing/i,
    question: 'Does it run with a read-only root file system and without capabilities?',
    answer: 'The container runs with `--read-only` and `--cap-drop ALL`',
  },
  'ask-digest': {
    answered: /\bdigest\b|\bpinned\b|sha256|reproducib/i,
    question: 'Is the base image pinned by digest, and who updates it?',
    answer: 'The base image is pinned by digest',
  },
  'ask-architectures': {
    answered: /\b(?:arm64|amd64|aarch64|x86|multi-?arch|architectures?|platforms? linux)\b/i,
    question: 'For which architectures is it built?',
    answer: 'The image is built for linux/amd64 and linux/arm64',
  },
  'ask-rotation': {
    answered: /\brotat/i,
    question: 'How is a secret replaced: by a restart, or while it runs?',
    answer: '`DATABASE_URL` is read from the environment',
  },
};
