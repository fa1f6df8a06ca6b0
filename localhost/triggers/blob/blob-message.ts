// The message by which a new blob travels to its function through the host's internal queue, as the genuine host writes it.

import type { RegisteredFunction } from '../../worker/function-registry';

/** One version of a blob; the ETag is in quotes. */
export interface BlobVersion {
  container: string;
  name: string;
  etag: string;
}

export interface BlobMessage extends BlobVersion {
  functionId: string;
}

export function functionId(fn: RegisteredFunction): string {
  return `Host.Functions.${fn.name}`;
}

export function writeBlobMessage(message: BlobMessage): string {
  return JSON.stringify({
    Type: 'BlobTrigger',
    FunctionId: message.functionId,
    BlobType: 'BlockBlob',
    ContainerName: message.container,
    BlobName: message.name,
    ETag: message.etag,
  });
}

/** @throws when the text is not such a message */
export function readBlobMessage(text: string): BlobMessage {
  const { FunctionId, ContainerName, BlobName, ETag } = JSON.parse(text) as Record<string, unknown>;
  return {
    functionId: textOf('FunctionId', FunctionId),
    container: textOf('ContainerName', ContainerName),
    name: textOf('BlobName', BlobName),
    etag: textOf('ETag', ETag),
  };
}

/** ETags come with quotes from some services and lists and without from others. */
export function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new Error(`A blob message must have the text ${name}.`);
  return value;
}
