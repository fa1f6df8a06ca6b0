// Starts the longest test files first, so that no worker is left alone with one of them at the end. Jest itself knows how
// long a file takes from the second run on a machine only, and goes by file size on a fresh clone, as in CI.

const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');
const secondsOf = require('./test-durations.json');

/** All files that are not listed take less than those that are, and the larger ones take longer. */
const msPerByte = 0.05;

module.exports = class LongestFirstSequencer extends Sequencer {
  /** What failed the last time comes first, as Jest has it. */
  sort(tests) {
    const order = (a, b) => Number(this.hasFailed(b)) - Number(this.hasFailed(a)) || expectedMs(b) - expectedMs(a);
    return [...tests].sort(order);
  }
};

/** The list needs no care: a file that has become longer or shorter only starts at a worse moment. */
function expectedMs({ path, context }) {
  const seconds = secondsOf[relative(context.config.rootDir, path)];
  return seconds === undefined ? context.hasteFS.getSize(path) * msPerByte : seconds * 1000;
}
