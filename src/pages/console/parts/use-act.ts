// Carries out one thing that the owner asks for: once at a time, and with the fault kept for the view to show.

import { useRef, useState } from 'preact/hooks';

export interface Act {
  isBusy: boolean;
  fault?: unknown;
  /** True when it was done. Does nothing while the previous one runs. */
  run(work: () => Promise<void>): Promise<boolean>;
}

export function useAct(): Act {
  const [state, setState] = useState<{ isBusy: boolean; fault?: unknown }>({ isBusy: false });
  const isBusy = useRef(false);
  return {
    ...state,
    async run(work) {
      if (isBusy.current) return false;
      isBusy.current = true;
      setState({ isBusy: true });
      try {
        await work();
        setState({ isBusy: false });
        return true;
      } catch (fault) {
        setState({ isBusy: false, fault });
        return false;
      } finally {
        isBusy.current = false;
      }
    },
  };
}
