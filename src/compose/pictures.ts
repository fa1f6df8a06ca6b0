// Composes the handlers of pictures, with the engine that renders them.

import { makeBlobRenditions, makeBlobSources } from '../adapters/storage/blob-pictures';
import { makeQueueParkedJobs, makeQueuePictureJobs } from '../adapters/storage/queue-picture-jobs';
import { makeSasUploadPermits } from '../adapters/storage/sas-upload-permits';
import { makeTableOpenTickets } from '../adapters/storage/table-open-tickets';
import { makeTablePictureRecords } from '../adapters/storage/table-pictures';
import { allowUploadsFrom } from '../adapters/storage/upload-origins';
import { makeJimpEngine } from '../engines/jimp/jimp-engine';
import { makeSharpEngine } from '../engines/sharp/sharp-engine';
import { makePictureHandlers } from '../pictures/handlers';
import { makeRegisterUpload } from '../pictures/register-upload';
import { makeRenderPicture } from '../pictures/render-picture';
import { makeSweepUploads } from '../pictures/sweep-uploads';
import { config, now, products, storage } from './ground';

const sources = makeBlobSources(storage);
const renditions = makeBlobRenditions(storage);
const engine = config.pictures.engine === 'sharp' ? makeSharpEngine() : makeJimpEngine();
const tickets = makeTableOpenTickets(storage);
export const records = makeTablePictureRecords(storage);
export const jobs = makeQueuePictureJobs(storage);
export const registerUpload = makeRegisterUpload({ sources, records, now });
export const sweepUploads = makeSweepUploads({ tickets, records, sources, jobs, now });

export const pictures = {
  ...makePictureHandlers({
    products,
    permits: makeSasUploadPermits(storage),
    tickets,
    sources,
    renditions,
    records,
    jobs,
    parked: makeQueueParkedJobs(storage),
    registerUpload,
    render: makeRenderPicture({ sources, renditions, records, engine, now }),
    now,
  }),
  eventSource: config.pictures.eventSource,
  /** Does not delay or prevent the start. */
  allowUploads: () => {
    const origins = [config.orders.shopUrl, config.orders.apiUrl, ...config.callers.frontEndOrigins];
    allowUploadsFrom(storage, origins).catch((cause) => console.warn('Pages cannot upload pictures yet:', cause));
  },
};
