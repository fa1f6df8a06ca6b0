// Table `orderindex` holds what is written behind: the index of orders, and the availability that the shop shows. Both are in one
// partition, so that the rows that both write at the same moment become one storage operation.

import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { Storage } from './storage';

export const jointTable = 'orderindex';
export const jointPartition = 'shop';

/** Above every row key with this prefix, which ends with a colon. */
export function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)};`;
}

export interface JointTransactions {
  /**
   * Writes all of these rows (at most a hundred) or none, and returns their ETags in the same order.
   * @throws as `TableClient.submitTransaction` does.
   */
  submit(actions: TransactionAction[]): Promise<(string | undefined)[]>;
}

interface Group {
  actions: TransactionAction[];
  resolve: (etags: (string | undefined)[]) => void;
  reject: (cause: unknown) => void;
}

/** Long enough for writers that were woken by the same timer, and short for the owner, whose lists wait for it. */
const gatherMs = 10;
/** The limit of storage. */
const mostActions = 100;

/** One for the whole process. */
export function makeJointTransactions(storage: Pick<Storage, 'table'>): JointTransactions {
  let waiting: Group[] = [];

  async function send(): Promise<void> {
    const groups = waiting;
    waiting = [];
    const count = groups.reduce((sum, { actions }) => sum + actions.length, 0);
    if (groups.length > 1 && count <= mostActions && (await sendTogether(groups))) return;
    for (const group of groups) await sendAlone(group);
  }

  /** False when it failed, mostly because of the rows of one of them: each is then sent alone, and gets its own answer or fault. */
  async function sendTogether(groups: Group[]): Promise<boolean> {
    const etags = await written(
      storage,
      groups.flatMap(({ actions }) => actions),
    ).catch(() => undefined);
    if (!etags) return false;
    for (const { actions, resolve } of groups) resolve(etags.splice(0, actions.length));
    return true;
  }

  async function sendAlone({ actions, resolve, reject }: Group): Promise<void> {
    await written(storage, actions).then(resolve, reject);
  }

  return {
    submit(actions) {
      if (waiting.length === 0) setTimeout(() => void send(), gatherMs);
      return new Promise((resolve, reject) => {
        waiting.push({ actions, resolve, reject });
      });
    },
  };
}

async function written(storage: Pick<Storage, 'table'>, actions: TransactionAction[]): Promise<(string | undefined)[]> {
  const client: TableClient = await storage.table(jointTable);
  const { subResponses } = await client.submitTransaction(actions);
  return actions.map((_action, at) => subResponses[at]?.etag);
}
