// Repeats the requests of a recording, for recordings that the driver has no case for.

import { appendFileSync } from 'node:fs';
import type { Exchange, RawExchange } from './recordings.ts';

const finalStatuses = new Set(['Completed', 'Failed', 'Terminated', 'Canceled']);
const settleLimitMs = 10_000;
const pollMs = 50;

/** Before a request recorded as `status …` it waits until the instance has ended. */
export async function replayRequests(recorded: Exchange[], origin: string, exchangesFile: string): Promise<void> {
  const run = Date.now().toString(36).slice(-4);
  let key = '';
  for (const { label, request, sent } of recorded) {
    const [method = 'GET', template = ''] = request.split(' ');
    const url = template.replace('<origin>', origin).replaceAll('-RUN', `-${run}`).replace('<key>', key);
    if (label.startsWith('status ')) await settled(url);
    const raw = await exchange(label, method, url, sent);
    appendFileSync(exchangesFile, `${JSON.stringify(raw)}\n`);
    key ||= /[?&]code=([^&"]+)/.exec(raw.response.body ?? '')?.[1] ?? '';
  }
}

async function exchange(label: string, method: string, url: string, body: string | undefined): Promise<RawExchange> {
  const response = await fetch(url, { method, ...(body !== undefined && { body }) });
  const headers = [...response.headers];
  const request = { method, url, ...(body !== undefined && { body }) };
  return { label, request, response: { status: response.status, headers, body: await response.text() } };
}

async function settled(url: string): Promise<void> {
  for (let waited = 0; waited < settleLimitMs; waited += pollMs) {
    const { runtimeStatus } = (await (await fetch(url)).json()) as { runtimeStatus: string };
    if (finalStatuses.has(runtimeStatus)) return;
    await new Promise((next) => setTimeout(next, pollMs));
  }
  throw new Error(`${url} does not come to an end.`);
}
