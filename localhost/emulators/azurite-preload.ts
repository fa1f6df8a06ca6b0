// Loaded into Azurite with `--clock`: its clock follows the host's, and the host hears when each queue message becomes
// visible. So delays and expiry of messages can be skipped, whichever process sends them, and no request goes a longer way.

import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { shiftDate } from '../core/shift-date';
import type { AzuriteClockCommand, AzuriteClockReport, AzuriteClockSetting } from './azurite-clock';
import { messageChanges } from './message-changes';

const setting = JSON.parse(process.env.LOCALHOST_CLOCK ?? '{}') as AzuriteClockSetting;
const isQueueRequest = new AsyncLocalStorage<boolean>();
let { aheadMs } = setting;

shiftDate(() => (setting.everywhere || isQueueRequest.getStore() ? aheadMs : 0));

process.on('message', (command: AzuriteClockCommand) => {
  aheadMs = command.aheadMs;
  report({ done: command.id });
});
// The channel must not keep Azurite running once it has closed its servers.
process.channel?.unref();

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  const isQueue = request.socket.localPort === setting.queuePort;
  isQueueRequest.enterWith(isQueue);
  if (isQueue && request.method !== 'HEAD') reportChanges(request, response);
});

/** Reports before the response ends: who has the response can rely on the host having been told. */
function reportChanges(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  const { write, end } = response;
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
  };
  response.write = (...values: unknown[]) => {
    keep(values[0]);
    return write.apply(response, values as Parameters<typeof write>);
  };
  response.end = (...values: unknown[]) => {
    keep(values[0]);
    if (response.statusCode < 300) {
      const nextVisible = response.getHeader('x-ms-time-next-visible');
      for (const change of messageChanges({
        method: request.method ?? '',
        url: request.url ?? '',
        body: Buffer.concat(chunks).toString(),
        ...(nextVisible !== undefined && { nextVisible: String(nextVisible) }),
      })) {
        report({ change });
      }
    }
    return end.apply(response, values as Parameters<typeof end>);
  };
}

/** The host may have been killed: Azurite outlives it, and nobody listens then. */
function report(what: AzuriteClockReport): void {
  if (process.connected) process.send?.(what, () => undefined);
}
