// The step `resources`: refuses what would not work, then creates or updates what differs, or previews that.

import { AzFailed } from './az';
import { type Choices, readChoices } from './choices';
import { type AzCommand, deployResources, listNodeVersions, registerAppProvider } from './commands';
import type { DeployParts, Shop } from './deploy-parts';
import { readBudgetStart } from './existing';
import { UsageError, type Where } from './options';
import { type Deployed, type Outputs, readOutputs } from './outputs';
import { readParameterFile } from './parameter-file';
import { refuseFaults } from './refusals';
import { allThatIsRead, previewVariables, readVariables, type Variables } from './variables';

/** Leaves the resources alone if they are made from the same as now, unless only this step was chosen. */
export async function makeResources(shop: Shop, parts: DeployParts): Promise<Deployed> {
  const choices = readChoices(shop.environment);
  const environment = await readVariables({ ...parts, shop }, await budgetStart(shop, parts, choices));
  refuse(shop, parts, choices, environment);
  const { deployed } = shop.existing;
  if (deployed && shop.steps.length > 1 && isMadeFrom(shop, choices, environment)) {
    parts.print('resources: skipped, nothing has changed since they were deployed (--only resources deploys them)');
    return deployed;
  }
  parts.print('resources');
  await refuseNodeVersion(shop, parts, choices);
  for (const command of providersFor(choices, shop)) await parts.az(command);
  return readOutputs(JSON.parse(await parts.az(deployResources(shop, 'create'), { environment })) as Outputs);
}

/** Azure registers the providers of a template's resources; the network of the plan flex needs one that has none there. */
export function providersFor({ plan, privateNetworking }: Choices, where: Where): AzCommand[] {
  return plan === 'flex' && privateNetworking ? [registerAppProvider(where)] : [];
}

/** Shows what would change. */
export async function previewResources(shop: Shop, parts: DeployParts): Promise<void> {
  parts.print('resources');
  const choices = readChoices(shop.environment);
  const environment = previewVariables({ ...parts, shop }, await budgetStart(shop, parts, choices));
  refuse(shop, parts, choices, environment);
  await refuseNodeVersion(shop, parts, choices);
  await parts.az(deployResources(shop, 'what-if'), { shown: true, environment });
}

function refuse(shop: Shop, parts: DeployParts, choices: Choices, made: Variables): void {
  refuseFaults(choices, readParameterFile(shop.environment), allThatIsRead(shop, parts.environment, made));
}

/** On the plan premium each deployer gets a role with the resources, so they are always deployed. */
function isMadeFrom({ existing }: Shop, { plan }: Choices, { RESOURCES_FINGERPRINT }: Variables): boolean {
  return plan === 'flex' && existing.fingerprint === RESOURCES_FINGERPRINT;
}

/** Only an existing group can have a budget. */
async function budgetStart(shop: Shop, parts: DeployParts, choices: Choices): Promise<string | undefined> {
  return choices.budget && shop.existing.groupLocation ? readBudgetStart(shop, parts.az) : undefined;
}

/** @throws UsageError if the region does not have the Node version. If it cannot be asked, Azure itself decides. */
async function refuseNodeVersion(
  shop: Shop,
  { az, print }: DeployParts,
  { plan, nodeVersion }: Choices,
): Promise<void> {
  if (plan !== 'flex') return;
  let versions: string[];
  try {
    versions = JSON.parse(await az(listNodeVersions(shop), { quiet: true })) as string[];
  } catch (error) {
    if (!(error instanceof AzFailed)) throw error;
    print(`    the Node versions of ${shop.location} are not known: ${error.message}`);
    return;
  }
  if (versions.includes(nodeVersion)) return;
  throw new UsageError(
    `Flex Consumption in ${shop.location} has Node ${versions.join(', ')}, but nodeVersion is ${nodeVersion}: change it in the parameter file.`,
  );
}
