// A Jest reporter that ends every test run with the line `N passed, N failed, N skipped`.
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const suitesThatCouldNotRun = results.numRuntimeErrorTestSuites;
    this.line = `${results.numPassedTests} passed, ${results.numFailedTests + suitesThatCouldNotRun} failed, ${results.numPendingTests + results.numTodoTests} skipped`;
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
};
