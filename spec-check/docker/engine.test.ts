import { engineAdvice, type MachineFacts } from './engine.ts';

const stopped =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const machine: MachineFacts = {
  platform: 'linux',
  root: false,
  apt: true,
  dockerd: false,
  chosen: undefined,
  said: '',
};

describe('where no Docker engine answers', () => {
  it.each<[string, Partial<MachineFacts>, string, string]>([
    ['root on a bare Debian installs it', { root: true }, 'install', ''],
    ['root with a client only installs it', { root: true, said: stopped }, 'install', ''],
    ['root with an engine starts it', { root: true, dockerd: true, said: stopped }, 'start', ''],
    [
      'root without apt is told where to get it',
      { root: true, apt: false },
      'tell',
      'docs.docker.com/engine/install',
    ],
    ['Linux without root gets the apt line', {}, 'tell', 'sudo apt-get install -y docker.io'],
    [
      'Linux without root and with an engine starts it',
      { dockerd: true, said: stopped },
      'tell',
      'systemctl start docker',
    ],
    [
      'a forbidden socket wants the group',
      { dockerd: true, said: 'permission denied while trying to connect' },
      'tell',
      'usermod -aG docker',
    ],
    [
      'macOS without Docker installs Desktop',
      { platform: 'darwin', apt: false },
      'tell',
      'Install Docker Desktop',
    ],
    [
      'macOS with Docker starts Desktop',
      { platform: 'darwin', apt: false, said: stopped },
      'tell',
      'Start Docker Desktop',
    ],
    ['Windows needs WSL 2', { platform: 'win32', apt: false }, 'tell', 'WSL 2'],
    [
      'a chosen engine is never replaced, not even for root',
      { root: true, dockerd: true, chosen: 'tcp://127.0.0.1:1', said: stopped },
      'tell',
      'DOCKER_HOST',
    ],
    [
      'a wrong setting of the client starts no second engine',
      {
        root: true,
        dockerd: true,
        said: 'Error response from daemon: client version 1.99 is too new. Maximum supported API version is 1.47',
      },
      'tell',
      'DOCKER_API_VERSION',
    ],
  ])('%s', (_title, facts, action, hint) => {
    const advice = engineAdvice({ ...machine, ...facts });
    expect(typeof advice === 'string' ? advice : 'tell').toBe(action);
    if (typeof advice !== 'string') expect(advice.hint).toContain(hint);
  });
});
