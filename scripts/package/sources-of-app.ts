// An esbuild plugin that reads the app's sources and collects the files they load at run time.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { type Plugin, transform } from 'esbuild';
import { findRunTimeFiles, type RunTimeFiles } from './run-time-files';

export type AskedFor = Omit<RunTimeFiles, 'source'>;

/**
 * `z` holds all of zod, including its messages in fifty languages. esbuild can only tree-shake a namespace import, which
 * saves a tenth of the load time.
 */
const wholeZod = 'import { z } from "zod"';
const usedZod = 'import * as z from "zod"';

/** @param askedFor filled while esbuild bundles. */
export function sourcesOfApp(root: string, external: string[], askedFor: AskedFor): Plugin {
  const sources = join(root, 'src/');
  return {
    name: 'sources-of-app',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, importer }) => {
        if (!importer.startsWith(sources)) return undefined;
        const name = path.slice(2);
        return askedFor.assets.has(name) || askedFor.packages.has(name) ? { path, external: true } : undefined;
      });
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!path.startsWith(sources)) return undefined;
        const { code } = await transform(await readFile(path, 'utf8'), {
          loader: 'ts',
          target: 'node22',
          sourcemap: 'inline',
          sourcefile: basename(path),
        });
        const found = findRunTimeFiles(code, { file: path, external, resolve: createRequire(path).resolve });
        for (const kind of ['workers', 'packages', 'assets'] as const) {
          for (const [name, what] of found[kind]) askedFor[kind].set(name, what);
        }
        return { contents: found.source.replace(wholeZod, usedZod), loader: 'js' };
      });
    },
  };
}
