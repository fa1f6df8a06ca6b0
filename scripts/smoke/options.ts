// Parses the flags of `npm run smoke`.

import { parseArgs } from 'node:util';
import { environments, UsageError, type Where } from '../deploy/options';

export const usage = `Tests a deployed shop: uploads a picture, buys until delivery, and has a card declined.

  npm run smoke -- https://… --key KEY      KEY: a function key of the app; default: the variable SMOKE_KEY
  npm run smoke -- --env dev|prod           gets url and key from the Azure CLI
  npm run smoke -- --env dev --subscription ID

--photo FILE uploads this JPEG instead of a generated one. The test adds a product of its own for about a minute.
`;

export interface SmokeOptions {
  /** A url, or an environment deployed with `npm run deploy`. */
  target: { url: string; key?: string } | Where;
  photo?: string;
}

/** @returns undefined for --help. @throws UsageError. */
export function parseOptions(args: string[], environment: NodeJS.ProcessEnv): SmokeOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const photo = values.photo === undefined ? {} : { photo: values.photo };
  if (values.env !== undefined) {
    const name = environments.find((one) => one === values.env);
    if (!name || positionals.length > 0) throw new UsageError(`Give a url, or --env ${environments.join(' or ')}.`);
    const subscription = values.subscription === undefined ? {} : { subscription: values.subscription };
    return { target: { environment: name, ...subscription }, ...photo };
  }
  const [url] = positionals;
  if (positionals.length !== 1 || !url || !URL.canParse(url)) throw new UsageError('Give the url of the shop.');
  const key = values.key ?? environment.SMOKE_KEY;
  return { target: { url: new URL(url).origin, ...(key && { key }) }, ...photo };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        env: { type: 'string' },
        subscription: { type: 'string' },
        photo: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message.split('. ')[0] ?? '', { cause });
  }
}
