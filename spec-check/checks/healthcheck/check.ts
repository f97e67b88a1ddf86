import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeHealthcheck } from './measure.ts';
import { watchHealth } from './watch.ts';

/** HEALTHCHECK tells health. */
export const healthcheck = defineCheck({
  id: 'healthcheck',
  title: 'HEALTHCHECK tells health',
  proof:
    'It is declared so that it notices within half an hour; it turns healthy when the API is up, unhealthy when its process is frozen, as two probes in a row say, and healthy when it goes on; its probe fails on an answer of 500, and asks the port that the spec says can be moved.',
  topics: [
    'health check',
    'healthcheck',
    'docker health check',
    'container health',
    'health monitoring',
    'health checks',
    'monitoring',
  ],
  examples: [
    'The image declares a HEALTHCHECK',
    'Health check: Built-in endpoint for orchestrator monitoring',
    'Container becomes healthy',
  ],
  sentences: [
    {
      template:
        '[<dockerfile>|<image>] [(declares|has|defines|contains|includes|ships|comes)] (healthcheck|docker health check|docker healthcheck|built in health check|container health check|healthcheck instruction) [instruction|directive] [(declared|defined|present|configured|included|set|works|working|<dockerfile>|<image>)]*',
    },
    {
      template:
        '(healthcheck|docker health check|docker healthcheck) (declared|defined|present|configured|included|set) [(liveness|readiness|orchestrator|orchestration|container|docker|health)]* [(probe|probes|monitoring|orchestrator)]',
    },
    {
      template:
        '[docker] healthcheck [instruction|directive] (reports|shows|tells|reflects) [<container>] (status|health|health status) [correctly|accurately|properly|truthfully]',
    },
    {
      template:
        '(health check|healthcheck) (built in|built into image|built into <dockerfile>|defined <dockerfile>|declared <dockerfile>|configured <dockerfile>)',
    },
    {
      template:
        '(health check|healthcheck) built in (endpoint|check|probe) [orchestrator|orchestration|container|docker]* (monitoring|monitor|orchestrator|health)',
    },
    {
      template:
        'built in (endpoint|check|probe|health check|healthcheck) [orchestrator|orchestration|container]* (monitoring|orchestrator)',
      under: ['health check', 'healthcheck'],
    },
    {
      template:
        '<container> (reports|becomes|turns|shown as|shows|marked|reported) healthy [docker|({docker-ps})]',
    },
    {
      template:
        '(healthcheck|health check|docker healthcheck|healthcheck instruction) (defined|declared|configured|set|present)* [<dockerfile>|<image>] and (reports|becomes|turns|passes|works|reported|shows) [<container>] [healthy]',
    },
    {
      template:
        '<container> (reports|becomes|turns|shows|shown as|marked|reported) healthy [itself|status]* (after|once|when) (start|startup|started|starting|start up)',
    },
    {
      template:
        '(docker|orchestrator|engine|healthcheck|health check) (marks|reports|shows|flags|sees) <container> [as] unhealthy (when|if|once) <container> (hangs|frozen|freezes|not respond|not responding|not answer|not answering|unresponsive|stops responding|stops answering|stuck)',
    },
    {
      template:
        '<container> (becomes|turns|reported|marked|shown|flagged|goes) [as] unhealthy (when|if|once) <container> (hangs|frozen|freezes|not respond|not responding|not answer|not answering|unresponsive|stops responding|stops answering|stuck)',
    },
    {
      template:
        '({docker-ps}|docker) (shows|reports|says|lists|prints|returns|gives|display|displays) [<container>] [status|state|as|health]* healthy [<container>]',
    },
  ],
  instruction: 'HEALTHCHECK',
  faults,
  params: z.strictObject({}),
  describe: () =>
    'the HEALTHCHECK turns healthy when the API is up, and unhealthy when it is frozen',
  needs: ['engine', 'image', 'containers', 'container'],
  order: 'first',
  run: async (_params, { engine, image, containers, container }, { signal, yieldTurn }) => {
    const { healthcheck: declared } = image.config;
    const parts = { engine, image, containers, shared: container };
    const seen = declared && (await watchHealth(declared, parts, { signal, yieldTurn }));
    return judgeHealthcheck(declared, seen, image);
  },
});
