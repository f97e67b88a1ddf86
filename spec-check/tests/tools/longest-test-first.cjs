const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts the test that takes half of the whole time first; Jest alone knows that from the second run on. */
module.exports = class LongestTestFirst extends Sequencer {
  /**
   * @param {import('@jest/test-result').Test[]} tests
   * @override
   */
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => order(a) - order(b));
  }
};

/** @param {import('@jest/test-result').Test} test */
function order({ path }) {
  return path.endsWith('prove.test.ts') ? 0 : 1;
}
