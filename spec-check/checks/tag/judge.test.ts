import { verdictOf } from '../../model/verdict.ts';
import { judgeTag } from './check.ts';

it.each<[object, string[], 'PASS' | 'FAIL']>([
  [{ form: 'version' }, ['api:1.2.3'], 'PASS'],
  [{ form: 'version' }, ['api:v1.2.3-rc.1'], 'PASS'],
  [{ form: 'version' }, ['api:1.2', 'api:latest'], 'FAIL'],
  [{ form: 'version' }, [], 'FAIL'],
  [{ form: 'commit' }, ['api:3f2a9c1'], 'PASS'],
  [{ form: 'commit' }, ['api:20260101'], 'FAIL'],
  [{ form: 'commit' }, ['api:latest'], 'FAIL'],
  [{ tag: '1.4.0' }, ['localhost:5000/api:1.4.0'], 'PASS'],
  [{ tag: 'api:1.4.0' }, ['api:1.4.0'], 'PASS'],
  [{ tag: 'api:1.4.0' }, ['other:1.4.0'], 'FAIL'],
  [{ tag: '1.4' }, ['api:1.4.0'], 'FAIL'],
])('%j of %j: %s', (claim, tags, status) => {
  expect(verdictOf(judgeTag(claim, tags, 'sha256:1')).status).toBe(status);
});
