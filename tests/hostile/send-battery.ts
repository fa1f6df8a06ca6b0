// Sends files the way a browser does, a few at a time, and waits until each picture has come to an end.

import { setTimeout as pause } from 'node:timers/promises';
import { expectStatus, type Shop } from '../../scripts/shop/shop-client';
import { requestTicket, upload } from '../../scripts/shop/upload-picture';
import type { Picture } from '../../scripts/shop/wire';
import type { HostileCase } from './hostile-case';

/** What is shown here is no load: storage and sender run on the same cores as the app. */
const atATime = 2;
const pauseMs = 100;

/** A file of the battery, made. */
export interface SentFile {
  name: string;
  content: Buffer;
  contentType?: string;
}

/** Before the first request: while files are made, idle connections are closed and nobody notices. */
export async function makeAll(cases: HostileCase[]): Promise<SentFile[]> {
  const files: SentFile[] = [];
  for (const { file, ...one } of cases) files.push({ ...one, content: await file() });
  return files;
}

/** The picture ids by the cases' names, once all files are in storage. */
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

/** All of these pictures once each is at an end of its way, or as they are after the time limit. */
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
