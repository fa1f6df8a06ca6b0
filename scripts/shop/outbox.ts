// Reads the mails that the app stores with MAIL_TRANSPORT=outbox: .eml blobs in the container `outbox`.

import { BlobServiceClient } from '@azure/storage-blob';
import { type ParsedMail, simpleParser } from 'mailparser';
import { eventually } from './eventually';

const TIMEOUT_MS = 20_000;

/** The mails about an order, oldest first, once there are at least `least`. @throws when there are fewer after 20 s. */
export function mailsAbout(storage: string, orderId: string, least: number): Promise<ParsedMail[]> {
  return eventually(`${least} mails about ${orderId}`, TIMEOUT_MS, async () => {
    const mails = await readOutbox(storage, orderId);
    return mails.length >= least ? mails : undefined;
  });
}

async function readOutbox(storage: string, orderId: string): Promise<ParsedMail[]> {
  const outbox = BlobServiceClient.fromConnectionString(storage).getContainerClient('outbox');
  if (!(await outbox.exists())) return [];
  const mails: { sentAt: string; mail: ParsedMail }[] = [];
  for await (const { name, metadata } of outbox.listBlobsFlat({ prefix: `${orderId}/`, includeMetadata: true })) {
    const mail = await simpleParser(await outbox.getBlobClient(name).downloadToBuffer());
    mails.push({ sentAt: metadata?.sentat ?? '', mail });
  }
  return mails.sort((a, b) => a.sentAt.localeCompare(b.sentAt)).map(({ mail }) => mail);
}
