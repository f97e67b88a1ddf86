import type { Fault } from '../../model/fault.ts';

export const faults: readonly Fault[] = [
  {
    name: 'the probe asks nothing',
    image: 'is large, runs as root and has a HEALTHCHECK that always says yes',
    promise: 'The image declares a HEALTHCHECK',
    says: /Still healthy .* after the API was frozen|succeeds while what it asks answers 500/,
  },
  {
    name: 'no HEALTHCHECK',
    image: 'has a root named appuser, a DATABASE_URL of its own and no HEALTHCHECK',
    promise: 'The image declares a HEALTHCHECK',
    says: /declares no HEALTHCHECK/,
  },
  {
    name: 'the probe never succeeds',
    image: 'says USER 0:0 and has a HEALTHCHECK that never says yes',
    promise: 'Container becomes healthy',
    says: /does not turn healthy/,
  },
  {
    name: 'the status is ignored',
    image: 'has a probe that ignores what it is told',
    promise: 'The image declares a HEALTHCHECK',
    says: /succeeds while what it asks answers 500/,
  },
  {
    name: 'it comes once a day',
    image: 'is asked for its health once a day',
    promise: 'The image declares a HEALTHCHECK',
    says: /24|1440|86400/,
  },
];
