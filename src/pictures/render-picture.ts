// Renders one upload: checks whether there is work to do, inspects the source, renders, publishes, records the result.
// A refusal is final; a thrown error is a fault, which the queue retries.

import { Semaphore } from 'async-mutex';
import { accepted, type Result, refused } from '../shared/result';
import { inspect } from './inspection';
import { type Manifest, makeManifest, readyPicture, sha256 } from './manifest';
import {
  afterRendering,
  isForSource,
  maxSourceBytes,
  type PictureName,
  type PictureRecord,
  type PictureRefusal,
  type RenderingEnd,
} from './picture';
import type { PictureJob } from './picture-job';
import type { PictureEngine, PictureRecords, PictureSources, RenditionStore, StoredManifest } from './ports';
import { planRenditions, type RenderedFile, renditionsVersion } from './renditions';

export interface RenderPictureDeps {
  sources: PictureSources;
  renditions: RenditionStore;
  records: PictureRecords;
  engine: PictureEngine;
  now: () => Date;
}

export type RenderPicture = (job: PictureJob) => Promise<RenderOutcome>;

export type RenderOutcome =
  | { kind: 'rendered'; manifest: Manifest }
  /** An earlier message did the work: no rendition was written. */
  | { kind: 'repeated' }
  /** The source is gone, or a newer one has replaced it. */
  | { kind: 'obsolete' }
  /** The picture was deleted, and its files are removed. */
  | { kind: 'deleted' }
  | { kind: 'refused'; code: PictureRefusal; detail: string };

/** Sources in memory at a time, of up to 20 MiB each: engines render two pictures at once while the next one is fetched. */
const maxSources = 3;

interface RenderedPicture {
  manifest: Manifest;
  files: RenderedFile[];
}

export function makeRenderPicture({ sources, renditions, records, engine, now }: RenderPictureDeps): RenderPicture {
  const slots = new Semaphore(maxSources);
  const end = (name: PictureName, state: RenderingEnd): Promise<PictureRecord> =>
    records.change(name, (record) => afterRendering(record, name, state, now().toISOString()));
  const endReady = (manifest: Manifest) =>
    end(manifest, { state: 'ready', sourceEtag: manifest.source.etag, picture: readyPicture(manifest) });

  /** A rendering may finish after the deletion has removed the files, so it removes its own. */
  async function removeFiles(name: PictureName): Promise<RenderOutcome> {
    await renditions.remove(name.pictureId);
    await sources.remove(name);
    return { kind: 'deleted' };
  }

  async function endWithoutSource(job: PictureJob): Promise<RenderOutcome> {
    const name: PictureName = { sku: job.sku, pictureId: job.pictureId };
    // A newer source has its own message.
    if ((await sources.etag(name)) !== undefined) return { kind: 'obsolete' };
    const made = await renditions.manifest(name.pictureId);
    if (made?.manifest.source.etag === job.etag) await endReady(made.manifest);
    else {
      const detail = 'The source was removed before it was rendered.';
      await end(name, { state: 'failed', sourceEtag: job.etag, code: 'PICTURE.SOURCE_GONE', detail });
    }
    return { kind: 'obsolete' };
  }

  async function inspectAndRender(
    job: PictureJob,
    source: Uint8Array<ArrayBuffer>,
  ): Promise<Result<RenderedPicture, PictureRefusal>> {
    const inspected = inspect(source);
    if (!inspected.ok) return inspected;
    const { upright, ...header } = inspected.value;
    const { sku, pictureId, etag, again: rerenderId } = job;
    const facts = { name: { sku, pictureId }, etag, bytes: source.length, sha256: sha256(source), upright, rerenderId };
    const plan = planRenditions(upright.width, upright.height);
    const rendering = await engine.render({ ...header, source, plan });
    if (!rendering.ok) return rendering;
    return accepted({ manifest: makeManifest(facts, rendering.value), files: rendering.value.files });
  }

  async function fetchAndRender(
    job: PictureJob,
    name: PictureName,
  ): Promise<'obsolete' | Result<RenderedPicture, PictureRefusal>> {
    const source = await sources.read(name, job.etag, maxSourceBytes);
    if (source === 'obsolete') return source;
    return typeof source === 'string' ? sourceRefusals[source] : inspectAndRender(job, source);
  }

  async function publish(job: PictureJob, { manifest, files }: RenderedPicture): Promise<RenderOutcome> {
    // Rendering takes seconds, in which a newer source may have been uploaded. The lease prevents that from here on.
    const lease = await sources.lease(manifest, job.etag);
    if (lease === 'obsolete') return endWithoutSource(job);
    let earlier: Manifest | undefined;
    try {
      const made = await renditions.manifest(job.pictureId);
      earlier = finishedManifest(job, made);
      if (!earlier) await renditions.publish(manifest, files, made, lease.signal);
    } finally {
      await lease.release();
    }
    const record = await endReady(earlier ?? manifest);
    if (record.state === 'deleted') return removeFiles(manifest);
    return earlier ? { kind: 'repeated' } : { kind: 'rendered', manifest };
  }

  return async (job) => {
    const name: PictureName = { sku: job.sku, pictureId: job.pictureId };
    const record = await records.find(name.pictureId);
    if (record?.state === 'deleted') return removeFiles(name);
    if (record?.state === 'refused' && isForSource(record, job.etag) && job.again === undefined) {
      return { kind: 'repeated' };
    }
    const done = finishedManifest(job, await renditions.manifest(name.pictureId));
    if (done) {
      const { state } = await endReady(done);
      return state === 'deleted' ? removeFiles(name) : { kind: 'repeated' };
    }
    // Jobs arrive by the dozen: those that wait for the engine must not load their sources yet.
    const rendered = await slots.runExclusive(() => fetchAndRender(job, name));
    if (rendered === 'obsolete') return endWithoutSource(job);
    if (rendered.ok) return publish(job, rendered.value);
    const { code, detail } = rendered;
    await end(name, { state: 'refused', sourceEtag: job.etag, code, detail });
    return { kind: 'refused', code, detail };
  };
}

const otherBlob = (kind: string) =>
  refused(
    'PICTURE.UNSUPPORTED_TYPE' as const,
    `The upload is ${kind} blob, not a block blob; send it with the header x-ms-blob-type: BlockBlob.`,
  );
const sourceRefusals = {
  tooLarge: refused('PICTURE.TOO_LARGE' as const, `The file is larger than ${maxSourceBytes / 1024 / 1024} MiB.`),
  appendBlob: otherBlob('an append'),
  pageBlob: otherBlob('a page'),
};

/** The existing manifest, if its renditions are what the job asks for. */
function finishedManifest(
  { etag, again: rerenderId }: PictureJob,
  made: StoredManifest | undefined,
): Manifest | undefined {
  if (made?.manifest.source.etag !== etag) return undefined;
  const { manifest } = made;
  const isDone =
    rerenderId === undefined ? manifest.renditionsVersion >= renditionsVersion : manifest.again === rerenderId;
  return isDone ? manifest : undefined;
}
