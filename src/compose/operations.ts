// Composes the handlers for operators: health, overview, poisoned messages, the generic starter and the clean-up.

import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeDurableFinishedInstances } from '../adapters/durable/durable-finished-instances';
import { makeDurableStarter } from '../adapters/durable/durable-starter';
import { probeStorage } from '../adapters/storage/storage-probe';
import { makeOperationsHandlers } from '../operations/handlers';
import { makeOperationsJobHandlers } from '../operations/job-handlers';
import { makeOverviewHandlers } from '../operations/overview-handlers';
import { makeStartHandlers } from '../operations/start-handlers';
import { makeOrdersOverview } from '../orders/http/orders-overview';
import { makeHealth } from '../shared/http/health';
import { importCatalog } from './catalog';
import { allOrders, cartDocuments, config, now, storage } from './ground';
import { jobs, records, registerUpload } from './pictures';
import { makePoisonQueues } from './poison-queues';

const queues = makePoisonQueues({ storage, records, jobs, registerUpload, importCatalog, now });

export const operations = {
  ...makeHealth({
    storage: () => probeStorage(storage),
    ...(cartDocuments && { cosmos: cartDocuments.probe }),
  }),
  ...makeOperationsHandlers(queues),
  ...makeOverviewHandlers({
    ordersOverview: makeOrdersOverview({
      allOrders,
      ...config.orders,
      approvalTimeoutMs: config.orders.approval.timeoutMs,
      now,
    }),
    queues,
    now,
  }),
  ...makeStartHandlers({
    starterOf: (context) => makeDurableStarter(durableClientOf(context)),
    orchestrators: [
      'orderOrchestrator',
      'shipmentOrchestrator',
      'refundOrchestrator',
      'resolutionOrchestrator',
      'cartOrchestrator',
    ],
  }),
  ...makeOperationsJobHandlers({
    instancesOf: (context) => makeDurableFinishedInstances(durableClientOf(context)),
    ...config.history,
    now,
  }),
};
