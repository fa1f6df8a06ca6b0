// The mails that the app has sent, where MAIL_TRANSPORT=outbox keeps them: .eml blobs in container `outbox`.

import { BlobServiceClient } from '@azure/storage-blob';
import { type ParsedMail, simpleParser } from 'mailparser';

/** All mails that speak of an order, the oldest first. */
export async function mailsAbout(storage: string, orderId: string): Promise<ParsedMail[]> {
  const outbox = BlobServiceClient.fromConnectionString(storage).getContainerClient('outbox');
  if (!(await outbox.exists())) return [];
  const mails: { writtenAt: number; mail: ParsedMail }[] = [];
  for await (const blob of outbox.listBlobsFlat()) {
    const source = await outbox.getBlobClient(blob.name).downloadToBuffer();
    const mail = await simpleParser(source);
    const speaksOfIt = `${blob.name} ${mail.subject} ${mail.text}`.includes(orderId);
    if (speaksOfIt) mails.push({ writtenAt: blob.properties.lastModified.getTime(), mail });
  }
  return mails.sort((a, b) => a.writtenAt - b.writtenAt).map(({ mail }) => mail);
}
