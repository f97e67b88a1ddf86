import { casesOf, proveChecks, untested } from './prove.ts';

/**
 * Every check meets images that break its promise, for real, and must say FAIL and why; good images of
 * many shapes must pass.
 */
let proof: Awaited<ReturnType<typeof proveChecks>>['proof'];
let checked: Awaited<ReturnType<typeof proveChecks>>['checked'];

beforeAll(async () => {
  const { signal } = new AbortController();
  ({ proof, checked } = await proveChecks([], { signal, progress: () => {} }));
}, 1_500_000);

it('no check goes untested', () => {
  expect(untested()).toEqual([]);
});

it.each(
  casesOf([]).flatMap(({ image, promise, fault }) =>
    fault ? [[fault.check, fault.name, image, promise] as const] : [],
  ),
)('%s sees that %s', (check, name, image, promise) => {
  const found = proof.faults.find(
    (one) => one.check === check && one.fault === name && one.promise === promise,
  );
  // What it said, for whoever reads a failure.
  expect(found?.caught ? 'caught' : found?.said).toBe('caught');
  const words = expect.stringMatching(/./);
  const item = checked
    .get(image)
    ?.report.items.find(({ checks }) =>
      checks.some((one) => one.check === check && one.status === 'FAIL'),
    );
  expect(item?.checks.find((one) => one.check === check)).toMatchObject({
    evidence: words,
    expected: words,
    actual: words,
    fix: words,
    command: words,
  });
  expect(checked.get(image)?.report.exitCode).toBe(1);
});

const good = casesOf([]).flatMap(({ image, fault }) => (fault ? [] : image));

it.each([...new Set(good)])('no check refuses the good image %s', (image) => {
  expect(proof.alarms.filter((alarm) => alarm.image === image)).toEqual([]);
  expect(checked.get(image)?.report.exitCode).toBe(0);
});

it('keeps the secrets of the images out of reports', () => {
  for (const { report, output } of checked.values()) {
    expect(JSON.stringify(report) + output).not.toMatch(
      /vF3kQ9zLw2Xc|9f8a7b6c5d4e3f2a1b0c|kJ8sQ2mX7vR4tZ1w|f4kEbUtVaRiEd9|8dK2mQ7xVz4T/,
    );
  }
});
