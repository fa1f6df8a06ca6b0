// Takes requests to the library's server in turn. That server accepts one connection in each turn of the event loop: if all
// requests of a burst opened a connection at once, later ones would overtake them on connections that are free again.

import { subscribe } from 'node:diagnostics_channel';
import type { Agent, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** Calls `send` when a connection is free or may be opened, in the order of the calls. `send` uses the agent. */
export type InTurn = (send: () => ClientRequest) => Promise<ClientRequest>;

/** @param port where the library listens, in this process. */
export function makeInTurn(agent: Agent, port: number): InTurn {
  const waiting: (() => ClientRequest)[] = [];
  /** Its connection has not been accepted yet. */
  let opening: ClientRequest | undefined;
  const isFree = () => Object.values(agent.freeSockets).some((sockets) => (sockets?.length ?? 0) > 0);
  const pump = () => {
    while (waiting.length > 0 && (!opening || isFree())) {
      const opens = !isFree();
      const sent = waiting.shift()?.();
      if (!opens || !sent) continue;
      opening = sent;
      sent.once('close', () => {
        if (opening === sent) opened();
      });
    }
  };
  const opened = () => {
    opening = undefined;
    pump();
  };
  subscribe('net.server.socket', (message) => {
    if ((message as { socket: Socket }).socket.localPort === port) opened();
  });
  agent.on('free', () => setImmediate(pump));
  return (send) =>
    new Promise((resolve) => {
      waiting.push(() => {
        const sent = send();
        resolve(sent);
        return sent;
      });
      pump();
    });
}
