// All handlers of pictures: HTTP for the owner, HTTP for the public, and handlers of events and messages.

import type { ProductLookup } from '../shared/contracts';
import { type JobHandlers, makeJobHandlers } from './job-handlers';
import { type MediaHandlers, makeMediaHandlers } from './media-handlers';
import { makeOwnerHandlers, type OwnerHandlers } from './owner-handlers';
import type {
  OpenTickets,
  ParkedJobs,
  PictureJobs,
  PictureRecords,
  PictureSources,
  RenditionStore,
  UploadPermits,
} from './ports';
import type { RegisterUpload } from './register-upload';
import type { RenderPicture } from './render-picture';
import { makeReprocessHandlers, type ReprocessHandlers } from './reprocess-handlers';
import { makeReprocessPictures } from './reprocess-pictures';

export interface PictureDeps {
  products: ProductLookup;
  permits: UploadPermits;
  tickets: OpenTickets;
  sources: PictureSources;
  renditions: RenditionStore;
  records: PictureRecords;
  jobs: PictureJobs;
  parked: ParkedJobs;
  registerUpload: RegisterUpload;
  render: RenderPicture;
  now: () => Date;
}

export type PictureHandlers = OwnerHandlers & ReprocessHandlers & MediaHandlers & JobHandlers;

export function makePictureHandlers(deps: PictureDeps): PictureHandlers {
  return {
    ...makeOwnerHandlers(deps),
    ...makeReprocessHandlers(makeReprocessPictures(deps), deps.now),
    ...makeMediaHandlers(deps.renditions),
    ...makeJobHandlers(deps),
  };
}
