// Counting operations: which requests count, and how logs and histories are read.

import { billedSeconds, readHostLog } from '../../../scripts/count/host-log';
import { classifyText } from '../../helpers/recorded-request';

describe('a request to storage is counted', () => {
  test.each([
    ['blob PUT /renditions/pic_1/thumb.jpg 201', 'blobWrites'],
    ['blob PUT /uploads/mug/pic_1?sv=2026&sig=x 201', 'blobWrites'],
    ['blob GET /uploads/mug/pic_1 200', 'blobReads'],
    ['blob HEAD /uploads/mug/pic_1 404', 'blobReads'],
    ['blob GET /renditions?restype=container&comp=list 200', 'blobWrites'],
    ['queue POST /picture-jobs/messages 201', 'queueOperations'],
    ['queue GET /picture-jobs/messages?numofmessages=16 200', 'queueOperations'],
    ['queue DELETE /picture-jobs/messages/1?popreceipt=x 204', 'queueOperations'],
    ["table GET /orders(PartitionKey='a',RowKey='b') 200", 'tableOperations'],
    ['table POST /$batch 202', 'tableOperations'],
  ])('%s as %s', (text, kind) => {
    expect(classifyText(text)).toBe(kind);
  });
});

describe('a request to storage is not counted', () => {
  test.each([
    ['blob PUT /azure-webjobs-hosts/locks/host?comp=lease 200', 'the host keeps its lock'],
    ['blob GET /uploads?restype=container&comp=list 200', 'events take the place of the scan'],
    ['blob DELETE /uploads/mug/pic_1 202', 'deletions cost nothing'],
    ['blob PUT /outbox?restype=container 201', 'containers are made by Bicep'],
    ['queue PUT /picture-jobs 201', 'queues are made by Bicep'],
    ['table POST /Tables 409', 'tables are made by Bicep'],
    ['queue GET /picture-jobs/messages?numofmessages=16 200 empty', 'looks into empty queues belong to idling'],
    ['table GET /orders() 503', 'a service that failed bills nothing'],
  ])('%s: %s', (text) => {
    expect(classifyText(text)).toBeUndefined();
  });
});

test('the host’s log yields executions, lines and the time in which a function ran', () => {
  const log = [
    "[2026-11-24T10:00:00.000Z] Executing 'Functions.placeOrder' (Reason='x', Id=a-1)",
    "[2026-11-24T10:00:00.500Z] Executing 'Functions.orderOrchestrator' (Reason='x', Id=b-2)",
    '[2026-11-24T10:00:00.600Z] the app says something',
    "[2026-11-24T10:00:01.500Z] Executed 'Functions.placeOrder' (Succeeded, Id=a-1, Duration=1500ms)",
    "[2026-11-24T10:00:02.000Z] Executed 'Functions.orderOrchestrator' (Failed, Id=b-2, Duration=1500ms)",
    "[2026-11-24T10:00:10.000Z] Executing 'Functions.getOrder' (Reason='x', Id=c-3)",
    "[2026-11-24T10:00:30.000Z] Executed 'Functions.getOrder' (Succeeded, Id=c-3, Duration=20000ms)",
    'a line without a time',
  ].join('\n');
  expect(readHostLog(log, ['getOrder'])).toEqual({
    executions: { placeOrder: 1, orderOrchestrator: 1, getOrder: 1 },
    lines: 7,
    activeSeconds: 2,
  });
});

test.each([
  [[], 0],
  [[{ from: 0, to: 0.2 }], 1],
  [[{ from: 0, to: 3 }], 3],
  [
    [
      { from: 5, to: 5.1 },
      { from: 0, to: 0.1 },
    ],
    2,
  ],
  [
    [
      { from: 0, to: 0.1 },
      { from: 0.5, to: 1.4 },
    ],
    1.4,
  ],
  [
    [
      { from: 0, to: 4 },
      { from: 1, to: 2 },
    ],
    4,
  ],
])('the intervals %j are billed as %d s', (stretches, seconds) => {
  expect(billedSeconds(stretches)).toBeCloseTo(seconds);
});
