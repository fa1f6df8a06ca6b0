// Keeps the state on the page fresh while the page is seen, and carries out what its buttons ask for.

import { useEffect, useState } from 'preact/hooks';
import type { ProofState } from '../proof-state';
import { proofApi } from './proof-api';

export interface Proof {
  state: ProofState | undefined;
  /** Why the last call failed; undefined when it did not. */
  failure: string | undefined;
  act(call: () => Promise<ProofState>): void;
}

const pauseMs = 600;

export function useProof(): Proof {
  const [state, setState] = useState<ProofState>();
  const [failure, setFailure] = useState<string>();

  async function take(call: () => Promise<ProofState>): Promise<void> {
    try {
      setState(await call());
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof TypeError ? 'npm run proof has ended. Start it again.' : (error as Error).message);
    }
  }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isGone = false;
    const poll = async () => {
      if (!document.hidden) await take(proofApi.state);
      if (!isGone) timer = setTimeout(poll, pauseMs);
    };
    void poll();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);

  return { state, failure, act: (call) => void take(call) };
}
