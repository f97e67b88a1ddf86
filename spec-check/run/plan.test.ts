import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { SpecError } from '../model/spec.ts';
import { planRun, type Selection } from './plan.ts';

const text = `# T

## Success Criteria

- [ ] Container builds
- [ ] Image size under 200MB
- [ ] Under 100MB and non-root
- [ ] Everything is fine

## Non-Goals

- Image size under 10MB
`;
const spec = parseSpec(Buffer.from(text), 'spec.md');
const items = interpret(spec, checks, new Date());

function plan(selection: Partial<Selection>): string[] {
  const { items: kept } = planRun(spec, items, { only: [], skip: [], ...selection });
  return kept.map(({ item, verdict }) => `${item.line} ${verdict}`);
}

describe('what a run proves', () => {
  it('is every promise, understood or not, and no non-goal', () => {
    expect(plan({})).toEqual(['5 checkable', '6 checkable', '7 checkable', '8 unverified']);
  });

  it('asks the image for what a line leaves open', () => {
    const open = parseSpec(
      Buffer.from('# T\n\n## Success Criteria\n\n- Health check returns 200\n'),
      's.md',
    );
    const { items: kept } = planRun(open, interpret(open, checks, new Date()), {
      only: [],
      skip: [],
    });
    expect(kept.map(({ verdict, checks: claims }) => [verdict, claims])).toEqual([
      ['checkable', [{ check: 'health', params: { status: 200 } }]],
    ]);
  });

  it('with --only is what asks for those checks; what asks for more than them cannot be told', () => {
    expect(plan({ only: ['image-size'] })).toEqual(['6 checkable', '7 unverified']);
  });

  it('with --skip leaves out what asks for nothing else, and still tells what is not understood', () => {
    expect(plan({ skip: ['image-size'] })).toEqual(['5 checkable', '7 unverified', '8 unverified']);
  });

  it('names each line outside of the lists that says "must", and no line that heads a list', () => {
    const bytes = Buffer.from(
      '# T\n\n## Notes\n\nNo log may hold names, and backups MUST be encrypted.\n\n## Success Criteria\n\nAll of these must hold:\n\n- Non-root\n\n## Rollout\n\nThe API SHALL go out to ten users first.\n',
    );
    const open = parseSpec(bytes, 's.md');
    const { notChecked } = planRun(open, interpret(open, checks, new Date()), {
      only: [],
      skip: [],
    });
    expect(notChecked.map(({ line }) => line)).toEqual([5, 15]);
  });

  it('is refused when nothing is left', () => {
    expect(() => plan({ only: ['push'] })).toThrow(SpecError);
  });
});
