// A Jest sequencer that starts the longest test files first, so that no worker runs one alone at the end. Jest itself knows
// durations only from the second run on, and sorts by file size on a fresh clone, as in CI.

const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');
const secondsOf = require('./test-durations.json');

/** Unlisted files count as shorter than listed ones, and are sorted by size. */
const msPerByte = 0.05;

module.exports = class LongestFirstSequencer extends Sequencer {
  /** Files that failed last time come first, as with Jest's own sequencer. */
  sort(tests) {
    const order = (a, b) => Number(this.hasFailed(b)) - Number(this.hasFailed(a)) || expectedMs(b) - expectedMs(a);
    return [...tests].sort(order);
  }
};

/** An outdated list only makes the order less optimal. */
function expectedMs({ path, context }) {
  const seconds = secondsOf[relative(context.config.rootDir, path)];
  return seconds === undefined ? context.hasteFS.getSize(path) * msPerByte : seconds * 1000;
}
