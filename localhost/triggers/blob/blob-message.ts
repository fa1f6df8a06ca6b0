// The message in the host's internal queue that announces a new blob to its function, in the genuine host's format.

import type { RegisteredFunction } from '../../worker/function-registry';

/** One version of a blob. The ETag includes its quotes. */
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

/** Adds quotes to an ETag if they are missing: some services and listings omit them. */
export function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new Error(`A blob message must have a string ${name}.`);
  return value;
}
