/** Of property tests: the same in every run of `npm test`, another one by `SEED=7 npm test`. */
export const seed = Number(process.env.SEED ?? 1);
