// Jest takes `testTimeout` from the whole run only; this gives every project a limit of its own (see jest.config.js).
jest.setTimeout(globalThis.testTimeLimitMs);
