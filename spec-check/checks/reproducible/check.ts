import { buildAgain } from '../../measuring/build-again.ts';
import { defineCheck } from '../../model/check.ts';
import { describeImage } from '../../resources/image.ts';

export const reproducible = defineCheck({
  title: 'Two builds give the same layers',
  proof:
    'The same tree is built twice without a cache, and the digests of all layers, unpacked, and the configuration are the same. The time of the build in the configuration is not compared.',
  language: {
    with: 'image container docker docker-build build ours system it every now identical commit answer twice manner run two file',
    senses: [
      { says: 'reproducible image|build|docker-build', with: 'dockerfile resource_create' },
      { says: 'build twice|commit identical' },
    ],
    examples: ['Builds are reproducible', 'Reproducible image builds'],
  },
  faults: [
    ['the time of the build', 'bad-dockerfile', '', /Layer .* differs between two builds/],
    ['something random is in a file', 'sham-dockerfile', '', /Layer .* differs between two builds/],
  ],
  goodShapes: [['reproducible']],
  needs: ['engine', 'build'],
  order: 'alone',
  limit: () => 10 * 60_000,
  run: async (_params, { engine, build }, { signal }) => {
    const once = async () => {
      const { id, command } = await buildAgain(build, 'cold', signal);
      return { ...(await describeImage(engine.docker, id, signal)), command };
    };
    const [first, second] = [await once(), await once()];
    const [own, other] = [first.contents, second.contents];
    const layers = Math.max(own.length, other.length);
    const changed = [...Array(layers).keys()].filter((index) => own[index] !== other[index]);
    return {
      holds: changed.length === 0 && JSON.stringify(first.config) === JSON.stringify(second.config),
      evidence: `Two builds without a cache have the same ${layers} layers and the same configuration`,
      wrong:
        changed.length > 0
          ? `Layer ${changed.map((index) => index + 1).join(', ')} of ${layers} differs between two builds`
          : 'The configuration differs between two builds',
      actual: `${own.join(' ')} and ${other.join(' ')}`,
      diagnosis: 'Files carry the time of the build, or something random or newly downloaded.',
      fix: 'Pin what is downloaded, remove caches and logs, and set the times of files (touch -d @0) in the same RUN.',
      measured: { layers },
      command: `${first.command}; docker image inspect --format '{{json .RootFS.Layers}}'`,
    };
  },
});
