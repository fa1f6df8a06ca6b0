// Runs the three steps of a deployment. Each of them is idempotent, so you can run it again at any time.

import type { Az } from './az';
import { deployCode, deployEvents, deployResources, showAccount, showBlobKey, showResources } from './commands';
import { isNotLoggedIn, isNotThere, isTransient } from './failures';
import type { DeployOptions, Where } from './options';
import { type Deployed, type Outputs, readAzdVariables, readOutputs } from './outputs';
import type { Account } from './plan-text';
import { type RetryOptions, retry } from './retry';
import { previewVariables, readVariables } from './variables';

export interface DeployParts {
  az: Az;
  /** Builds the package and returns its path. */
  packageApp(): Promise<string>;
  /** Sends a request so that the app starts; returns a description of the response. */
  wake(origin: string): Promise<string>;
  environment: NodeJS.ProcessEnv;
  now(): Date;
  sleep(ms: number): Promise<void>;
  print(line: string): void;
}

/** Five minutes with the default pause: the roles and keys of a first deployment take up to that long. */
const KEY_ATTEMPTS = 30;
const OTHER_ATTEMPTS = 10;

export class NotLoggedIn extends Error {
  override readonly name = 'NotLoggedIn';
}

/** The subscription to deploy to. @throws AzMissing, NotLoggedIn. */
export async function readAccount(options: DeployOptions, az: Az): Promise<Account> {
  try {
    return JSON.parse(await az(showAccount(options), { quiet: true })) as Account;
  } catch (error) {
    if (!isNotLoggedIn(error)) throw error;
    throw new NotLoggedIn('You are not logged in: run "az login" first.', { cause: error });
  }
}

/** Shows what would change without changing anything. */
export async function preview(options: DeployOptions, parts: DeployParts): Promise<void> {
  const { az, print } = parts;
  const earlier = await readEarlier(options, parts);
  if (options.steps.includes('resources')) {
    print('resources');
    const environment = previewVariables({ ...parts, options }, earlier.budgetStart);
    await az(deployResources(options, 'what-if'), { shown: true, environment });
  }
  if (options.steps.includes('code')) print('code: a new package replaces the deployed one');
  if (!options.steps.includes('events')) return;
  if (!earlier.deployed) print('events: a preview needs deployed resources and code');
  else await az(deployEvents(options, earlier.deployed, 'what-if'), { shown: true });
}

/** Runs the chosen steps in order and returns the names of the deployed resources. */
export async function deploy(options: DeployOptions, parts: DeployParts): Promise<Deployed> {
  const earlier = await readEarlier(options, parts);
  const deployed = options.steps.includes('resources')
    ? await makeResources(options, parts, earlier.budgetStart)
    : earlier.deployed;
  if (!deployed) throw new Error(`There is no shop "${options.environment}" yet: deploy its resources first.`);
  if (options.steps.includes('code')) await putCode(options, parts, deployed);
  if (options.steps.includes('events')) await subscribe(options, parts, deployed);
  return deployed;
}

interface Earlier {
  deployed?: Deployed;
  budgetStart?: string;
}

async function readEarlier(options: DeployOptions, { az, environment }: DeployParts): Promise<Earlier> {
  return options.azd ? { deployed: readAzdVariables(environment) } : readRecord(options, az);
}

/** Reads what exists from Azure's record of the last deployment. */
export async function readRecord(where: Where, az: Az): Promise<Earlier> {
  try {
    const { outputs, parameters } = JSON.parse(await az(showResources(where), { quiet: true })) as DeploymentRecord;
    const budgetStart = parameters?.budgetStartDate?.value;
    return { ...(outputs && { deployed: readOutputs(outputs) }), ...(budgetStart && { budgetStart }) };
  } catch (error) {
    if (isNotThere(error)) return {};
    throw error;
  }
}

interface DeploymentRecord {
  outputs: Outputs;
  parameters: { budgetStartDate?: { value?: string } } | null;
}

async function makeResources(options: DeployOptions, parts: DeployParts, budgetStart?: string): Promise<Deployed> {
  parts.print('resources');
  const environment = await readVariables({ ...parts, options }, budgetStart);
  return readOutputs(JSON.parse(await parts.az(deployResources(options, 'create'), { environment })) as Outputs);
}

async function putCode(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.print('code');
  const zip = options.zip ?? (await parts.packageApp());
  const put = async () => {
    await parts.az(deployCode(options, deployed, zip));
    return true;
  };
  await retry('uploading the package', retryOptions(options, parts, OTHER_ATTEMPTS), put, isTransient.package);
}

async function subscribe(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.print('events');
  await awaitBlobKey(options, parts, deployed);
  const handshake = async () => {
    await parts.az(deployEvents(options, deployed, 'create'));
    return true;
  };
  await retry(
    'the handshake with Event Grid',
    retryOptions(options, parts, OTHER_ATTEMPTS),
    handshake,
    isTransient.handshake,
  );
}

/**
 * Needed even where picture events come by queue: catalog files always use the webhook. Each attempt wakes the app, because
 * only a running instance creates the key, and an idle app has none.
 */
async function awaitBlobKey(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  const look = async () => {
    const woken = await parts.wake(deployed.origin);
    const key = (await parts.az(showBlobKey(options, deployed), { quiet: true })).trim();
    if (key !== '' && key !== 'None') return key;
    parts.print(`    ${deployed.origin} responded: ${woken}`);
    return undefined;
  };
  await retry('the key blobs_extension', retryOptions(options, parts, KEY_ATTEMPTS), look, isTransient.keys);
}

function retryOptions({ pauseMs }: DeployOptions, { sleep, print }: DeployParts, most: number): RetryOptions {
  return { attempts: most, pauseMs, sleep, print };
}
