// The rendering of one upload, as a story: look whether it still is to be done, check, paint, publish, tell.
// Refusals end it; whatever is thrown is a fault, and the queue tries again.

import { accepted, type Result, refused } from '../shared/result';
import { inspect } from './inspection';
import { type Manifest, makeManifest, readyPicture, sha256 } from './manifest';
import { afterRendering, maxSourceBytes, type PictureName, type PictureRefusal, speaksOf } from './picture';
import type { PictureJob } from './picture-job';
import type { PictureEngine, PictureRecords, PictureSources, RenditionStore } from './ports';
import { planRenditions, type RenderedFile } from './renditions';

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
  | { kind: 'refused'; code: PictureRefusal; detail: string };

export function makeRenderPicture({ sources, renditions, records, engine, now }: RenderPictureDeps): RenderPicture {
  return async (job) => {
    const { etag } = job;
    const name: PictureName = { sku: job.sku, pictureId: job.pictureId };
    const end = (state: Parameters<typeof afterRendering>[2]) =>
      records.change(name, (record) => afterRendering(record, name, state, now().toISOString()));

    const record = await records.find(name.pictureId);
    if (record?.state === 'refused' && speaksOf(record, etag)) return { kind: 'repeated' };
    const before = await renditions.manifest(name.pictureId);
    if (before?.manifest.source.etag === etag) {
      await end({ state: 'ready', sourceEtag: etag, picture: readyPicture(before.manifest) });
      return { kind: 'repeated' };
    }

    const source = await sources.read(name, etag, maxSourceBytes);
    if (source === 'obsolete') return { kind: 'obsolete' };
    const painted = source === 'tooLarge' ? tooLarge : await paint(name, etag, source);
    if (!painted.ok) {
      const { code, detail } = painted;
      await end({ state: 'refused', sourceEtag: etag, code, detail });
      return { kind: 'refused', code, detail };
    }
    // Painting takes seconds, in which a newer source may have come.
    if ((await sources.etag(name)) !== etag) return { kind: 'obsolete' };
    const { manifest, files } = painted.value;
    await renditions.publish(manifest, files, before);
    await end({ state: 'ready', sourceEtag: etag, picture: readyPicture(manifest) });
    return { kind: 'rendered', manifest };
  };

  async function paint(
    name: PictureName,
    etag: string,
    source: Uint8Array<ArrayBuffer>,
  ): Promise<Result<{ manifest: Manifest; files: RenderedFile[] }, PictureRefusal>> {
    const inspected = inspect(source);
    if (!inspected.ok) return inspected;
    const { upright, ...header } = inspected.value;
    const facts = { name, etag, bytes: source.length, sha256: sha256(source), upright };
    const plan = planRenditions(upright.width, upright.height);
    const rendering = await engine.render({ ...header, source, plan });
    if (!rendering.ok) return rendering;
    return accepted({ manifest: makeManifest(facts, rendering.value), files: rendering.value.files });
  }
}

const tooLarge = refused('PICTURE.TOO_LARGE' as const, `The file has more than ${maxSourceBytes / 1024 / 1024} MiB.`);
