// Runs the work on each key in batches, one after the other: items that arrive during a batch form the next one.
// Many concurrent changes of one key cost a few rounds and do not conflict with each other.

/** Returns the outcome of an item of a batch. */
export type BatchOutcome<Item, Outcome> = (item: Item) => Outcome;

interface Waiting<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** Adds an item to the next batch of its key, and returns the item's outcome. @throws what `work` threw for the batch. */
export type Submit<Item, Outcome> = (key: string, item: Item) => Promise<Outcome>;

export function makeBatches<Item, Outcome>(
  work: (key: string, items: Item[]) => Promise<BatchOutcome<Item, Outcome>>,
  maxItems: number,
): Submit<Item, Outcome> {
  const queues = new Map<string, Waiting<Item, Outcome>[]>();

  async function drain(key: string, queue: Waiting<Item, Outcome>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, maxItems);
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
      const newQueue = [entry];
      queues.set(key, newQueue);
      void drain(key, newQueue);
    });
}
