// The flags of `npm run smoke`.

import { parseArgs } from 'node:util';
import { environments, type Where, WrongUse } from '../deploy/options';

export const usage = `Sees a deployed shop work: a picture, an order that arrives, an order that is declined.

  npm run smoke -- https://… --key KEY      KEY: a function key of the app, or in the variable SMOKE_KEY
  npm run smoke -- --env dev|prod           url and key are asked of the Azure CLI
  npm run smoke -- --env dev --subscription ID

The photo is drawn, or named with --photo FILE (a JPEG). A product of its own is offered for a minute, and withdrawn.
`;

export interface SmokeOptions {
  /** Where the shop is: a url, or an environment that was deployed from here. */
  target: { url: string; key?: string } | Where;
  photo?: string;
}

/** @returns undefined when only help is asked for. @throws WrongUse. */
export function parseOptions(args: string[], environment: NodeJS.ProcessEnv): SmokeOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const photo = values.photo === undefined ? {} : { photo: values.photo };
  if (values.env !== undefined) {
    const name = environments.find((one) => one === values.env);
    if (!name || positionals.length > 0) throw new WrongUse(`Give a url, or --env ${environments.join(' or ')}.`);
    const subscription = values.subscription === undefined ? {} : { subscription: values.subscription };
    return { target: { environment: name, ...subscription }, ...photo };
  }
  const [url] = positionals;
  if (positionals.length !== 1 || !url || !URL.canParse(url)) throw new WrongUse('Give the url of the shop.');
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
    throw new WrongUse((cause as Error).message.split('. ')[0] ?? '', { cause });
  }
}
