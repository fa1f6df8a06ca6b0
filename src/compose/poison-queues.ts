// Every queue whose messages can be poisoned: where the poisoned messages are, and how to describe and replay them.

import { makeCarrierMessages } from '../adapters/sandbox/sandbox-carrier-reports';
import { carrierQueueName } from '../adapters/sandbox/sandbox-tracking';
import { parkedJobsQueue, pictureJobsQueue } from '../adapters/storage/queue-picture-jobs';
import { makeQueuePoisonStore } from '../adapters/storage/queue-poison-store';
import { webhooksQueue } from '../adapters/storage/queue-webhooks';
import type { Storage } from '../adapters/storage/storage';
import type { ImportCatalog } from '../catalog/import-catalog';
import { makeImportMessages } from '../catalog/import-messages';
import { makeBlobTriggerMessages } from '../operations/blob-trigger-messages';
import type { PoisonQueue } from '../operations/poison';
import { type JobMessagesDeps, makeJobMessages, makeUploadMessages } from '../pictures/job-messages';
import type { RegisterUpload } from '../pictures/register-upload';
import { makeWebhookMessages } from '../webhooks/poison-messages';
import type { WebhookQueue } from '../webhooks/ports';

export interface PoisonQueuesDeps extends JobMessagesDeps {
  storage: Storage;
  registerUpload: RegisterUpload;
  importCatalog: ImportCatalog;
  webhookQueue: WebhookQueue;
}

/** How the upload events of each blob function are replayed. */
export function makeUploadEvents({
  registerUpload,
  jobs,
  importCatalog,
}: Omit<PoisonQueuesDeps, 'storage' | 'webhookQueue'>) {
  return {
    pictureUploaded: makeUploadMessages(registerUpload, jobs),
    catalogUploaded: makeImportMessages(importCatalog),
  };
}

export function makePoisonQueues(deps: PoisonQueuesDeps): PoisonQueue[] {
  const { storage } = deps;
  const poisonIn = (...queues: string[]) => makeQueuePoisonStore(storage, queues);
  return [
    {
      name: pictureJobsQueue,
      store: poisonIn(parkedJobsQueue, `${pictureJobsQueue}-poison`),
      ...makeJobMessages(deps),
    },
    {
      name: 'webjobs-blobtrigger',
      store: poisonIn('webjobs-blobtrigger-poison'),
      ...makeBlobTriggerMessages(makeUploadEvents(deps)),
    },
    { name: carrierQueueName, store: poisonIn(`${carrierQueueName}-poison`), ...makeCarrierMessages(storage) },
    { name: webhooksQueue, store: poisonIn(`${webhooksQueue}-poison`), ...makeWebhookMessages(deps.webhookQueue) },
  ];
}
