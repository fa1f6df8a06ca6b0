// The flags of `npm run deploy`.

import { parseArgs } from 'node:util';

export const usage = `Puts the shop into Azure, or brings it up to date there.

  npm run deploy -- --env dev|prod [options]

  --env NAME           which shop: infra/main.NAME.bicepparam says how it is made
  --location REGION    where a new one is made (default: northeurope)
  --subscription ID    another subscription than the one "az account show" names
  --what-if            show what would change, and change nothing
  --yes                do not ask first
  --only STEP          one step alone: resources, code or events
  --zip FILE           deploy this package instead of making one
  --azd                called by azd: names come from its environment, not from an earlier deployment
  --pause SECONDS      between two attempts at something that is not ready yet (default: 10)
`;

export const environments = ['dev', 'prod'] as const;
export type EnvironmentName = (typeof environments)[number];

/** In the order in which they are done. */
export const stepNames = ['resources', 'code', 'events'] as const;
export type StepName = (typeof stepNames)[number];

/** Which shop is meant. */
export interface Where {
  environment: EnvironmentName;
  subscription?: string;
}

export interface DeployOptions extends Where {
  location: string;
  whatIf: boolean;
  yes: boolean;
  steps: StepName[];
  zip?: string;
  /** Names of what exists come from the variables that azd sets for its hooks. */
  azd: boolean;
  pauseMs: number;
}

/** The command line is wrong; the message says how. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** @returns undefined when only help is asked for. @throws WrongUse. */
export function parseOptions(args: string[], environment: NodeJS.ProcessEnv = {}): DeployOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const shop = environments.find((name) => name === values.env);
  if (!shop) throw new WrongUse(`--env must be ${environments.join(' or ')}.`);
  const only = stepNames.find((name) => name === values.only);
  if (values.only !== undefined && !only) throw new WrongUse(`--only must be one of ${stepNames.join(', ')}.`);
  const pause = Number(values.pause ?? 10);
  if (!(pause >= 0 && pause <= 600)) throw new WrongUse('--pause must be 0 to 600 seconds.');
  // azd has a subscription of its own, whatever "az" stands at.
  const subscription = values.subscription ?? (values.azd ? environment.AZURE_SUBSCRIPTION_ID : undefined);
  return {
    environment: shop,
    location: values.location ?? 'northeurope',
    whatIf: values['what-if'] ?? false,
    yes: values.yes ?? false,
    steps: only ? [only] : [...stepNames],
    azd: values.azd ?? false,
    pauseMs: pause * 1000,
    ...(subscription !== undefined && { subscription }),
    ...(values.zip !== undefined && { zip: values.zip }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        env: { type: 'string' },
        location: { type: 'string' },
        subscription: { type: 'string' },
        'what-if': { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        only: { type: 'string' },
        zip: { type: 'string' },
        azd: { type: 'boolean' },
        pause: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new WrongUse((cause as Error).message.split('. ')[0] ?? '', { cause });
  }
}
