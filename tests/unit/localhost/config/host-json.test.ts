import { availableParallelism } from 'node:os';
import { parseHostJson } from '../../../../localhost/config/host-json';

const cores = availableParallelism();
const withExtensions = (extensions: object) => ({ version: '2.0', extensions });

describe('host.json', () => {
  it('uses the defaults of the platform', () => {
    expect(parseHostJson({ version: '2.0' }, {})).toEqual({
      functionTimeoutMs: 1_800_000,
      logLevel: {},
      http: { routePrefix: 'api', maxOutstandingRequests: -1, customHeaders: {} },
      queues: {
        batchSize: 16,
        newBatchThreshold: 8 * cores,
        maxDequeueCount: 5,
        visibilityTimeoutMs: 0,
        maxPollingIntervalMs: 60_000,
        messageEncoding: 'base64',
      },
      blobs: { maxDegreeOfParallelism: 8 * cores, poisonBlobThreshold: 5 },
      durableTask: {
        hubName: 'TestHubName',
        versionMatchStrategy: 'CurrentOrOlder',
        versionFailureStrategy: 'Reject',
        maxConcurrentActivityFunctions: 10 * cores,
        maxConcurrentOrchestratorFunctions: 10 * cores,
        maxConcurrentEntityFunctions: 10 * cores,
        maxEntityOperationBatchSize: 5000,
        maxOrchestrationActions: 100_000,
        overridableExistingInstanceStates: 'NonRunningStates',
        defaultAsyncRequestSleepTimeMs: 30_000,
        maxQueuePollingIntervalMs: 30_000,
        partitionCount: 4,
      },
      warnings: [],
    });
  });

  it('reads names case-insensitively', () => {
    const parsed = parseHostJson(
      withExtensions({ http: { routePrefix: '' }, Queues: { BatchSize: 4, maxPollingInterval: '00:00:02.5' } }),
      {},
    );
    expect(parsed.http.routePrefix).toBe('');
    expect(parsed.queues).toMatchObject({ batchSize: 4, newBatchThreshold: 2 * cores, maxPollingIntervalMs: 2500 });
  });

  it('lets settings override paths', () => {
    const parsed = parseHostJson(withExtensions({ queues: { batchSize: 4 } }), {
      AzureFunctionsJobHost__extensions__queues__batchSize: '8',
      azurefunctionsjobhost__extensions__durableTask__hubName: 'Other',
      'AzureFunctionsJobHost:logging:logLevel:default': 'Warning',
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval: '00:00:01',
    });
    expect(parsed.queues.batchSize).toBe(8);
    expect(parsed.durableTask).toMatchObject({ hubName: 'Other', maxQueuePollingIntervalMs: 1_000 });
    expect(parsed.logLevel).toEqual({ default: 'Warning' });
  });

  it('reads the hub name from a setting, and treats -1 as no time limit', () => {
    const root = { ...withExtensions({ durableTask: { hubName: '%HUB%' } }), functionTimeout: '-1' };
    const parsed = parseHostJson(root, { HUB: 'Hub7' });
    expect(parsed.durableTask.hubName).toBe('Hub7');
    expect(parsed).not.toHaveProperty('functionTimeoutMs');
  });

  it('warns of settings without effect', () => {
    const { warnings } = parseHostJson(withExtensions({ durableTask: { storageProvider: { type: 'mssql' } } }), {});
    expect(warnings).toEqual([expect.stringContaining('"mssql" is not used here')]);
  });

  it.each([
    [{}, '"version" must be "2.0"'],
    [withExtensions({ queues: { batchSize: 33 } }), 'queues.batchSize must be a whole number from 1 to 32, not 33'],
    [withExtensions({ queues: { visibilityTimeout: 'soon' } }), 'queues.visibilityTimeout must be a duration hh:mm:ss'],
    [withExtensions({ queues: { messageEncoding: 'hex' } }), 'queues.messageEncoding must be one of base64, none'],
    [withExtensions({ durableTask: { hubName: 'a-b' } }), 'hubName must be 3 to 45 letters and digits'],
    [withExtensions({ http: { routePrefix: 7 } }), 'http.routePrefix must be a string, not 7'],
  ])('refuses %j', (root, reason) => {
    expect(() => parseHostJson(root, {})).toThrow(reason);
  });
});
