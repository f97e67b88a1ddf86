import { type BuiltImage, builtImage } from '../tests/image.ts';
import { hardened, livesIn } from '../tests/large-answers.ts';

let image: BuiltImage;

beforeAll(async () => {
  image = await builtImage();
}, 6 * 60_000);

afterAll(() => image[Symbol.asyncDispose]());

it.each(['128m', '1g'])(
  'lives in %s with the largest pages and tasks, whoever reads them',
  async (memory) => {
    const limits = ['--memory', memory, '--memory-swap', memory];
    await livesIn(image.docker, [...hardened, ...limits, image.reference]);
  },
  90_000,
);
