import { checks } from '../checks/index.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';

const promise = 'Image size under 200MB';
const other = 'Container does not run as root';

/** The promises of a section of criteria that stand as they are written. */
function claimed(section: string): readonly string[] {
  const text = `# Notes API\n\n## Acceptance\n\n- [ ] Container builds\n\n## Success Criteria\n\n${section}\n`;
  const all = interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date('2026-01-01'));
  return all.slice(1).flatMap(({ item, verdict }) => (verdict === 'checkable' ? [item.text] : []));
}

const low = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const qualifications = Object.entries({
  excepts:
    'Except for|Excepting|Excluding|Exclusive of|Apart from|Aside from|Besides|But not for|With the exception of|Other than for|Save for|Bar|Barring|Not counting|Not including|Leaving out|Minus|Without|Unlike|Not|Everything but|Unless it is|Omitting|Ignoring|Disregarding|Exempting|Instead of'
      .split('|')
      .map((word) => `${word} the legacy image`),
  conditions:
    'If the cache is warm|Unless DEBUG is set|Provided the cache is warm|Providing that the cache is warm|As long as the cache is warm|So long as the cache is warm|Assuming a warm cache|Given that the cache is warm|Only when the cache is warm|In case the cache is warm|In the event that the cache is warm|Subject to a warm cache|Subject to approval|Depending on the cache|Conditional on a warm cache|Pending approval|Contingent on a warm cache|On condition that the cache is warm|Whenever the cache is warm|While the cache is warm|Until the cache is warm|During the night|Only for release builds|Release builds only|At night|Under load|In staging|For version 2|From version 2 on|As soon as the cache is warm|Supposing the cache is warm'.split(
      '|',
    ),
  softens:
    'Ideally|Preferably|Where possible|If possible|Best effort|If feasible|Nice to have|Optional|TBD|TBC|To be decided|To be confirmed|Not yet|For now|Temporarily|Someday|Hopefully|We aim for this|We try to|Roughly|Around|Approximately|Typically|Usually|Normally|Mostly|On average|Generally|In general|In most cases|Often|Sometimes|Maybe|Perhaps|Possibly|Aspirational|Stretch|Not required|Not mandatory|Not a hard requirement|Goal, not a requirement|Desirable|Recommended|Suggested|Undecided|Under discussion|Planned|Later|Deferred|Postponed|Next release|Eventually|As far as possible|Within reason|More or less|Give or take|In theory|In principle|Ballpark|Target only|Rule of thumb|Advisory|Non-binding|Informational|Experimental|Tentative|Provisional'.split(
      '|',
    ),
  'gives up':
    'No longer|No longer required|Never|Dropped|Cancelled|Withdrawn|Obsolete|Superseded|Deprecated|Out of scope|Removed|Rejected|Abandoned|Waived|Void|Revoked|Retracted|Ignore this|Disregard|Skip this|Not a promise|Not applicable|Wontfix|Nope|On hold|Parked|Suspended|Invalid|Replaced by 5GB'.split(
      '|',
    ),
  'in another language':
    'Idealerweise|Möglichst|Vorläufig|Sofern der Cache warm ist|Außer nachts|Idéalement|Si possible|Sauf la nuit|À moins que le cache soit froid|Idealmente|Salvo la imagen antigua|Siempre que haya caché|Exceto à noite|Por enquanto'.split(
      '|',
    ),
});

