// Formats the plan that `npm run deploy` shows first: where, which commands, and the cost.

import type { Bill } from '../cost/bill';
import { readChoices } from './choices';
import { type AzCommand, deployCode, deployEvents, deployResources } from './commands';
import type { Located, StepName } from './options';

export interface Account {
  name: string;
  id: string;
}

export interface Costs {
  currency: string;
  asOf: string;
  idleMonth: Bill;
  thousandOrders: Bill;
  thousandPictures: Bill;
  floodHour: number;
}

/** For names that are known only after the first step. */
const placeholders = {
  resourceGroup: '<resource group>',
  functionApp: '<app>',
  storageAccount: '<account>',
  origin: '<url>',
  eventTopic: '<topic>',
  uploadEvents: '<how>',
  plan: 'flex',
};

const about: Record<StepName, string> = {
  resources: 'create or update the resource group and everything in it',
  code: 'package the app and deploy it',
  events: "wait for the blob extension's key, then subscribe the app to upload events",
};

/** The plan as lines for the console. */
export function planText(options: Located, account: Account, costs: Costs): string[] {
  const steps = options.steps.flatMap((step) => [
    `  ${step.padEnd(10)} ${about[step]}`,
    ...commandsOf(options, step).map((command) => `  ${''.padEnd(10)} az ${shellText(command)}`),
  ]);
  return [
    `Shop "${options.environment}" in subscription "${account.name}" (${account.id}), ${options.location}`,
    '',
    options.whatIf ? 'Preview of these steps; nothing will be changed:' : 'These steps will run:',
    ...steps,
    '',
    `Estimated cost (${costs.currency}, list prices of ${costs.asOf}; see docs/operations.md):`,
    `  a month without customers   ${money(costs.idleMonth.total)}  ${largest(costs.idleMonth)}`,
    `  1,000 orders                ${money(costs.thousandOrders.total)}  ${largest(costs.thousandOrders)}`,
    `  1,000 pictures              ${money(costs.thousandPictures.total)}  ${largest(costs.thousandPictures)}`,
    `  an hour of a flood          ${money(costs.floodHour)}  (every instance that maximumInstanceCount allows)`,
    '',
  ];
}

function commandsOf(options: Located, step: StepName): AzCommand[] {
  const verb = options.whatIf ? 'what-if' : 'create';
  if (step === 'resources') return [deployResources(options, verb)];
  const { plan } = readChoices(options.environment);
  const deployed = { ...placeholders, plan };
  if (step === 'events') return [deployEvents(options, deployed, verb)];
  return deployCode(options, deployed, options.zip ?? '<package>');
}

function shellText(command: AzCommand): string {
  return command.map((word) => (/\s/.test(word) && !word.startsWith('<') ? `'${word}'` : word)).join(' ');
}

function money(amount: number): string {
  return amount.toFixed(2).padStart(7);
}

/** The two most expensive meters. */
function largest({ lines }: Bill): string {
  const dear = lines.filter(({ amount }) => amount >= 0.005).slice(0, 2);
  return dear.length === 0
    ? '(within the free grants)'
    : `(${dear.map(({ what, amount }) => `${what} ${amount.toFixed(2)}`).join(', ')})`;
}
