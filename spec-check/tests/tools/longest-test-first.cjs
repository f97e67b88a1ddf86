const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts the properties of the language first: in a worker that holds the modules of many tests they take minutes instead of seconds. Jest alone knows what takes long from the second run on. */
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
  return path.endsWith('properties.test.ts') ? 0 : 1;
}
