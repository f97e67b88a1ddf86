import { Ambiguous } from '../model/verdict.ts';
import { stagesOf } from './used-stages.ts';

it('an image alone does not tell what its Dockerfile says', () => {
  expect(() => stagesOf({ kind: 'given', reference: 'x' })).toThrow(Ambiguous);
});
