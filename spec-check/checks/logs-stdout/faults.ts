import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('logs-stdout', [
  ['it prints nothing', 'ignores DATABASE_URL', '', /It prints nothing/],
  ['a line of text', 'logs too much', 'json=true', /A line is no JSON object/],
  ['it logs to a file', 'answers 500', '', /It logs to a file: \/tmp\/app.log/],
]);

export const goodShapes = goodShapesOf('logs-stdout', 'can be watched', ['json=true']);
