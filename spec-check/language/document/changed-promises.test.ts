import { parseSpec } from './parse-spec.ts';

const promise = 'Image size under 90MB';

/** The doubt about the promise in a section of criteria; empty when it counts as it is written. */
function doubt(section: string, title = 'Notes API'): string {
  const spec = `# ${title}\n\n## Success Criteria\n\n${section}\n`;
  const item = parseSpec(Buffer.from(spec), 'spec.md').items.find(({ text }) =>
    text.includes(promise),
  );
  if (item === undefined) throw new Error('The promise was lost.');
  return item.doubt;
}

describe('what changes a promise reaches it', () => {
  it.each<[string, string]>([
    ['a footnote', `- ${promise}[^1]\n\n[^1]: Without fonts.`],
    ['a footnote that is missing', `- ${promise}[^1]`],
    ['an asterisk', `- ${promise}\\*\n\n\\* Not counting the base image.`],
    ['a dagger', `- ${promise}†\n\n† release builds only`],
    ['a quotation', `- ${promise}\n\n  > or 5MB on the small nodes`],
    ['a table', `- ${promise}\n\n  | layer | limit |\n  |---|---|\n  | all | 5MB |`],
    ['a block', `- ${promise}\n  \`\`\`\n  but not for debug builds\n  \`\`\``],
    [
      'a block that shows another answer',
      `- ${promise}\n  \`\`\`console\n  $ docker images\n  5GB\n  \`\`\``,
    ],
    ['text behind a comment', `- ${promise}\n  <!-- check: builds --> except on Fridays`],
    ['a nested exception', `- ${promise}\n  - unless DEBUG is set`],
    ['brackets', `- ${promise} (measured with docker images, base image left out)`],
    ['a status of a plan', `| Criterion | Status |\n|---|---|\n| ${promise} | Planned |`],
    ['a status of work', `| Criterion | Status |\n|---|---|\n| ${promise} | In progress |`],
    ['a status that waits', `| Criterion | Status |\n|---|---|\n| ${promise} | Pending |`],
    ['a status that fails', `| Criterion | Status |\n|---|---|\n| ${promise} | ❌ |`],
    ['a sign of a plan', `| Criterion | Status |\n|---|---|\n| ${promise} | ⏳ |`],
    ['a sign before it', `- 🔜 ${promise}`],
    ['a column of notes', `| Criterion | Remarks |\n|---|---|\n| ${promise} | with fonts 2 GB |`],
    ['its priority', `| MoSCoW | Criterion |\n|---|---|\n| Won't | ${promise} |`],
    [
      'its state',
      `| Criterion | Status |\n|---|---|\n| ${promise} | withdrawn? no: dropped |`.replace(
        'withdrawn? no: ',
        '',
      ),
    ],
    ['a sign', `- ⛔ ${promise}`],
    ['an operator', `- ¬ ${promise}`],
    ['a negating parent', `- [ ] We do not want:\n  - ${promise}`],
    ['a parent without a colon', `- It is no longer true that\n  - ${promise}`],
    ['a negating parent that is a sentence', `- [ ] None of these may hold\n  - [ ] ${promise}`],
    ['a negating parent of one word', `- [ ] Forbidden\n  - [ ] ${promise}`],
    ['a condition above', `- When DEBUG is unset:\n  - ${promise}`],
    ['a place above', `- On Windows hosts:\n  - ${promise}`],
    ['a time above', `- [ ] On weekends:\n  - ${promise}`],
    ['a condition of the port above it', `- Unless PORT is set:\n  - ${promise}`],
    ['a condition as a paragraph', `Unless DEBUG is set:\n\n- ${promise}`],
    ['a sentence before the list', `None of these points is promised yet.\n\n- ${promise}`],
    ['a limit before the list', `Only for the debug image.\n\n- ${promise}`],
    ['a place before the list', `These hold in production only.\n\n- ${promise}`],
    ['an alert before the list', `> [!WARNING]\n> Only on the small nodes.\n\n- ${promise}`],
    ['a note before the list', `> **Note**: applies to the slim image only.\n\n- ${promise}`],
    ['a heading that asks', `### Should we require these?\n\n- ${promise}`],
    ['a heading for another machine', `### On arm64\n\n- ${promise}`],
    ['none of this, after the list', `- ${promise}\n\nNone of this applies to nightly builds.`],
    ['a sentence after the list', `- ${promise}\n\nThe limit above does not count the base image.`],
    ['a quotation after the list', `- ${promise}\n\n> Exception: nightly builds.`],
    ['a label right behind an item', `- a\nNice to have:\n- ${promise}`],
    ['a cancelled box', `- [-] ${promise}`],
    ['a heading', `### Must not be true\n\n- ${promise}`],
    ['another image', `### Migration job\n\n- ${promise}`],
    ['another image as a label', `**Worker container:**\n\n- ${promise}`],
    ['a job as a label', `**Cleanup job:**\n\n- ${promise}`],
    ['another image as a parent', `- Frontend image:\n  - ${promise}`],
    ['another image behind "for"', `### Definition of done for the frontend\n\n- ${promise}`],
    ['another image before a colon', `### Worker image: limits\n\n- ${promise}`],
    [
      'two images, none of them the API',
      `### Core image\n\n- ${promise}\n\n### Tenant image\n\n- b`,
    ],
    ['a parent of parents', `- [ ] The following are out of scope:\n  - Size\n    - ${promise}`],
    ['a choice above', `One of these must hold:\n\n- ${promise}\n- Runs as non-root`],
    ['a choice as parent', `- [ ] Either\n  - [ ] ${promise}\n  - [ ] Runs as non-root`],
    ['what was given up', `We dropped these:\n\n- ${promise}`],
    ['a column that denies', `| We do not want | Why |\n|---|---|\n| ${promise} | cost |`],
    [
      'a state out of scope',
      `| Criterion | Status |\n|---|---|\n| ${promise} | blocked, out of scope |`,
    ],
    ['a topic that promises nothing', `- Ideas\n  - [ ] ${promise}`],
    ['a choice of two', `- [ ] Any two of:\n  - [ ] ${promise}\n  - [ ] a\n  - [ ] b`],
    ['a parent without a verb behind', `- [ ] We make no promise about\n  - ${promise}`],
    ['a heading that is struck out', `### ~~Size~~\n\n- [ ] ${promise}`],
    ['exceptions below a heading', `- ${promise}\n\n### Exceptions\n\nNightly builds.`],
    ['what stands below a heading of exceptions', `### Exceptions\n\n- ${promise}`],
    ['what counts alone', `- ${promise}\n\n**Note:** only the release build counts.`],
    ['what is no commitment', `- ${promise}\n\nThe points above are aspirations, no commitments.`],
    ['what is not decided', `TODO: decide whether these are required.\n\n- ${promise}`],
    ['the criteria of another part', `### Worker acceptance criteria\n\n- ${promise}`],
    ['a part without a word for it', `### Reverse proxy\n\n- ${promise}`],
    ['a block that cannot fail', `- ${promise}\n  \`\`\`sh\n  # TODO\n  \`\`\``],
    ['a block that sets a variable', `- ${promise}\n  \`\`\`sh\n  export X=1; cd .\n  \`\`\``],
    ['what is left out in brackets', `- ${promise} (\\*)\n\n(\\*) net of the base`],
    ['a struck-out block', `<s>\n\n- ${promise}\n\n</s>`],
    ['a heading of faults', `### Signs of failure\n\n- ${promise}`],
    ['a heading of what is refused', `### What we reject\n\n- ${promise}`],
    ['a heading that is a sign', `### ❌\n\n- ${promise}`],
    ['what is impossible', `- It must be impossible that:\n  - ${promise}`],
    ['the opposite', `- The opposite of:\n  - ${promise}`],
    ['a later version', `- From version 3 on:\n  - ${promise}`],
    ['a place in the pipeline', `- In CI:\n  - ${promise}`],
    ['some of the customers', `- For tenants with a contract:\n  - ${promise}`],
    ['a sidecar', `### Sidecar\n\n- ${promise}`],
    ['another service', `### Other containers\n\n- ${promise}`],
    ['a cross', `- [ ] × ${promise}`],
    ['a hand', `- [ ] 🤚 ${promise}`],
    ['a sign in its priority', `| Priority | Criterion |\n|---|---|\n| 🚫 | ${promise} |`],
    ['a heading of pitfalls', `### Common pitfalls\n\n- ${promise}`],
    ['a heading of must-nots', `### Must-nots\n\n- ${promise}`],
    ['a place behind something', `- Behind the proxy:\n  - ${promise}`],
    ['a phase', `- In phase 2:\n  - ${promise}`],
    ['a hope', `- We hope that:\n  - ${promise}`],
    ['a bug', `- These are bugs:\n  - ${promise}`],
    ['what is pending', `- Pending approval:\n  - ${promise}`],
    ['a mark in a circle', `- ${promise} ②\n\n② on the small nodes`],
    ['another build below', `- ${promise}\n  - debug builds may be larger`],
    ['a limit for another build', `- ${promise}\n  - 5GB is fine for debug builds`],
    ['a second limit below', `- ${promise}\n  - or at most 400MB`],
    ['what is not counted', `- ${promise}\n  - base image not counted`],
    ['a decision below', `- ${promise}\n  - Decision: rejected`],
    ['when it is due', `- ${promise}\n  - postponed until June`],
    ['a question below', `- ${promise}\n  - do we need this?`],
    [
      'a paragraph further on',
      `- ${promise}\n\nAgreed in May.\n\nThese do not apply to nightlies.`,
    ],
    ['leave for another build', `- ${promise}\n\nUp to 5 GB is allowed for debug builds.`],
    ['what became of it', `- ${promise}\n\nThese are only examples.`],
    ['a section that is void', `This section is obsolete; see the new one.\n\n- ${promise}`],
    ['others', `The competitor claims:\n\n- ${promise}`],
    ['a column of exceptions', `| Criterion | Waived |\n|---|---|\n| ${promise} | yes |`],
    [
      'a reason that gives it up',
      `| Criterion | Why |\n|---|---|\n| ${promise} | dropped in May |`,
    ],
    ['a heading of what is not sure', `### For discussion\n\n- ${promise}`],
    ['a version below it', `- ${promise}\n  - v2`],
    ['a quarter below it', `- ${promise}\n  - in Q4`],
    [
      'a sentence two paragraphs above',
      `These are wishes for later, not for this release.\n\nAda collected them.\n\n- ${promise}`,
    ],
    ['a label further above', `None of these is promised:\n\nAda collected them.\n\n- ${promise}`],
    ['a block that nobody is shown', `<details hidden>\n\n- ${promise}\n\n</details>`],
    ['a block of code around it', `\`\`\`md\n- [ ] ${promise}\n\`\`\``],
  ])('%s', (_what, section) => {
    expect(doubt(section)).not.toBe('');
  });
});

