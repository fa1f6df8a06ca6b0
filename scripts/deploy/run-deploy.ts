// The deployment as a story of three steps. Each may be run again at any time: what is there already stays as it is.

import { attempts, type Patience } from './attempts';
import type { Az } from './az';
import { deployCode, deployEvents, deployResources, showAccount, showBlobKey, showResources } from './commands';
import { isNotLoggedIn, isNotThere, passes } from './failures';
import type { DeployOptions, Where } from './options';
import { type Deployed, type Outputs, readAzdVariables, readOutputs } from './outputs';
import type { Account } from './plan-text';
import { previewVariables, readVariables } from './variables';

export interface DeployParts {
  az: Az;
  /** Makes the package and answers with its file. */
  packageApp(): Promise<string>;
  /** Asks the app for something, so that it starts; answers with what came of it. */
  wake(origin: string): Promise<string>;
  environment: NodeJS.ProcessEnv;
  now(): Date;
  sleep(ms: number): Promise<void>;
  tell(line: string): void;
}

/** Five minutes with the usual pause: a first deployment's roles and keys take up to that long. */
const KEY_ATTEMPTS = 30;
const OTHER_ATTEMPTS = 10;

export class NotLoggedIn extends Error {
  override readonly name = 'NotLoggedIn';
}

/** The subscription that is meant. @throws AzMissing, NotLoggedIn. */
export async function readAccount(options: DeployOptions, az: Az): Promise<Account> {
  try {
    return JSON.parse(await az(showAccount(options), { quiet: true })) as Account;
  } catch (error) {
    if (!isNotLoggedIn(error)) throw error;
    throw new NotLoggedIn('Nobody is logged in: run "az login" first.', { cause: error });
  }
}

/** Shows what would change, and changes nothing. */
export async function preview(options: DeployOptions, parts: DeployParts): Promise<void> {
  const { az, tell } = parts;
  const earlier = await readEarlier(options, parts);
  if (options.steps.includes('resources')) {
    tell('resources');
    const environment = previewVariables({ ...parts, options }, earlier.budgetStart);
    await az(deployResources(options, 'what-if'), { shown: true, environment });
  }
  if (options.steps.includes('code')) tell('code: a new package takes the place of the one that runs');
  if (!options.steps.includes('events')) return;
  if (!earlier.deployed) tell('events: can be previewed once resources and code are there');
  else await az(deployEvents(options, earlier.deployed, 'what-if'), { shown: true });
}

/** Does the chosen steps in order, and answers with the names of what is there then. */
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

/** What is there already, as far as Azure's record of the last deployment tells. */
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
  parts.tell('resources');
  const environment = await readVariables({ ...parts, options }, budgetStart);
  return readOutputs(JSON.parse(await parts.az(deployResources(options, 'create'), { environment })) as Outputs);
}

async function putCode(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.tell('code');
  const zip = options.zip ?? (await parts.packageApp());
  const put = async () => {
    await parts.az(deployCode(options, deployed, zip));
    return true;
  };
  await attempts('the package in its container', patience(options, parts, OTHER_ATTEMPTS), put, passes.package);
}

async function subscribe(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  parts.tell('events');
  await awaitBlobKey(options, parts, deployed);
  const handshake = async () => {
    await parts.az(deployEvents(options, deployed, 'create'));
    return true;
  };
  await attempts(
    'the handshake with Event Grid',
    patience(options, parts, OTHER_ATTEMPTS),
    handshake,
    passes.handshake,
  );
}

/**
 * Needed where pictures come by queue as well: catalog files come by webhook always. An app without load has no instance,
 * and the key is made by one that has started: so it is woken each time.
 */
async function awaitBlobKey(options: DeployOptions, parts: DeployParts, deployed: Deployed): Promise<void> {
  const look = async () => {
    const woken = await parts.wake(deployed.origin);
    const key = (await parts.az(showBlobKey(options, deployed), { quiet: true })).trim();
    if (key !== '' && key !== 'None') return key;
    parts.tell(`    ${deployed.origin} says: ${woken}`);
    return undefined;
  };
  await attempts('the key blobs_extension', patience(options, parts, KEY_ATTEMPTS), look, passes.keys);
}

function patience({ pauseMs }: DeployOptions, { sleep, tell }: DeployParts, most: number): Patience {
  return { attempts: most, pauseMs, sleep, tell };
}
