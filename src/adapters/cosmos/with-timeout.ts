// Limits how long a caller waits. The work itself is not cancelled.

/** The result of `work`. @throws the error that `onTimeout` creates when it takes longer than `ms`. */
export async function withTimeout<T>(ms: number, work: Promise<T>, onTimeout: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onTimeout()), ms);
  });
  return Promise.race([work, timedOut]).finally(() => clearTimeout(timer));
}
