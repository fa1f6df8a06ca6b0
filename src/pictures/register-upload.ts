// What follows from a source that lies in storage: its picture is being processed, and a job names the version to render.

import { afterUpload, type PictureName } from './picture';
import { type PictureJob, pictureJob } from './picture-job';
import type { PictureRecords, PictureSources } from './ports';

export interface RegisterUploadDeps {
  sources: PictureSources;
  records: PictureRecords;
  now: () => Date;
}

/** Answers with the job for the source that is there now; undefined when there is none, or none wanted. */
export type RegisterUpload = (name: PictureName) => Promise<PictureJob | undefined>;

export function makeRegisterUpload({ sources, records, now }: RegisterUploadDeps): RegisterUpload {
  return async (name) => {
    let etag = await sources.etag(name);
    while (etag !== undefined) {
      const sourceEtag = etag;
      const record = await records.change(name, (before) => afterUpload(before, name, sourceEtag, now().toISOString()));
      if (record.state === 'deleted') {
        // The ticket outlives the picture.
        await sources.remove(name);
        return undefined;
      }
      etag = await sources.etag(name);
      // A newer one may have been noted in between: whoever notes last has to note the newest.
      if (etag === sourceEtag) return pictureJob(name, etag);
    }
    return undefined;
  };
}
