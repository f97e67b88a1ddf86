/** Between these, `check --write` keeps what the last run said. It is read by people alone: nothing in it is a promise or a proof. */
export const resultsBegin = '<!-- spec-check: results of the last run, written by --write -->';
export const resultsEnd = '<!-- spec-check: end of the results -->';
