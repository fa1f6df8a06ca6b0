// Work on one key, one batch after the other: what comes while a batch is under way goes into the next one, all of it at once.
// So a rush on one key costs a few rounds, and never waits on itself.

/** What became of each item of a batch, asked by item. */
export type BatchOutcome<Item, Outcome> = (item: Item) => Outcome;

interface Waiting<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** Does the item's part of the work of its key. @throws what `work` threw for its batch. */
export type Submit<Item, Outcome> = (key: string, item: Item) => Promise<Outcome>;

export function makeBatches<Item, Outcome>(
  work: (key: string, items: Item[]) => Promise<BatchOutcome<Item, Outcome>>,
  mostItems: number,
): Submit<Item, Outcome> {
  const queues = new Map<string, Waiting<Item, Outcome>[]>();

  async function workOff(key: string, queue: Waiting<Item, Outcome>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, mostItems);
      const items = batch.map(({ item }) => item);
      try {
        const outcomeOf = await work(key, items);
        for (const { item, resolve } of batch) resolve(outcomeOf(item));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const entry = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(entry);
        return;
      }
      const fresh = [entry];
      queues.set(key, fresh);
      void workOff(key, fresh);
    });
}
