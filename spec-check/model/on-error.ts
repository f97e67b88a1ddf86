/** A handler for `catch`: gives what `then` makes of an error of this class, and throws every other one. */
export const onError =
  <E extends Error, T>(kind: abstract new (...args: never[]) => E, then: (error: E) => T) =>
  (error: unknown): T => {
    if (error instanceof kind) return then(error);
    throw error;
  };
