import { readHeading } from './headings.ts';
import { parseSpec } from './parse-spec.ts';

describe('a heading says what the list below it is', () => {
  it.each<[string, string]>([
    ['criteria', 'What the Image Must Provide'],
    ['excluded', 'Considered and not taken'],
    ['criteria', 'Success Criteria *(mandatory)*'],
    ['criteria', '3.2 ✅ Acceptance criteria (MVP):'],
    ['criteria', 'Step 4 — Verification'],
    ['criteria', 'Definition of Ready for Release'],
    ['criteria', 'Release checklist'],
    ['criteria', 'Smoke tests for the staging cluster'],
    ['criteria', 'Expected results'],
    ['criteria', 'What you have to do'],
    ['criteria', 'Grading'],
    ['criteria', 'Before you merge'],
    ['criteria', 'How do we know that it is done'],
    ['criteria', 'The container should'],
    ['criteria', 'Requirement 7: Small image'],
    ['criteria', 'Abnahmekriterien'],
    ['criteria', 'Criterios de aceptación'],
    ['criteria', "Critères d'acceptation"],
    ['criteria', 'Critérios de sucesso'],
    ['criteria', 'Критерии готовности'],
    ['criteria', '完成标准'],
    ['criteria', 'Docker networking'],
    ['criteria', 'Worker container'],
    ['constraints', 'Security Requirements'],
    ['constraints', 'Non-functional requirements (NFRs)'],
    ['constraints', 'Best practices for images'],
    ['constraints', 'Nichtfunktionale Anforderungen'],
    ['constraints', 'Exigences techniques'],
    ['non-goals', "Non-Goals (What We're NOT Building)"],
    ['non-goals', "Won't do in this release"],
    ['non-goals', "Won't"],
    ['non-goals', 'WON’T (this release)'],
    ['non-goals', 'Not covered'],
    ['non-goals', 'Außerhalb des Umfangs'],
    ['non-goals', 'Fora do escopo'],
    ['excluded', 'Future enhancements'],
    ['excluded', 'Known limitations'],
    ['excluded', 'To do'],
    ['excluded', 'Before the migration'],
    ['excluded', 'Current state (before)'],
    ['excluded', 'Existing Dockerfile'],
    ['excluded', 'Legacy'],
    ['excluded', 'Test results'],
    ['excluded', 'Problems'],
    ['criteria', 'Before the release'],
    ['criteria', 'How this was tested'],
    ['criteria', 'Given-When-Then scenarios'],
    ['intent', 'How to test'],
    ['excluded', 'Success criteria for later'],
    ['dependencies', 'Prerequisites'],
    ['dependencies', 'Зависимости'],
    ['intent', 'Notes on the acceptance criteria'],
    ['intent', 'Why Docker'],
    ['intent', 'Business goals'],
    ['intent', 'Design'],
    ['other', 'Notes service'],
    ['other', 'Excluded by .dockerignore'],
    ['non-goals', 'Excluded from this release'],
    ['other', 'Phase 2'],
    ['other', 'Team'],
    ['criteria', 'Docker: dropped capabilities'],
  ])('%s: %s', (kind, heading) => {
    expect(readHeading(heading).kind ?? 'other').toBe(kind);
    expect(readHeading(heading).doubt).toBe('');
  });

  it.each([
    'What must not be true',
    'None of these holds',
    'Examples of bad promises',
    'Counterexamples',
    'Failure conditions',
    "Don'ts",
    'Rejected',
    'Dropped',
    'Removed from this release',
    'Cancelled requirements',
    'Acceptance criteria (optional)',
    'Stretch goals',
    'Criteria if DEBUG is set',
    'Only in production',
    'Acceptance without Docker',
  ])('and may turn or soften what stands below it: %s', (heading) => {
    expect(readHeading(heading).doubt).toContain(heading);
  });

  it.each([
    'Complete when',
    'Scenario: Container runs without capabilities',
    'Read-only root file system',
    'When using Docker',
    'If the PR touches the Dockerfile',
  ])('a condition that is met is none: %s', (heading) => {
    expect(readHeading(heading).doubt).toBe('');
  });
});

describe('of several headings', () => {
  it.each<[string, string, string]>([
    [
      'a requirement below criteria stays one',
      '# T\n## Outcomes\n### Functional Requirements',
      'criterion',
    ],
    [
      'the nearest that says what it is wins',
      '# T\n## Requirements\n### Checks\n#### Image',
      'criterion',
    ],
    [
      'what is out of scope stays so',
      '# T\n## Out of scope\n### Security requirements',
      'non-goal',
    ],
    ['a topic does not turn what explains', '# T\n## Background\n### Security', 'context'],
    ['a topic alone holds promises', '# T\n## Checks\n- a\n\n## Security', 'criterion'],
    ['the title counts last', '# Release checklist\n## Phase 2', 'criterion'],
    ['a label divides as a heading does', '# T\n## Unit 4\n**Acceptance criteria**:', 'criterion'],
    ['so does a line before a list', '# T\n## Checks\nOut of scope:', 'non-goal'],
    ['and a parent item', '# T\n## Checks\n- Non-goals:\n  - b\n', 'non-goal'],
  ])('%s', (_rule, above, kind) => {
    const text = above.endsWith('\n') ? above : `${above}\n\n- b\n\n## Criteria\n\n- c\n`;
    const { items } = parseSpec(Buffer.from(text), 'spec.md');
    expect(items.find((item) => item.text === 'b')?.kind).toBe(kind);
  });
});

it.each([
  ['K2. Docker Image', ''],
  ['DevOps & Containers', ''],
  ['Phase 3 Container', ''],
  ['Worker Image', 'It speaks of another image'],
])('the heading "%s" names an image or none', (heading, doubt) => {
  const spec = `# Task API\n\n## Acceptance\n\n- [ ] a\n\n## ${heading}\n\n- [ ] b\n`;
  expect(parseSpec(Buffer.from(spec), 'spec.md').items.at(-1)?.doubt).toMatch(
    doubt === '' ? /^$/ : doubt,
  );
});