const places: Readonly<Record<string, (words: string) => string>> = {
  'at the end of the sentence': (words) => `- [ ] ${promise}, ${low(words)}`,
  'at its beginning': (words) => `- [ ] ${words}, ${low(promise)}`,
  'behind a dash': (words) => `- [ ] ${promise} — ${low(words)}`,
  'as a sentence behind it': (words) => `- [ ] ${promise}. ${words}.`,
  'as its label': (words) => `- [ ] **${words}:** ${promise}`,
  'in a parenthesis': (words) => `- [ ] ${promise} (${low(words)})`,
  'in a parenthesis behind a purpose': (words) => `- [ ] ${promise} (for security, ${low(words)})`,
  'below the item': (words) => `- [ ] ${promise}\n  - ${words}`,
  'below it, as a note': (words) => `- [ ] ${promise}\n  - Note: ${low(words)}.`,
  'below it, behind a reference': (words) => `- [ ] ${promise}\n  - See ADR 12, ${low(words)}`,
  'as a paragraph of the item': (words) => `- [ ] ${promise}\n\n  ${words}.`,
  'as a quotation in the item': (words) => `- [ ] ${promise}\n\n  > ${words}`,
  'after the list': (words) => `- [ ] ${promise}\n- [ ] ${other}\n\n${words}.`,
  'after the list, with more': (words) => `- [ ] ${promise}\n- [ ] ${other}\n\n${words}, that is.`,
  'as a note after the list': (words) =>
    `- [ ] ${promise}\n- [ ] ${other}\n\n**Note:** ${low(words)}.`,
  'before the list': (words) => `${words}:\n\n- [ ] ${promise}\n- [ ] ${other}`,
  'as a sentence before the list': (words) => `${words}.\n\n- [ ] ${promise}\n- [ ] ${other}`,
  'in the heading': (words) => `### ${words}\n\n- [ ] ${promise}`,
  'in brackets of the heading': (words) => `### Size (${low(words)})\n\n- [ ] ${promise}`,
  'as the item above': (words) => `- [ ] ${words}\n  - [ ] ${promise}`,
  'as the label above': (words) => `**${words}**\n\n- [ ] ${promise}`,
  'in a column of notes': (words) =>
    `| Criterion | Notes |\n|---|---|\n| ${promise} | ${low(words)} |`,
  'in a column of states': (words) =>
    `| Criterion | Status |\n|---|---|\n| ${promise} | ${words} |`,
  'in any column': (words) => `| Criterion | Condition |\n|---|---|\n| ${promise} | ${words} |`,
  'in a footnote': (words) => `- [ ] ${promise}[^1]\n\n[^1]: ${words}.`,
  'at an asterisk': (words) => `- [ ] ${promise}\\*\n\n\\* See ADR 12, ${low(words)}.`,
};

describe.each(qualifications)('what %s a promise', (_kind, words) => {
  it.each(Object.entries(places))('%s', (_place, within) => {
    expect(words.filter((one) => claimed(within(one)).length > 0)).toEqual([]);
  });
});

describe('what only explains a promise leaves it', () => {
  const stands = (section: string) => claimed(section).some((text) => text.includes(promise));

  it('below it', () => {
    const texts =
      'ideal for small nodes|Usually takes 2 min to build|Why: smaller images start sooner|Rationale: pulls are usually slow|Because pulls are slow most of the time|Recommended by Docker|Generally accepted best practice|About 40 MB of it is Node itself|Currently 140 MB|Removes the npm cache|Production dependencies only|Where: ./docker|Experimental features are off|Was 1.2 GB'.split(
        '|',
      );
    expect(texts.filter((one) => !stands(`- [ ] ${promise}\n  - ${one}`))).toEqual([]);
  });

  it('in a column of notes', () => {
    const texts =
      'ideal for small nodes|usually takes 2 min to build|Recommended by Docker|because pulls are usually slow'.split(
        '|',
      );
    const row = (one: string) => `| Criterion | Notes |\n|---|---|\n| ${promise} | ${one} |`;
    expect(texts.filter((one) => !stands(row(one)))).toEqual([]);
  });

  it('after the list', () => {
    const texts =
      'If you have questions, ask Ada.|When all boxes are ticked, we deploy.|In case of questions, ask Ada.|Besides, the team keeps a changelog.|Apart from that, see the wiki.|Usually takes 2 min to build.|In CI these are checked on every push.|Until then, see the old document.|Roughly half of this was done in May.|Kubernetes is out of scope.|Recommended reading: the Docker docs.|There are no exceptions.|These were agreed in May.'.split(
        '|',
      );
    expect(texts.filter((one) => !stands(`- [ ] ${promise}\n- [ ] ${other}\n\n${one}`))).toEqual(
      [],
    );
  });

  it('above it', () => {
    const texts =
      'Phase 2: Docker|When is it done?|Before release|Image size (must)|After this change|Once done|Recommended practices|Try it|Experimental setup'.split(
        '|',
      );
    expect(texts.filter((one) => !stands(`### ${one}\n\n- [ ] ${promise}`))).toEqual([]);
  });
});
