import Sequencer from '@jest/test-sequencer';

/** Starts the test that takes half of the whole time first; Jest alone knows that from the second run on. */
export default class LongestTestFirst extends Sequencer {
  sort(tests) {
    const longest = ({ path }) => path.endsWith('prove.test.ts');
    const inOrder = super.sort(tests);
    return [...inOrder.filter(longest), ...inOrder.filter((test) => !longest(test))];
  }
}
