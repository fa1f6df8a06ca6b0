// Registers an uploaded source: sets its picture to `processing`, and returns the job for its current version.

import { afterUpload, type PictureName } from './picture';
import { type PictureJob, pictureJob } from './picture-job';
import type { PictureRecords, PictureSources } from './ports';

export interface RegisterUploadDeps {
  sources: PictureSources;
  records: PictureRecords;
  now: () => Date;
}

/** Returns the job for the current source; undefined when there is no source or the picture was deleted. */
export type RegisterUpload = (name: PictureName) => Promise<PictureJob | undefined>;

export function makeRegisterUpload({ sources, records, now }: RegisterUploadDeps): RegisterUpload {
  return async (name) => {
    let etag = await sources.etag(name);
    while (etag !== undefined) {
      const sourceEtag = etag;
      const record = await records.change(name, (before) => afterUpload(before, name, sourceEtag, now().toISOString()));
      if (record.state === 'deleted') {
        // An upload ticket can outlive its picture.
        await sources.remove(name);
        return undefined;
      }
      etag = await sources.etag(name);
      // A newer source may have been registered in between: the last one to register must register the newest.
      if (etag === sourceEtag) return pictureJob(name, etag);
    }
    return undefined;
  };
}
