// The rendering of one upload, as a story: look whether it still is to be done, check, paint, publish, tell.
// Refusals end it; whatever is thrown is a fault, and the queue tries again.

import { Semaphore } from 'async-mutex';
import { accepted, type Result, refused } from '../shared/result';
import { inspect } from './inspection';
import { type Manifest, makeManifest, readyPicture, sha256 } from './manifest';
import {
  afterRendering,
  maxSourceBytes,
  type PictureName,
  type PictureRecord,
  type PictureRefusal,
  type RenderingEnd,
  speaksOf,
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
  /** Done by an earlier message: nothing was written to the renditions. */
  | { kind: 'repeated' }
  /** The source is gone, or a newer one has taken its place. */
  | { kind: 'obsolete' }
  /** The picture was deleted, and now nothing is left of it. */
  | { kind: 'deleted' }
  | { kind: 'refused'; code: PictureRefusal; detail: string };

/** Sources in memory at a time, of up to 20 MiB: engines paint two pictures at once, and the next one is fetched meanwhile. */
const mostSources = 3;

interface Painting {
  manifest: Manifest;
  files: RenderedFile[];
}

export function makeRenderPicture({ sources, renditions, records, engine, now }: RenderPictureDeps): RenderPicture {
  const turns = new Semaphore(mostSources);
  const end = (name: PictureName, state: RenderingEnd): Promise<PictureRecord> =>
    records.change(name, (record) => afterRendering(record, name, state, now().toISOString()));
  const endReady = (manifest: Manifest) =>
    end(manifest, { state: 'ready', sourceEtag: manifest.source.etag, picture: readyPicture(manifest) });

  /** A rendering may end after the deletion has cleared away what there was. */
  async function clearAway(name: PictureName): Promise<RenderOutcome> {
    await renditions.remove(name.pictureId);
    await sources.remove(name);
    return { kind: 'deleted' };
  }

  async function withoutSource(job: PictureJob): Promise<RenderOutcome> {
    const name: PictureName = { sku: job.sku, pictureId: job.pictureId };
    // Another source in its place is another message's to render.
    if ((await sources.etag(name)) !== undefined) return { kind: 'obsolete' };
    const made = await renditions.manifest(name.pictureId);
    if (made?.manifest.source.etag === job.etag) await endReady(made.manifest);
    else {
      const detail = 'The source was removed before it was rendered.';
      await end(name, { state: 'failed', sourceEtag: job.etag, code: 'PICTURE.SOURCE_GONE', detail });
    }
    return { kind: 'obsolete' };
  }

  async function paint(job: PictureJob, source: Uint8Array<ArrayBuffer>): Promise<Result<Painting, PictureRefusal>> {
    const inspected = inspect(source);
    if (!inspected.ok) return inspected;
    const { upright, ...header } = inspected.value;
    const { sku, pictureId, etag, again } = job;
    const facts = { name: { sku, pictureId }, etag, bytes: source.length, sha256: sha256(source), upright, again };
    const plan = planRenditions(upright.width, upright.height);
    const rendering = await engine.render({ ...header, source, plan });
    if (!rendering.ok) return rendering;
    return accepted({ manifest: makeManifest(facts, rendering.value), files: rendering.value.files });
  }

  async function fetchAndPaint(
    job: PictureJob,
    name: PictureName,
  ): Promise<'obsolete' | Result<Painting, PictureRefusal>> {
    const source = await sources.read(name, job.etag, maxSourceBytes);
    if (source === 'obsolete') return source;
    return source === 'tooLarge' ? tooLarge : paint(job, source);
  }

  async function publish(job: PictureJob, { manifest, files }: Painting): Promise<RenderOutcome> {
    // Painting takes seconds, in which a newer source may have come: from here on none can.
    const hold = await sources.hold(manifest, job.etag);
    if (hold === 'obsolete') return withoutSource(job);
    let earlier: Manifest | undefined;
    try {
      const made = await renditions.manifest(job.pictureId);
      earlier = doneBefore(job, made);
      if (!earlier) await renditions.publish(manifest, files, made, hold.signal);
    } finally {
      await hold.release();
    }
    const record = await endReady(earlier ?? manifest);
    if (record.state === 'deleted') return clearAway(manifest);
    return earlier ? { kind: 'repeated' } : { kind: 'rendered', manifest };
  }

  return async (job) => {
    const name: PictureName = { sku: job.sku, pictureId: job.pictureId };
    const record = await records.find(name.pictureId);
    if (record?.state === 'deleted') return clearAway(name);
    if (record?.state === 'refused' && speaksOf(record, job.etag) && job.again === undefined) {
      return { kind: 'repeated' };
    }
    const done = doneBefore(job, await renditions.manifest(name.pictureId));
    if (done) {
      const { state } = await endReady(done);
      return state === 'deleted' ? clearAway(name) : { kind: 'repeated' };
    }
    // Jobs come by the dozen: those that wait for the engine must not hold their sources yet.
    const painted = await turns.runExclusive(() => fetchAndPaint(job, name));
    if (painted === 'obsolete') return withoutSource(job);
    if (painted.ok) return publish(job, painted.value);
    const { code, detail } = painted;
    await end(name, { state: 'refused', sourceEtag: job.etag, code, detail });
    return { kind: 'refused', code, detail };
  };
}

const tooLarge = refused('PICTURE.TOO_LARGE' as const, `The file has more than ${maxSourceBytes / 1024 / 1024} MiB.`);

/** The renditions that there are, if they are what the job asks for. */
function doneBefore({ etag, again }: PictureJob, made: StoredManifest | undefined): Manifest | undefined {
  if (made?.manifest.source.etag !== etag) return undefined;
  const { manifest } = made;
  const isDone = again === undefined ? manifest.renditionsVersion >= renditionsVersion : manifest.again === again;
  return isDone ? manifest : undefined;
}
