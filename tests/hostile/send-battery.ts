// Uploads files as a browser does, a few at a time, and waits until each picture is in a final state.

import { setTimeout as pause } from 'node:timers/promises';
import type { Picture } from '../../client/api-types';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { requestTicket, upload } from '../../scripts/shop/upload-picture';
import type { HostileCase } from './hostile-case';

/** Few at a time, because this is not a load test: storage and sender share the cores with the app. */
const atATime = 2;
const pauseMs = 100;

/** A case with its file. */
export interface SentFile {
  name: string;
  content: Buffer;
  contentType?: string;
}

/** Built before the first request: connections that idle during the build would be closed unnoticed. */
export async function makeAll(cases: HostileCase[]): Promise<SentFile[]> {
  const files: SentFile[] = [];
  for (const { file, ...one } of cases) files.push({ ...one, content: await file() });
  return files;
}

/** The picture ids by case name, once all files are in storage. */
export async function sendAll(shop: Shop, sku: string, files: SentFile[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const waiting = [...files];
  const sender = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const ticket = await requestTicket(shop, sku);
      await upload(ticket, one.content, one.contentType);
      ids.set(one.name, ticket.pictureId);
    }
  };
  await Promise.all(Array.from({ length: atATime }, sender));
  return ids;
}

/** The pictures once all of them are in a final state, or after the time limit. */
export async function picturesAtEnd(
  shop: Shop,
  pictureIds: string[],
  timeoutMs: number,
): Promise<Map<string, Picture>> {
  const pictures = new Map<string, Picture>();
  const deadline = Date.now() + timeoutMs;
  for (const id of pictureIds) {
    for (;;) {
      const picture = expectStatus(await shop.owner<Picture>('GET', `/pictures/${id}`), 200);
      pictures.set(id, picture);
      const isUnderWay = picture.state === 'awaitingUpload' || picture.state === 'processing';
      if (!isUnderWay || Date.now() > deadline) break;
      await pause(pauseMs);
    }
  }
  return pictures;
}
