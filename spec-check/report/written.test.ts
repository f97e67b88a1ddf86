import fc from 'fast-check';
import { parseSpec } from '../language/document/parse-spec.ts';
import { resultsBegin, resultsEnd } from '../model/results-block.ts';
import { sampleRun, sampleSource } from './tests/sample-run.ts';
import { written } from './written.ts';

const { report } = sampleRun;
const items = (text: string) => parseSpec(Buffer.from(text), 'spec.md').items;
/** The report with one text of its evidence replaced, as another run would have it. */
const again = (from: string | RegExp, to: string) => ({
  ...report,
  items: report.items.map((item) => ({ ...item, evidence: item.evidence.replace(from, to) })),
});

describe('the block with the results', () => {
  it('has a line for each promise, ticked where it holds', () => {
    const text = written(sampleSource, report);
    expect(text).toContain('- [x] Image Size: Target: Under 200MB final image: **PASS**, 115.9 MB');
    expect(text).toContain(
      '- [x] Image can be pushed to a registry: **PASS (stand-in)**, Pushed\n',
    );
    expect(text).toContain('- [ ] Image size under 200: **AMBIGUOUS**, No unit');
    expect(text).toContain('- [ ] Image size under 10MB: **WAIVED**, later');
  });

  it('is added at the end, and changes no byte before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n', ''), (text, end) => {
        fc.pre(!text.includes('spec-check:'));
        const source = text + end;
        expect(written(source, report).startsWith(source)).toBe(true);
      }),
    );
  });

  it('is replaced where it stands, and changes no byte around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        fc.pre(!`${before}${after}`.includes('spec-check:'));
        const text = written(`${before}${resultsBegin}\nold\n${resultsEnd}${after}`, report);
        expect(text.startsWith(before + resultsBegin)).toBe(true);
        expect(text.endsWith(resultsEnd + after)).toBe(true);
        expect(text).not.toContain('\nold\n');
      }),
    );
  });

  it('is the same after the second time, with either line break', () => {
    for (const source of [sampleSource, sampleSource.replaceAll('\n', '\r\n')]) {
      const once = written(source, report);
      expect(written(once, report)).toBe(once);
      expect(once.includes('\r\n')).toBe(source.includes('\r\n'));
    }
  });

  it('makes no diff of times, ports and digests, and one of all else', () => {
    const first = written(
      sampleSource,
      again('115.9 MB unpacked', '115.9 MB, in 0.4 s at 127.0.0.1:4000'),
    );
    expect(written(first, again('115.9 MB unpacked', '115.9 MB, in 12 ms at 127.0.0.1:5123'))).toBe(
      first,
    );
    expect(
      written(first, again('115.9 MB unpacked', '116.0 MB, in 0.4 s at 127.0.0.1:4000')),
    ).toContain('116.0 MB, in 0.4 s');
  });

  it('is no part of the spec: no promise, no proof', () => {
    expect(items(written(sampleSource, report))).toEqual(items(sampleSource));
  });

  it.each([
    ['two blocks', `${resultsBegin}\n${resultsEnd}\n${resultsBegin}\n${resultsEnd}`],
    ['no end', resultsBegin],
    ['no beginning', resultsEnd],
    ['the end first', `${resultsEnd}\n${resultsBegin}`],
  ])('is not written where there are %s', (_what, text) => {
    expect(() => written(text, report)).toThrow(expect.objectContaining({ code: 'results-block' }));
  });

  it('hides no promise: a line that is no result is an error of the spec', () => {
    const text = written(sampleSource, report).replace(
      resultsEnd,
      `- [ ] Image size under 1MB\n${resultsEnd}`,
    );
    expect(() => items(text)).toThrow(expect.objectContaining({ code: 'results-block' }));
  });
});