describe('what only explains leaves it as it is', () => {
  it.each<[string, string]>([
    ['a label above', `- [ ] The image:\n  - ${promise}`],
    ['a bold label above', `- **Size**\n  - ${promise}`],
    ['a label with a box', `- [ ] **Security & Size**\n  - [ ] ${promise}`],
    ['a moment that always comes', `- On startup:\n  - ${promise}`],
    ['a lead-in', `The container is accepted when all of the following hold:\n\n- ${promise}`],
    [
      'a lead-in that tells whom to ask',
      `Please check each of these before you merge:\n\n- ${promise}`,
    ],
    ['prose', `Sven and Ada wrote this section in May 2026.\n\n- ${promise}`],
    [
      'an alert that says whence',
      `> [!NOTE]\n> Agreed on 3 May with the platform team.\n\n- ${promise}`,
    ],
    ['an alert with a command', `> [!NOTE]\n> Run \`npm run check\` to see them.\n\n- ${promise}`],
    ['prose with only', `We only write down what we can measure.\n\n- ${promise}`],
    ['prose about a list', `The checklist is read only.\n\n- ${promise}`],
    ['a hint at evidence', `- ${promise} (verify with \`docker images\`)`],
    ['a block with a command', `- ${promise}\n  \`\`\`\n  docker images notes\n  \`\`\``],
    ['a reason', `- ${promise}\n\n  Rationale: smaller images start sooner.`],
    [
      'prose further above',
      `This was written in May.\n\nThe list depends on nobody.\n\n- ${promise}`,
    ],
    ['a block that is shown', `<details>\n\n- ${promise}\n\n</details>`],
    ['a reason nested', `- ${promise}\n  - Why: smaller images start sooner`],
    ['a quotation with the reason', `- ${promise}\n\n  > Because pulls are slow.`],
    ['a footnote with its source', `- ${promise}[^x]\n\n[^x]: See ADR 12.`],
    [
      'a column of notes',
      `| Criterion | Notes |\n|---|---|\n| ${promise} | agreed with operations |`,
    ],
    [
      'a state',
      `| # | Criterion | Owner | Status |\n|---|---|---|---|\n| 1 | ${promise} | @ada | done |`,
    ],
    ['a column of points', `| Criterion | Points |\n|---|---|\n| ${promise} | 5 |`],
    ['a tick', `- ✅ ${promise}`],
    ['a remark', `- ${promise}\n  <!-- check with Ada -->`],
    ['code with an asterisk', `- ${promise} (see \`docs/*\`)`],
    ['its own image', `### Notes image\n\n- ${promise}\n\n### Worker image\n\n- b`],
    ['the only image', `### Core image\n\n- ${promise}`],
    [
      'the API among others',
      `**Backend Container:**\n\n- ${promise}\n\n**Frontend Container:**\n\n- b`,
    ],
    ['no exception', `- Every build, without exception:\n  - ${promise}`],
    ['who agreed on it', `These were agreed with the team in May.\n\n- ${promise}`],
    ['a priority in the heading', `### Size (must)\n\n- ${promise}`],
    ['a bold lead-in', `- **Must have**\n  - ${promise}`],
    ['when it was agreed', `What follows was agreed in the meeting of 3 May.\n\n- ${promise}`],
    ['a lead-in that is met', `- [ ] The image must meet these criteria:\n  - ${promise}`],
    ['no exceptions', `| Criterion | Exceptions |\n|---|---|\n| ${promise} | none |`],
    ['more of it below', `- ${promise}\n  - excludes dev dependencies`],
    ['what runs elsewhere', `- ${promise}\n\nThe staging environment is deployed by CI.`],
    ['a paragraph that leads on', `- ${promise}\n\nOnly these hold for the debug image:\n\n- b`],
    [
      'what is done with images',
      `### Production-Ready Image Checklist\n\n- ${promise}\n\n### Hardening Container Images\n\n- b`,
    ],
    ['a task', `### Task 1: write the Dockerfile\n\n- ${promise}\n\n### API image\n\n- b`],
    ['a phase', `### Phase 2: Local tests in CI\n\n- ${promise}`],
  ])('%s', (_what, section) => {
    expect(doubt(section)).toBe('');
  });

  it('front matter may name the image of the spec', () => {
    const spec = `---\nimage: shop-tenant\n---\n# T\n\n## Criteria\n\n### Core image\n\n- a\n\n### Tenant image\n\n- b\n`;
    const { items } = parseSpec(Buffer.from(spec), 'spec.md');
    expect(items.map(({ group, doubt: why }) => [group, why === ''])).toEqual([
      ['core', false],
      ['tenant', true],
    ]);
  });
});

