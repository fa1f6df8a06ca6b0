// Composes the handlers for operators: health, overview, poisoned messages, the generic starter and the clean-up.

import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeDurableFailedRuns } from '../adapters/durable/durable-failed-runs';
import { makeDurableFinishedInstances } from '../adapters/durable/durable-finished-instances';
import { makeDurableStarter } from '../adapters/durable/durable-starter';
import { instancePagesOf } from '../adapters/durable/instance-pages';
import { probeStorage } from '../adapters/storage/storage-probe';
import { cartWatchSchema } from '../carts/cart-watch-schema';
import { makeOperationsHandlers } from '../operations/handlers';
import { makeOperationsJobHandlers } from '../operations/job-handlers';
import { makeOverviewHandlers } from '../operations/overview-handlers';
import { makeStartHandlers } from '../operations/start-handlers';
import { unknownRoute } from '../operations/unknown-route';
import { makeOrdersOverview } from '../orders/http/orders-overview';
import { orderRunSchemas } from '../orders/saga/run-schemas';
import { makeHealth } from '../shared/http/health';
import { importCatalog } from './catalog';
import { allOrders, cartDocuments, config, now, storage } from './ground';
import { jobs, records, registerUpload } from './pictures';
import { makePoisonQueues } from './poison-queues';

const queues = makePoisonQueues({ storage, records, jobs, registerUpload, importCatalog, now });

export const operations = {
  unknownRoute,
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
    failedRunsOf: (context) => makeDurableFailedRuns(instancePagesOf(context)),
    queues,
    now,
  }),
  ...makeStartHandlers({
    starterOf: (context) => makeDurableStarter(durableClientOf(context)),
    orchestrators: { ...orderRunSchemas, cartOrchestrator: cartWatchSchema },
  }),
  ...makeOperationsJobHandlers({
    instancesOf: (context) =>
      makeDurableFinishedInstances({ client: durableClientOf(context), pages: instancePagesOf(context) }),
    ...config.history,
    now,
  }),
};
