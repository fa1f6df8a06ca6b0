// Sets a test timeout per project (see jest.config.js), because Jest supports `testTimeout` only for the whole run.
jest.setTimeout(globalThis.testTimeLimitMs);
