// Repeats a request while somebody looks: a hidden page asks nothing, and asks at once when it is shown again.

/**
 * @param once one request; resolves with whether there is anything left to wait for. It is given a signal that ends it.
 * @param pauseMs between two requests.
 * @returns stops the repetition.
 */
export function pollWhileVisible(once: (signal: AbortSignal) => Promise<boolean>, pauseMs: number): () => void {
  const over = new AbortController();
  let request = new AbortController();
  const onChange = () => {
    request.abort();
    if (!document.hidden && !over.signal.aborted) void run();
  };
  const run = async () => {
    request = new AbortController();
    const { signal } = request;
    while (!signal.aborted && !document.hidden) {
      const goesOn = await once(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        return false;
      });
      if (!goesOn) return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  document.addEventListener('visibilitychange', onChange, { signal: over.signal });
  void run();
  return () => {
    over.abort();
    request.abort();
  };
}
