// Parses the flags of `npm run deploy`.

import { parseArgs } from 'node:util';

export const usage = `Deploys the shop to Azure, or updates it there.

  npm run deploy -- --env dev|prod [options]

  --env NAME           the environment: dev (infra/main.bicepparam) or prod (infra/main.prod.bicepparam)
  --location REGION    the region of a new environment (default: AZURE_LOCATION, else that of its resource group,
                       else northeurope)
  --subscription ID    a subscription other than the one "az account show" names
  --what-if            show what would change without changing anything
  --yes                do not ask for confirmation
  --only STEP          run one step only: resources (also if nothing has changed), code or events
  --zip FILE           deploy this package instead of building one
  --azd                for azd's hooks: read names from azd's variables, not from an earlier deployment
  --pause SECONDS      pause between retries (default: 10)
`;

export const environments = ['dev', 'prod'] as const;
export type EnvironmentName = (typeof environments)[number];

/** In the order in which they run. */
export const stepNames = ['resources', 'code', 'events'] as const;
export type StepName = (typeof stepNames)[number];

/** Identifies a shop. */
export interface Where {
  environment: EnvironmentName;
  subscription?: string;
}

export interface DeployOptions extends Where {
  location?: string;
  whatIf: boolean;
  yes: boolean;
  steps: StepName[];
  zip?: string;
  /** Names of existing resources come from the variables that azd sets for its hooks. */
  azd: boolean;
  pauseMs: number;
}

/** Options with the regions of the deployment. */
export interface Located extends DeployOptions {
  /** The region of the resources. */
  location: string;
  /** The region of the deployment's record. */
  recordLocation: string;
}

/** The command line is wrong, or what it asks for is refused; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns undefined for --help. @throws UsageError. */
export function parseOptions(args: string[], environment: NodeJS.ProcessEnv = {}): DeployOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const shop = environments.find((name) => name === values.env);
  if (!shop) throw new UsageError(`--env must be ${environments.join(' or ')}.`);
  const only = stepNames.find((name) => name === values.only);
  if (values.only !== undefined && !only) throw new UsageError(`--only must be one of ${stepNames.join(', ')}.`);
  const pause = Number(values.pause ?? 10);
  if (!(pause >= 0 && pause <= 600)) throw new UsageError('--pause must be 0 to 600 seconds.');
  // azd has its own subscription, whichever one "az" uses.
  const subscription = values.subscription ?? (values.azd ? environment.AZURE_SUBSCRIPTION_ID : undefined);
  return {
    environment: shop,
    whatIf: values['what-if'] ?? false,
    yes: values.yes ?? false,
    steps: only ? [only] : [...stepNames],
    azd: values.azd ?? false,
    pauseMs: pause * 1000,
    ...(values.location !== undefined && { location: values.location }),
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
    throw new UsageError((cause as Error).message.split('. ')[0] ?? '', { cause });
  }
}
