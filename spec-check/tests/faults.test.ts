import { type CheckedImages, checkImages } from './faults/check-images.ts';
import { type FaultyImage, faultyImages, goodPromises } from './faults/faults.ts';

/**
 * Every check meets images that break its promise, for real, and must say FAIL and why. The same image
 * without a fault passes all of them: it is the fault that is seen, and nothing else.
 */
let checked: CheckedImages;

/** Twenty containers at once would measure the machine: the promises are kept in two runs. */
const portions = [goodPromises.slice(0, 12), goodPromises.slice(12)];
const good = (index: number) => `good ${index}`;

beforeAll(async () => {
  checked = await checkImages({
    ...faultyImages,
    ...Object.fromEntries(portions.map((promises, index) => [good(index), { promises }])),
  });
}, 400_000);

afterAll(async () => {
  await checked[Symbol.asyncDispose]();
}, 60_000);

it.each(portions.map((promises, index) => [index + 1, promises, index] as const))(
  'the image without a fault keeps every promise, part %i',
  (_part, promises, index) => {
    const { report, exitCode } = checked.result(good(index));
    const seen = report.items.map(({ text, status, evidence }) => ({
      text,
      status,
      why: status === 'PASS' ? '' : evidence,
    }));
    expect(seen).toEqual(
      promises.map(() => ({ text: expect.any(String), status: 'PASS', why: '' })),
    );
    expect(exitCode).toBe(0);
  },
);

describe.each(Object.entries(faultyImages))('an image that %s', (name, { faults }: FaultyImage) => {
  it.each(faults.map((fault) => [fault.check, fault.promise, fault] as const))(
    'fails %s: %s',
    (check, promise, { says }) => {
      const { report, exitCode } = checked.result(name);
      const index = faults.findIndex((fault) => fault.promise === promise);
      const result = report.items[index]?.checks.find((one) => one.check === check);
      const words = expect.stringMatching(/./);
      expect(result).toMatchObject({
        status: 'FAIL',
        evidence: words,
        expected: words,
        actual: words,
        fix: words,
        command: words,
      });
      expect([result?.evidence, result?.actual, result?.diagnosis].join('\n')).toMatch(says);
      expect(exitCode).toBe(1);
    },
  );

  it('keeps its secrets out of the report', () => {
    const { report, output } = checked.result(name);
    expect(JSON.stringify(report) + output).not.toMatch(
      /vF3kQ9zLw2Xc|9f8a7b6c5d4e3f2a1b0c|kJ8sQ2mX7vR4tZ1w|f4kEbUtVaRiEd9|8dK2mQ7xVz4T/,
    );
  });
});
