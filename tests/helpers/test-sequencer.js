// Starts the long test files first, so that no worker is left alone with one of them at the end. Jest itself knows how
// long a file takes from the second run on a machine only, and goes by file size on a fresh clone, as in CI.
//
// test-order.json begins with the two longest: one waits most of its time, the other computes and measures. Those that
// follow mostly wait, so that they leave the processor to it. Then come all that took four seconds or more.

const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');
const listed = require('./test-order.json');

module.exports = class TestSequencer extends Sequencer {
  /** What failed the last time comes first, as Jest has it; then the list; then all others, the largest file first. */
  sort(tests) {
    return [...tests].sort(
      (a, b) => Number(this.hasFailed(b)) - Number(this.hasFailed(a)) || place(a) - place(b) || size(b) - size(a),
    );
  }
};

/** The list needs no care: a file that is new or has become longer only starts at a worse moment. */
function place({ path, context }) {
  const index = listed.indexOf(relative(context.config.rootDir, path));
  return index === -1 ? listed.length : index;
}

function size({ path, context }) {
  return context.hasteFS.getSize(path) ?? 0;
}
