// Builds the trigger metadata of a blob, with the property names of the genuine host.

import type { BlobDownloadResponseParsed } from '@azure/storage-blob';
import { utcRoundTrip } from '../../bindings/dotnet-date';
import type { ExecutionRequest } from '../../execution/executor';
import { type BlobVersion, quoted } from './blob-message';

type Metadata = Required<Pick<ExecutionRequest, 'triggerMetadata' | 'bindingData'>>;

/** @param parameters the values of the trigger path's `{names}` */
export function blobMetadata(
  version: BlobVersion,
  url: string,
  blob: BlobDownloadResponseParsed,
  parameters: Record<string, string>,
): Metadata {
  const path = `${version.container}/${version.name}`;
  const metadata = blob.metadata ?? {};
  const properties = propertiesOf(blob, metadata);
  return {
    triggerMetadata: {
      BlobTrigger: { string: path },
      Uri: { json: JSON.stringify(url) },
      Properties: { json: JSON.stringify(properties) },
      Metadata: { json: JSON.stringify(metadata) },
      ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { string: value }])),
    },
    bindingData: { BlobTrigger: path, Uri: url, Properties: properties, Metadata: metadata, ...parameters },
  };
}

/** The properties of `BlobProperties` in the current storage extension, with enumerations as numbers. */
function propertiesOf(blob: BlobDownloadResponseParsed, metadata: Record<string, string>): Record<string, unknown> {
  const date = (value: Date | undefined) => (value === undefined ? null : utcRoundTrip(value));
  const position = (names: string[], name: string | undefined) => Math.max(0, names.indexOf(name ?? ''));
  return {
    LastModified: date(blob.lastModified),
    CreatedOn: date(blob.createdOn),
    Metadata: metadata,
    BlobType: position(['BlockBlob', 'PageBlob', 'AppendBlob'], blob.blobType),
    LeaseDuration: position(['infinite', 'fixed'], blob.leaseDuration),
    LeaseState: position(['available', 'leased', 'expired', 'breaking', 'broken'], blob.leaseState),
    LeaseStatus: position(['locked', 'unlocked'], blob.leaseStatus),
    ContentLength: blob.contentLength ?? 0,
    ContentType: blob.contentType ?? null,
    ETag: quoted(blob.etag ?? ''),
    ContentHash: blob.contentMD5 === undefined ? null : Buffer.from(blob.contentMD5).toString('base64'),
    ContentEncoding: blob.contentEncoding ?? null,
    ContentDisposition: blob.contentDisposition ?? null,
    ContentLanguage: blob.contentLanguage ?? null,
    CacheControl: blob.cacheControl ?? null,
    IsServerEncrypted: blob.isServerEncrypted ?? false,
  };
}
