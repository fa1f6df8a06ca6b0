// Composes the handlers for operators: health, overview, poisoned messages, the generic starter and the clean-up.

import { durableClientOf } from '../adapters/durable/durable-client-of';
import { makeDurableFailedRuns } from '../adapters/durable/durable-failed-runs';
import { makeDurableFinishedInstances } from '../adapters/durable/durable-finished-instances';
import { makeDurableStarter } from '../adapters/durable/durable-starter';
import { instancePagesOf } from '../adapters/durable/instance-pages';
import { makeBlobDeadLetters } from '../adapters/storage/blob-dead-letters';
import { probeStorage } from '../adapters/storage/storage-probe';
import { cartWatchSchema } from '../carts/cart-watch-schema';
import { makeSweepDeadLetters } from '../operations/dead-letters';
import { makeOperationsHandlers } from '../operations/handlers';
import { makeOperationsJobHandlers } from '../operations/job-handlers';
import { makeOverviewHandlers } from '../operations/overview-handlers';
import { makeStartHandlers } from '../operations/start-handlers';
import { makeSweepHandlers } from '../operations/sweep-handlers';
import { makeUnknownRoute } from '../operations/unknown-route';
import { makeOrdersOverview } from '../orders/http/orders-overview';
import { orderRunSchemas } from '../orders/saga/run-schemas';
import { makeHealth } from '../shared/http/health';
import { routeTable } from './app';
import { importCatalog, sweepCatalogFiles } from './catalog';
import { allOrders, cartDocuments, config, now, storage } from './ground';
import { jobs, records, registerUpload, sweepUploads } from './pictures';
import { makePoisonQueues, makeUploadEvents } from './poison-queues';
import { sweepsOfWebhooks, webhookQueue } from './webhooks';

const uploads = { records, jobs, registerUpload, importCatalog, now };
const queues = makePoisonQueues({ storage, webhookQueue, ...uploads });
const { pictureUploaded, catalogUploaded } = makeUploadEvents(uploads);
const sweepDeadLetters = makeSweepDeadLetters(makeBlobDeadLetters(storage), {
  uploads: pictureUploaded,
  'catalog-uploads': catalogUploaded,
});

export const operations = {
  ...makeUnknownRoute(routeTable.methodsAt),
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
  ...makeSweepHandlers([sweepDeadLetters, sweepUploads, sweepCatalogFiles, ...sweepsOfWebhooks]),
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
