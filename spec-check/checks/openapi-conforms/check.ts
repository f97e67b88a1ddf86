import { defineCheck } from '../../model/check.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const openapiConforms = defineCheck({
  title: 'The API keeps its OpenAPI document',
  proof:
    'A container of its own is asked for every operation of the document that it serves, with good input and with input that the document refuses. Status codes, content types and bodies of JSON must be as described, input that is refused must not be accepted, and no 5xx comes that is not described by its own number. What was not tried is said.',
  language: {
    with: 'app endpoint answer ours every manner correctly now running container http-word body its',
    senses: [
      {
        says: 'app|endpoint|answer|http-word|body|implementation conform openapi-page|openapi-contract',
      },
      { says: 'contract-test pass', with: 'openapi-page against' },
    ],
    examples: [
      'API responses match the OpenAPI schema',
      'The API conforms to its OpenAPI specification',
      'Schemathesis passes',
    ],
  },
  faults: [
    ['another status', 'other-status', '', /→ 200[\s\S]*describes 201/],
    ['a body of another shape', 'other-body', '', /must have required property/],
    ['a second resource fails', 'users-fail', '', /users[\s\S]*→ 500/],
    ['it accepts what is refused', 'accepts-anything', '', /accepts a body without title/],
  ],
  goodShapes: [['usual'], ['patch-only'], ['uuid']],
  describe: () => 'every documented operation, with good and bad input, answers as described',
  needs: ['containers', 'image'],
  limit: () => 5 * 60_000,
  run: async (_params, { containers, image: { api: hints } }, { signal }) => {
    const { readApi } = await import('../../api-client/discover.ts');
    const { tryEverything } = await import('./measure.ts');
    const { judgeConformance } = await import('./judge.ts');
    await using container = await containers.launch({ purpose: 'openapi' }, signal);
    const baseUrl = await container.answers(signal);
    const api = await readApi(baseUrl, hints, signal);
    if (api.at === undefined)
      throw new Ambiguous(
        'No OpenAPI document is served in the usual places',
        'Serve it at /openapi.json.',
      );
    return judgeConformance(api, await tryEverything({ baseUrl, api, signal }), container);
  },
});
