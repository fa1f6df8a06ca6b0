// In-memory dependencies of the pictures area, with hooks to cause failures.

import { Readable } from 'node:stream';
import type { Manifest } from '../../src/pictures/manifest';
import { type PictureName, type PictureRecord, sourceBlobName } from '../../src/pictures/picture';
import type { PictureJob } from '../../src/pictures/picture-job';
import type {
  OpenTicket,
  OpenTickets,
  ParkedJobs,
  PictureEngine,
  PictureJobs,
  PictureRecords,
  PictureSelection,
  PictureSources,
  RenditionStore,
  StoredManifest,
} from '../../src/pictures/ports';
import type { RenderTask } from '../../src/pictures/rendering';
import {
  type RenderedFile,
  renditionContentType,
  renditionFile,
  renditionsVersion,
} from '../../src/pictures/renditions';
import { accepted } from '../../src/shared/result';

export interface FakePictures {
  sources: PictureSources;
  tickets: OpenTickets;
  renditions: RenditionStore;
  records: PictureRecords;
  jobs: PictureJobs;
  parked: ParkedJobs;
  engine: PictureEngine;
  /** Stores a source with the given text as its ETag. */
  upload(name: PictureName, etag: string, bytes: Uint8Array, writtenAt?: Date): void;
  /** Tickets that are in the index. */
  openTickets(): PictureName[];
  remove(name: PictureName): void;
  hasSource(name: PictureName): boolean;
  record(pictureId: string): PictureRecord | undefined;
  /** All publications in order. */
  published: { manifest: Manifest; files: RenderedFile[] }[];
  /** Ids of pictures that have renditions now. */
  kept(): string[];
  /** Sent jobs with their delays. */
  sent: { job: PictureJob; delaySeconds: number }[];
  parkedMessages: { message: string; reason: string }[];
  /** Opened streams. */
  streams: Readable[];
  /** The engine's render tasks. */
  tasks: RenderTask[];
  /** Runs while the engine renders; the engine throws what it throws. */
  whilePainting: () => Promise<void>;
  /** Runs before publishing, while the source is leased. */
  whilePublishing: () => Promise<void>;
}

type Stored = { manifest: Manifest; files: RenderedFile[]; etag: string };

export function makeFakePictures(): FakePictures {
  const uploads: Uploads = new Map();
  const open = new Map<string, OpenTicket>();
  const rows = new Map<string, PictureRecord>();
  const stored = new Map<string, Stored>();
  const fake: FakePictures = {
    published: [],
    sent: [],
    parkedMessages: [],
    streams: [],
    tasks: [],
    whilePainting: async () => undefined,
    whilePublishing: async () => undefined,
    upload: (name, etag, bytes, writtenAt = new Date(0)) =>
      void uploads.set(sourceBlobName(name), { etag, bytes, writtenAt }),
    openTickets: () => [...open.values()].map(({ sku, pictureId }) => ({ sku, pictureId })),
    tickets: fakeTickets(open),
    remove: (name) => void uploads.delete(sourceBlobName(name)),
    hasSource: (name) => uploads.has(sourceBlobName(name)),
    record: (pictureId) => rows.get(pictureId),
    kept: () => [...stored.keys()],
    sources: fakeSources(uploads),
    records: fakeRecords(rows),
    renditions: fakeRenditions(stored, () => fake),
    engine: fakeEngine(() => fake),
    jobs: {
      async send(message, delaySeconds = 0) {
        fake.sent.push({ job: message as PictureJob, delaySeconds });
      },
    },
    parked: {
      async park(message, reason) {
        fake.parkedMessages.push({ message, reason });
      },
    },
  };
  return fake;
}

type Uploads = Map<string, { etag: string; bytes: Uint8Array; writtenAt: Date }>;

function fakeTickets(open: Map<string, OpenTicket>): OpenTickets {
  return {
    open: async (ticket) => void open.set(ticket.pictureId, ticket),
    list: async (issuedBefore, most) =>
      [...open.values()]
        .filter(({ issuedAt }) => issuedAt < issuedBefore)
        .sort((a, b) => (a.pictureId < b.pictureId ? -1 : 1))
        .slice(0, most),
    close: async (tickets) => {
      for (const { pictureId } of tickets) open.delete(pictureId);
    },
  };
}

