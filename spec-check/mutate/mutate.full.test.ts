import { goodImage } from './tests/good-image.ts';

it(
  'proposes what, added to the spec, catches every mutant that shipped',
  async () => {
    await using scope = new AsyncDisposableStack();
    const { under } = await goodImage(scope, AbortSignal.timeout(30 * 60_000));
    const promises = ['Container does not run as root', '`/health` answers 200'];
    const { mutants } = await under(promises);
    const ships = mutants.filter(({ fate }) => fate === 'ships');
    expect(ships.length).toBeGreaterThan(15);
    const added = new Set(ships.map(({ promise }) => promise ?? ''));
    const after = await under([...promises, ...added]);
    const isStillThere = ({ fault, fate }: (typeof mutants)[number]) =>
      fate !== 'noticed' && ships.some((one) => one.fault === fault);
    expect(after.mutants.filter(isStillThere)).toEqual([]);
  },
  30 * 60_000,
);
