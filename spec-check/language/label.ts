import type { SpecItem } from '../model/spec.ts';
import { plainHeading } from './document/headings.ts';

/** `**Label**: body`, `FR-001: body`, `Label - body`: what stands before, and what is said. */
export function labelOf({ label: strong }: SpecItem, text: string) {
  const written =
    strong !== undefined && text.includes(strong)
      ? text.slice(0, text.indexOf(strong) + strong.length)
      : form.exec(text)?.[0];
  if (written === undefined) return { label: undefined, body: text };
  const body = text.slice(written.length).replace(/^\s*(?:[:.)]|\s[–—-]\s|[–—-]\s)\s*/, '');
  return { label: written.replace(closing, '').trim(), body };
}

const form =
  /^(?:(?:[A-Z]{2,5}-)?[A-Z]{1,5}-?\d+(?:\.\d+)*(?=\s*[:.)–—-]\s)|(?:FR|NFR|AC|SC|US|REQ|TC)(?:-[A-Z]{2,6})?-\d+(?= [^(])|(?!\d{4})[\p{L}\d`.][\p{L}\d`. /()-]{0,48}(?=:\s|\s+[–—-]\s))/u;

/** Says nothing of what is labelled: "Secret management". */
const closing =
  /\s+(?:tests?|testing|checks?|validation|verification|management|handling|support|setup|strategy|policy)$/i;

/** The headings above an item that may be its subject, the nearest first. */
export const topicsOf = ({ section }: SpecItem): string[] =>
  section
    .slice(Math.max(1, section.length - 3))
    .reverse()
    .map((heading) => heading.replace(numbered, ''))
    .filter(
      (heading) =>
        heading.split(' ').length <= 4 &&
        (!neutral(heading) || subjects.test(plainHeading(heading))),
    );

const numbered =
  /^(?:(?:(?:phase|step|task|part|section|stage|unit|milestone|requirement|feature|story)\s)?[\d.\s]+(?:[:.)–—-]\s+)?|(?:requirement|feature|story):\s+)/i;

/** Headings that say nothing by themselves, and yet what a bare limit below them is of. */
const subjects = /\b(?:size|image|dockerfile)\b/;

/** Whether a label or heading says nothing about what the promise is of. */
export function neutral(label: string): boolean {
  const [, id, more] =
    /^((?:[A-Z]{2,5}-)?[A-Za-z]{0,5}-?\d+(?:\.\d+)*)(?:\s*[([](.*)[)\]])?$/.exec(label.trim()) ??
    [];
  const says = id === undefined ? label : (more ?? '');
  return words.test(plainHeading(says)) || (id !== undefined && /^(?:[BM]|P\d)?$/.test(says));
}

const words =
  /^(?:(?:and|of|target|requirement|must|must have|goal|limit|maximum|criterion|success criterion|acceptance criterion|acceptance|promise|rule|expectation|expected|(ac|sc|fr|nfr|req|r|c|us|tc)? ?\d+|ac|sc|fr|nfr|req|us|tc|image|container|docker|docker image|dockerfile|(minimal |reduced )?attack surface|security|configuration|config|runtime|general|functional|operations|operational|non functional|networking|network|performance|quality|deployment|portability|distribution|reliability|observability|build|data|api|application|app|technical|environment|requirements|technical goal|business goal|containerization|hardening|secrets?|environment variables?|signals?|execution|exclusion|injection|size|speed|local|production|backend|server|verify|verified|tested|tested locally|manual test|smoke test|check|result|required|system|packaging|optimization|best practice|size reduction|ops|devops|compliance|permissions|safety|monitoring|availability|functionality|durability|resilience|resiliency|robustness|confidentiality|publishing|delivery|connectivity|efficiency|maintainability|scalability|compatibility|usability|correctness|stability|integrity|privacy|isolation|safe|secure|reliable|resilient|durable|robust|stable|portable|scalable|maintainable|observable|operable|available|compatible|supply chain|developer experience|operability|quality attribute|category|health|healthiness|storage|docs|documentation|persistence|lifecycle|startup|shutdown|logs|logging|probes|registry|release|footprint|layers|caching|reproducibility|metrics|ports?|users?|always|minimum|important|note|nb|deliverable|evidence|proof|objective|outcome|scope|constraint|reminder|tip|(least |minimal )?privileges?)(?: |$))*$/;