describe('file names below "must not be in the image" promise that they are not', () => {
  const read = (section: string) =>
    parseSpec(Buffer.from(`# T\n\n## Criteria\n\n${section}\n`), 'spec.md')
      .items.filter(({ kind }) => kind === 'criterion')
      .map(({ text, doubt: why }) => (why === '' ? text : `? ${text}`));

  it.each<[string, readonly string[]]>([
    [
      '- These files must not be in the image:\n  - `a.key`\n  - .npmrc',
      ['`a.key` is not in the image', '.npmrc is not in the image'],
    ],
    [
      'The following must be excluded by .dockerignore:\n\n- `dist`',
      ['`.dockerignore` excludes `dist`'],
    ],
    [
      'These must not be in the image:\n\n- `a.key` unless DEBUG\n- keys',
      ['? `a.key` unless DEBUG', '? keys'],
    ],
    ['- These must not be in the image:\n\n  > or only on Fridays\n\n  - `a.key`', ['? `a.key`']],
    ['Must not:\n\n- `a.key`', ['? `a.key`']],
    ['Must be excluded by `.dockerignore`:\n\n- `dist`', ['`.dockerignore` excludes `dist`']],
    [
      'Must be excluded by .dockerignore:\n- `dist` (optional)\n- `a.md` is not excluded',
      ['? `dist` (optional)', '? `a.md` is not excluded'],
    ],
  ])('%j', (section, expected) => {
    expect(read(section)).toEqual(expected);
  });
});
