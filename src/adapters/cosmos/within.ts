// A bound on waiting. What is waited for goes on: it is only no longer waited for.

/** What `work` gives within `ms`. @throws what `late` makes when it takes longer. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  return Promise.race([work, bound]).finally(() => clearTimeout(timer));
}
