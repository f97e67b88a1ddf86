import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeBuild } from './measure.ts';

/** The Dockerfile builds. */
export const builds = defineCheck({
  id: 'builds',
  title: 'The Dockerfile builds',
  proof:
    'A real build of the current tree; on failure the instruction, its line and the last output.',
  topics: ['build', 'docker build', 'image build', 'container build'],
  examples: [
    'Container builds successfully without errors',
    '`docker build` succeeds',
    'The image can be built from the Dockerfile',
  ],
  sentences: [
    {
      template:
        '<image> (builds|build|built|can built|can build) [from <dockerfile>|from scratch|from source] [locally] [<cleanly>] [<cleanly>] [locally]',
    },
    {
      template:
        '[<image>] (build|building) [<image>] (succeeds|works|passes|completes|finishes|finish|complete) [<cleanly>]',
    },
    {
      template:
        '({docker-build}|docker build) (succeeds|works|passes|completes|complete|finishes|finish|runs|exits 0|run through|goes through) [<cleanly>]',
    },
    {
      template:
        '(docker build|image build|build|{docker-build}|building <image>) (exits|ends|finishes|completes|terminates|returns) [with] [exit] (code|status) 0',
    },
    {
      template:
        '[when|if] [<actor>] [run|runs|execute|call] {docker-build} [then] [<image>] (produced|created|built|comes out) [<cleanly>]',
    },
    { template: '{docker-build} (produces|creates|yields|gives) <image> [<cleanly>]' },
    { template: '<actor> can build [<image>] [from <dockerfile>] [<cleanly>]' },
    { template: '<dockerfile> (builds|can built|produces <image>|builds <image>) [<cleanly>]' },
  ],
  faults,
  params: z.strictObject({}),
  describe: () => 'a real build of this Dockerfile ends without an error',
  needs: ['build'],
  run: async (_params, { build }) => judgeBuild(build),
});
