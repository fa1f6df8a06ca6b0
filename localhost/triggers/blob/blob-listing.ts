// Lists a container repeatedly. The client library parses all XML, which blocks the event loop for 50 ms at 200 blobs
// and 700 ms at 5000. Here an unchanged listing costs 2 to 50 ms, and only names, times and ETags are parsed.

import { createHash } from 'node:crypto';
import type * as Blobs from '@azure/storage-blob';
import { quoted } from './blob-message';

const LARGEST_PAGE = 5000;
const DAY_MS = 86_400_000;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export interface ListedBlob {
  name: string;
  /** Includes the quotes. */
  etag: string;
  modifiedMs: number;
}

export interface BlobListing {
  /**
   * @returns all blobs, or `unchanged` if the listing equals the previous one. A missing container has no blobs.
   * @throws on any other failure
   */
  list(): Promise<ListedBlob[] | 'unchanged'>;
}

export function makeBlobListing(container: Blobs.ContainerClient, pageSize = LARGEST_PAGE): BlobListing {
  let url = { value: '', expiresAt: 0 };
  let lastAnswer = '';

  async function pageUrl(marker: string): Promise<string> {
    if (Date.now() > url.expiresAt - DAY_MS / 2) {
      url = { value: await listUrl(container, new Date(Date.now() + DAY_MS)), expiresAt: Date.now() + DAY_MS };
    }
    const page = new URL(url.value);
    page.searchParams.set('restype', 'container');
    page.searchParams.set('comp', 'list');
    page.searchParams.set('maxresults', String(pageSize));
    if (marker !== '') page.searchParams.set('marker', marker);
    return page.href;
  }

  return {
    async list() {
      const hash = createHash('sha1');
      const pages: string[] = [];
      let marker = '';
      do {
        const page = await fetchPage(await pageUrl(marker));
        hash.update(page);
        pages.push(page);
        marker = nextMarker(page);
      } while (marker !== '');
      const answer = hash.digest('base64');
      if (answer === lastAnswer) return 'unchanged';
      lastAnswer = answer;
      return pages.flatMap(parsePage);
    },
  };
}

/** Creates a SAS url from the account key. If the connection string has a SAS instead, the container url has it. */
async function listUrl(container: Blobs.ContainerClient, expiresOn: Date): Promise<string> {
  const { ContainerSASPermissions, StorageSharedKeyCredential } = require('@azure/storage-blob') as typeof Blobs;
  if (!(container.credential instanceof StorageSharedKeyCredential)) return container.url;
  return container.generateSasUrl({ permissions: ContainerSASPermissions.parse('l'), expiresOn });
}

async function fetchPage(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (response.ok) return text;
  if (response.status === 404) return '';
  throw new Error(`${response.status} ${/<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? response.statusText}`);
}

function nextMarker(page: string): string {
  return decodeXml(/<NextMarker>(.*?)<\/NextMarker>/s.exec(page)?.[1] ?? '');
}

/** Parses one page of the listing. */
export function parsePage(page: string): ListedBlob[] {
  const blobs: ListedBlob[] = [];
  for (const [, blob = ''] of page.matchAll(/<Blob>(.*?)<\/Blob>/gs)) {
    const [, encoded, name = ''] = /<Name( Encoded="true")?>(.*?)<\/Name>/s.exec(blob) ?? [];
    const modified = /<Last-Modified>(.*?)<\/Last-Modified>/.exec(blob)?.[1] ?? '';
    const etag = /<Etag>(.*?)<\/Etag>/i.exec(blob)?.[1] ?? '';
    const text = decodeXml(name);
    blobs.push({
      name: encoded === undefined ? text : decodeURIComponent(text),
      etag: quoted(decodeXml(etag)),
      modifiedMs: Date.parse(modified),
    });
  }
  return blobs;
}

function decodeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, code: string) => {
    if (code.startsWith('#x') || code.startsWith('#X')) return String.fromCodePoint(Number.parseInt(code.slice(2), 16));
    if (code.startsWith('#')) return String.fromCodePoint(Number(code.slice(1)));
    return ENTITIES[code] ?? whole;
  });
}
