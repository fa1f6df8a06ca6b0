// Policy: exactly the required roles, each on one resource, none on a resource group or subscription.

import { chosen, ofType, ownName, type Predicted, type PredictedResource, valueAt } from '../prediction';

const roleNames: Record<string, string> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a': 'Storage Queue Data Message Sender',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  '0ad04412-c4d5-4796-b79c-f76d14c8d402': 'Durable Task Data Contributor',
  '00000000-0000-0000-0000-000000000002': 'Cosmos DB Built-in Data Contributor',
};
const cosmosRoles = 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments';

export function leastRoles(prediction: Predicted): string[] {
  if (ofType(prediction, 'Microsoft.Web/sites').length === 0) return [];
  const expected = expectedRoles(prediction);
  const found = [
    ...ofType(prediction, 'Microsoft.Authorization/roleAssignments'),
    ...ofType(prediction, cosmosRoles),
  ].map((assignment) => `${holder(assignment)} has ${role(assignment)} on ${scope(assignment)}`);
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `A role is missing: ${line}.`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `A role too many: ${line}.`),
    ...found.filter((line, index) => found.indexOf(line) < index).map((line) => `A role twice: ${line}.`),
  ];
}

function expectedRoles(prediction: Predicted): string[] {
  const { parameters } = prediction;
  const { cartStore, durableBackend, plan } = chosen(prediction);
  const account = 'storageAccounts';
  const lines = [
    `the app has Storage Blob Data Owner on ${account}`,
    `the app has Storage Queue Data Contributor on ${account}`,
    `the app has Storage Table Data Contributor on ${account}`,
    'the app has Monitoring Metrics Publisher on components',
    `the event topic has Storage Blob Data Contributor on ${account}`,
  ];
  if (parameters.uploadEvents === 'queue') {
    lines.push('the event topic has Storage Queue Data Message Sender on queues/picture-jobs');
  }
  const holders = parameters.principalId ? ['the app', 'a person'] : ['the app'];
  for (const who of holders) {
    if (cartStore === 'cosmos') lines.push(`${who} has Cosmos DB Built-in Data Contributor on databaseAccounts`);
    if (durableBackend === 'scheduler') {
      lines.push(`${who} has Durable Task Data Contributor on taskHubs/Cartwright`);
    }
  }
  if (parameters.principalId) {
    const services = ['Queue', 'Table'];
    lines.push(...services.map((service) => `a person has Storage ${service} Data Contributor on ${account}`));
    const containers = ofType(prediction, 'Microsoft.Storage/storageAccounts/blobServices/containers').map(ownName);
    lines.push(
      ...containers
        .filter((name) => name !== 'app-package')
        .map((name) => `a person has Storage Blob Data Contributor on containers/${name}`),
    );
  }
  if (plan === 'premium') {
    lines.push('the deployer has Storage Blob Data Contributor on containers/app-package');
  }
  return lines;
}

function holder(assignment: PredictedResource): string {
  const principal = String(valueAt(assignment, 'principalId'));
  if (principal.includes('Microsoft.EventGrid/systemTopics')) return 'the event topic';
  if (principal.includes('deployer()')) return 'the deployer';
  return principal.startsWith('[') ? 'the app' : 'a person';
}

function role(assignment: PredictedResource): string {
  const id = String(valueAt(assignment, 'roleDefinitionId')).split('/').at(-1) ?? '';
  return roleNames[id] ?? `an unknown role (${id})`;
}

/** The resource type, with the name if the name does not contain the token. */
function scope(assignment: PredictedResource): string {
  const text =
    assignment.type === cosmosRoles
      ? String(valueAt(assignment, 'scope'))
      : (/^\[extensionResourceId\('([^']+)'/.exec(assignment.id)?.[1] ??
        assignment.id.split('/providers/Microsoft.Authorization/')[0] ??
        '');
  const [kind = '', name = ''] = text.split('/').slice(-2);
  return /^(queues|taskHubs|containers)$/.test(kind) ? `${kind}/${name}` : kind;
}