function fakeSources(uploads: Uploads): PictureSources {
  const held = new Set<string>();
  return {
    etag: async (name) => uploads.get(sourceBlobName(name))?.etag,
    writtenAt: async (name) => uploads.get(sourceBlobName(name))?.writtenAt,
    async read(name, etag, maxBytes) {
      const upload = uploads.get(sourceBlobName(name));
      if (upload?.etag !== etag) return 'obsolete';
      return upload.bytes.length > maxBytes ? 'tooLarge' : Uint8Array.from(upload.bytes);
    },
    async lease(name, etag) {
      const blob = sourceBlobName(name);
      if (uploads.get(blob)?.etag !== etag) return 'obsolete';
      if (held.has(blob)) throw new Error('held by somebody else');
      held.add(blob);
      return { signal: new AbortController().signal, release: async () => void held.delete(blob) };
    },
    remove: async (name) => void uploads.delete(sourceBlobName(name)),
  };
}

function fakeRenditions(stored: Map<string, Stored>, fake: () => FakePictures): RenditionStore {
  const fileOf = (pictureId: string, file: string) => {
    const found = stored.get(pictureId)?.files.find(({ name, format }) => renditionFile(name, format) === file);
    if (!found) return undefined;
    const { bytes, format } = found;
    return { etag: `"${file}"`, contentType: renditionContentType(format), bytes: bytes.length, content: bytes };
  };
  return {
    async manifest(pictureId): Promise<StoredManifest | undefined> {
      return stored.get(pictureId);
    },
    async publish(manifest, files, replaced) {
      await fake().whilePublishing();
      if (stored.get(manifest.pictureId)?.etag !== replaced?.etag) throw new Error('412');
      fake().published.push({ manifest, files });
      stored.set(manifest.pictureId, { manifest, files, etag: `m${fake().published.length}` });
    },
    remove: async (pictureId) => void stored.delete(pictureId),
    async properties(pictureId, file) {
      const { content: _content, ...facts } = fileOf(pictureId, file) ?? {};
      return 'etag' in facts ? (facts as { etag: string; contentType: string; bytes: number }) : undefined;
    },
    async open(pictureId, file) {
      const found = fileOf(pictureId, file);
      if (!found) return undefined;
      const stream = Readable.from([Buffer.from(found.content)]);
      fake().streams.push(stream);
      return { etag: found.etag, contentType: found.contentType, bytes: found.bytes, stream };
    },
  };
}

function fakeRecords(rows: Map<string, PictureRecord>): PictureRecords {
  return {
    find: async (pictureId) => rows.get(pictureId),
    async change({ pictureId }, change) {
      const after = change(rows.get(pictureId));
      rows.set(pictureId, after);
      return after;
    },
    ofProduct: async (wanted) =>
      [...rows.values()]
        .filter(({ sku, state }) => sku === wanted && state !== 'deleted')
        .sort((a, b) => (a.pictureId < b.pictureId ? -1 : 1)),
    async *select(selection, after) {
      const key = ({ sku, pictureId }: PictureName) => `${sku} ${pictureId}`;
      const inOrder = [...rows.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      for (const record of inOrder)
        if (isMeant(record, selection) && (!after || key(record) > key(after))) yield record;
    },
  };
}

function isMeant({ state, picture }: PictureRecord, selection: PictureSelection): boolean {
  if (selection === 'outdated') return picture !== undefined && picture.renditionsVersion < renditionsVersion;
  if (selection === 'stalled') return state === 'processing' || state === 'awaitingUpload';
  if (selection === 'all') return state !== 'awaitingUpload' && state !== 'deleted';
  return state === selection;
}

function fakeEngine(fake: () => FakePictures): PictureEngine {
  return {
    async render(task) {
      fake().tasks.push(task);
      await fake().whilePainting();
      const files = task.plan.flatMap(({ name, width, height }) =>
        (['jpeg', 'webp'] as const).map((format) => {
          const bytes = Buffer.from(format === 'jpeg' ? `${name} bytes` : `${name} as ${format}`);
          return { name, format, width, height, bytes };
        }),
      );
      return accepted({ files, placeholder: 'placeholder' });
    },
  };
}
