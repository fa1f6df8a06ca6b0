// The page's calls to the supervisor. Each answers with the state as it is then.

import type { Card, ProofState } from '../proof-state';

const token = document.querySelector<HTMLMetaElement>('meta[name="proof-token"]')?.content ?? '';

/** @throws with what the supervisor says. */
async function call(method: 'GET' | 'POST', name: string, body?: object): Promise<ProofState> {
  const response = await fetch(`/proof/api/${name}`, {
    method,
    headers: { 'x-proof-token': token, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as ProofState & { detail: string };
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

export const proofApi = {
  state: () => call('GET', 'state'),
  kill: () => call('POST', 'kill'),
  cutStorage: () => call('POST', 'outage'),
  placeOrder: () => call('POST', 'order'),
  setRate: (perMinute: number) => call('POST', 'rate', { perMinute }),
  setCard: (card: Card) => call('POST', 'card', { card }),
};
