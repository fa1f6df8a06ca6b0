// The pages as the build leaves them: hashed assets in three encodings, and the documents that name them. Read once, with the
// first request, and kept: they are part of the deployment.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export const pageNames = ['storefront', 'console'] as const;
export type PageName = (typeof pageNames)[number];

export interface Asset {
  contentType: string;
  /** By content coding; `identity` is the file as it is. */
  bodies: Readonly<Record<'identity', Buffer> & Partial<Record<'br' | 'gzip', Buffer>>>;
}

export interface BuiltPages {
  /** The document of a page as HTML; undefined if this deployment has no such page. */
  document(page: PageName): string | undefined;
  /** @param name the hashed name of a file, without a folder. */
  asset(name: string): Asset | undefined;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const suffixes = { br: '.br', gzip: '.gz' } as const;

/** @param folder of the build, with one folder a page and `assets`. */
export function makeBuiltPages(folder: string): BuiltPages {
  let read: { documents: Map<string, string>; assets: Map<string, Asset> } | undefined;
  const pages = () => {
    read ??= { documents: readDocuments(folder), assets: readAssets(join(folder, 'assets')) };
    return read;
  };
  return {
    document: (page) => pages().documents.get(page),
    asset: (name) => pages().assets.get(name),
  };
}

function readDocuments(folder: string): Map<string, string> {
  return new Map(
    pageNames.flatMap((page) => {
      const file = join(folder, page, 'index.html');
      return existsSync(file) ? [[page, readFileSync(file, 'utf8')] as const] : [];
    }),
  );
}

/** Only what the folder lists can be asked for, so a name never becomes a path. */
function readAssets(folder: string): Map<string, Asset> {
  const files = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const read = (name: string) => readFileSync(join(folder, name));
  return new Map(
    [...files].flatMap((name) => {
      const contentType = contentTypes[extname(name)];
      if (contentType === undefined) return [];
      const encoded = Object.entries(suffixes).flatMap(([coding, suffix]) =>
        files.has(name + suffix) ? [[coding, read(name + suffix)] as const] : [],
      );
      return [[name, { contentType, bodies: { identity: read(name), ...Object.fromEntries(encoded) } }] as const];
    }),
  );
}
