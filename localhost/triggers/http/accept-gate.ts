// Holds requests back while connections wait to be accepted. Node accepts one connection in each turn of the event loop,
// after all work of the open ones: in a burst, the last connections would wait until the first have nothing left to send.

import type { Server } from 'node:http';

/** Runs the work at once, or when no connection waits any more. */
export type AcceptGate = (work: () => void) => void;

/** Connections that never cease must not hold requests for ever. */
const maxHoldMs = 200;

export function makeAcceptGate(server: Server): AcceptGate {
  let held: (() => void)[] = [];
  let heldSince = 0;
  let accepted = false;
  server.on('connection', () => {
    accepted = true;
  });
  const check = () => {
    if (accepted && performance.now() - heldSince < maxHoldMs) {
      accepted = false;
      setImmediate(check);
      return;
    }
    accepted = false;
    const ready = held;
    held = [];
    for (const work of ready) work();
  };
  return (work) => {
    if (!accepted && held.length === 0) {
      work();
      return;
    }
    if (held.length === 0) {
      heldSince = performance.now();
      setImmediate(check);
    }
    held.push(work);
  };
}
