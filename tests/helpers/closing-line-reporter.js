// Ends every test run with one plain line, `N passed, N failed, N skipped`, which people and CI can read alike.
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const suitesThatCouldNotRun = results.numRuntimeErrorTestSuites;
    this.line = `${results.numPassedTests} passed, ${results.numFailedTests + suitesThatCouldNotRun} failed, ${results.numPendingTests + results.numTodoTests} skipped`;
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
};
