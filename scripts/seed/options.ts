// Parses the flags of `npm run seed`.

import { parseArgs } from 'node:util';
import { UsageError } from '../deploy/options';

export const usage = `Loads the demo products and their stock into a running shop, over HTTP. A catalog that is there stays, and so does the
stock of a product that was ever stocked.

  npm run seed -- --url http://localhost:7071
  npm run seed -- --url https://… --key KEY      KEY: a function key of the app; default: the variable OWNER_KEY
`;

export interface SeedOptions {
  /** The shop's origin. */
  url: string;
  /** A function key; a shop on this machine usually needs none. */
  key?: string;
}

/** @returns undefined for --help. @throws UsageError. */
export function parseOptions(args: string[], environment: NodeJS.ProcessEnv): SeedOptions | undefined {
  const { url, key = environment.OWNER_KEY, help } = parse(args);
  if (help) return undefined;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageError('Give the url of the shop, --url http://localhost:7071 for example.');
  }
  return { url: new URL(url).origin, ...(key && { key }) };
}

function parse(args: string[]) {
  try {
    const options = {
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new UsageError((cause as Error).message.split('. ')[0] ?? '', { cause });
  }
}
