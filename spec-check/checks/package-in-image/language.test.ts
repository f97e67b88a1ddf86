import { testLanguage } from '../tests/test-language.ts';
import { packageInImage } from './check.ts';

testLanguage(packageInImage, {
  accepts: [
    ['tini installed for proper signal handling', { packages: ['tini'] }],
    ['Neither curl nor wget is in the image', { packages: ['curl', 'wget'], absent: true }],
    ['No build tools (gcc, git) in the image', { packages: ['git'], absent: true }],
    ['The image includes git', { packages: ['git'] }],
    ['Image includes curl for health checks', { packages: ['curl'] }],
    ['gcc and make are absent from the runtime image', { packages: ['gcc', 'make'], absent: true }],
    ['git is not included', { packages: ['git'], absent: true }],
    ['No package manager', { packages: ['apt', 'apk', 'dpkg', 'rpm', 'yum', 'dnf'], absent: true }],
    [
      'No gcc, make or python in the runtime stage',
      { packages: ['gcc', 'make', 'python'], absent: true },
    ],
    ['No git, ssh or node in the image', { packages: ['git', 'ssh', 'node'], absent: true }],
    [
      'Image does not contain `node` or `gcc` binaries',
      { packages: ['node', 'gcc'], absent: true },
    ],
    ['UV not present in final image', { packages: ['uv'], absent: true }],
    ['curl and wget are not installed', { packages: ['curl', 'wget'], absent: true }],
    [
      'Keep gcc/build-essential out of the runtime image',
      { packages: ['gcc', 'build-essential'], absent: true },
    ],
    ['No curl in production', { packages: ['curl'], absent: true }],
    ['No sudo in image', { packages: ['sudo'], absent: true }],
    [
      'No package manager in the final image',
      { packages: ['apt', 'apk', 'dpkg', 'rpm', 'yum', 'dnf'], absent: true },
    ],
    ['`curl` is not installed in the image', { packages: ['curl'], absent: true }],
    ['No gcc or make in the final image', { packages: ['gcc', 'make'], absent: true }],
    ['Keep git out of the runtime image', { packages: ['git'], absent: true }],
    ['`pandoc` is available in the container', { packages: ['pandoc'] }],
    ['The package `curl` is installed in the image', { packages: ['curl'] }],
    ['`tini` is installed in the container', { packages: ['tini'] }],
    ['System MUST install wget in the image', { packages: ['wget'] }],
  ],
  refuses: [
    'Never commit to git',
    'node_modules is available in the container',
    'tini installed in the builder stage',
    'npm installed',

    'Serving the docs from the application container',
    'curl is absent in the logs',
    'git is not present on the host',
    'No package manager is needed',
    'No package manager on the host',
    'Install nothing with pip',
    'No curl in production tests',
    'Dockerfile present for API image',
    'The image has a package manager',
    'The image is built without git',
    'No git history in the image',
    '`/ready` is available in the container',
    'Packages are installed in the image',
    '`npm` is installed on the host',
  ],
});
