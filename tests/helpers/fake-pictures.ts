// Everything that pictures need of the outside, in memory, with handles to disturb it.

import type { Manifest } from '../../src/pictures/manifest';
import { type PictureName, type PictureRecord, sourceBlobName } from '../../src/pictures/picture';
import type {
  PictureEngine,
  PictureRecords,
  PictureSources,
  RenderTask,
  RenditionStore,
  StoredManifest,
} from '../../src/pictures/ports';
import type { RenderedFile } from '../../src/pictures/renditions';
import { accepted } from '../../src/shared/result';

export interface FakePictures {
  sources: PictureSources;
  renditions: Pick<RenditionStore, 'manifest' | 'publish'>;
  records: PictureRecords;
  engine: PictureEngine;
  /** Puts a source there; its ETag is the text given. */
  upload(name: PictureName, etag: string, bytes: Uint8Array): void;
  remove(name: PictureName): void;
  record(pictureId: string): PictureRecord | undefined;
  /** All that was published, in order. */
  published: { manifest: Manifest; files: RenderedFile[] }[];
  /** What the engine was asked to paint. */
  tasks: RenderTask[];
  /** Runs while the engine paints; what it throws the engine throws. */
  whilePainting: () => Promise<void>;
}

export function makeFakePictures(): FakePictures {
  const uploads = new Map<string, { etag: string; bytes: Uint8Array }>();
  const rows = new Map<string, PictureRecord>();
  const published: FakePictures['published'] = [];

  const fake: FakePictures = {
    published,
    tasks: [],
    whilePainting: async () => undefined,
    upload: (name, etag, bytes) => void uploads.set(sourceBlobName(name), { etag, bytes }),
    remove: (name) => void uploads.delete(sourceBlobName(name)),
    record: (pictureId) => rows.get(pictureId),
    sources: {
      etag: async (name) => uploads.get(sourceBlobName(name))?.etag,
      async read(name, etag, maxBytes) {
        const upload = uploads.get(sourceBlobName(name));
        if (upload?.etag !== etag) return 'obsolete';
        return upload.bytes.length > maxBytes ? 'tooLarge' : Uint8Array.from(upload.bytes);
      },
    },
    renditions: {
      async manifest(pictureId): Promise<StoredManifest | undefined> {
        const at = published.findLastIndex(({ manifest }) => manifest.pictureId === pictureId);
        const found = published[at];
        return found && { manifest: found.manifest, etag: `m${at}` };
      },
      async publish(manifest, files, replaced) {
        const current = await fake.renditions.manifest(manifest.pictureId);
        if (current?.etag !== replaced?.etag) throw new Error('412');
        published.push({ manifest, files });
      },
    },
    records: {
      find: async (pictureId) => rows.get(pictureId),
      async change({ pictureId }, change) {
        const after = change(rows.get(pictureId));
        rows.set(pictureId, after);
        return after;
      },
    },
    engine: {
      async render(task) {
        fake.tasks.push(task);
        await fake.whilePainting();
        const files = task.plan.flatMap(({ name, width, height }) =>
          (['jpeg', 'webp'] as const).map((format) => {
            const bytes = Buffer.from(format === 'jpeg' ? `${name} bytes` : `${name} as ${format}`);
            return { name, format, width, height, bytes };
          }),
        );
        return accepted({ files, placeholder: 'placeholder' });
      },
    },
  };
  return fake;
}
