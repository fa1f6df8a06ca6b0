// Policy: the template's containers, queues and tables are those of the code, and every queue has a poison queue.

import type { StorageNames } from '../names-in-code';
import { ofType, ownName, type Predicted } from '../prediction';

const account = 'Microsoft.Storage/storageAccounts';
const kinds: [keyof StorageNames, string][] = [
  ['containers', `${account}/blobServices/containers`],
  ['queues', `${account}/queueServices/queues`],
  ['tables', `${account}/tableServices/tables`],
];
/** Used by the platform alone: code packages. */
const notInCode = ['app-package'];

export function storageNames(prediction: Predicted, inCode: StorageNames): string[] {
  if (ofType(prediction, account).length === 0) return [];
  const compared = kinds.flatMap(([kind, type]) => {
    const made = ofType(prediction, type).map(ownName);
    const used = inCode[kind];
    const thing = kind.slice(0, -1);
    const missing = [...used].filter(([name]) => !made.includes(name));
    const idle = made.filter((name) => !used.has(name) && !notInCode.includes(name) && !isPoisonOf(name, used));
    return [
      ...missing.map(([name, file]) => `${file} uses the ${thing} ${name}: add it to infra/modules/storage.bicep.`),
      ...idle.map((name) => `No code uses the ${thing} ${name} that infra/modules/storage.bicep makes.`),
    ];
  });
  const queues = ofType(prediction, `${account}/queueServices/queues`).map(ownName);
  // No trigger reads parked messages, so this queue needs no poison queue.
  const read = queues.filter((name) => !/-(poison|parked)$/.test(name));
  const alone = read.filter((name) => !queues.includes(`${name}-poison`));
  return [...compared, ...alone.map((name) => `The queue ${name} has no poison twin.`)];
}

/** The host moves messages there. */
function isPoisonOf(name: string, used: Map<string, string>): boolean {
  return name.endsWith('-poison') && used.has(name.slice(0, -'-poison'.length));
}
