// What hundreds of uploads are held to: all arrive, each is rendered once, nothing is left over, and what the app does around
// the engine costs no more than a fifth of its throughput.

import { type Bound, isMissed } from '../rows';

export interface FlowFigures {
  pictures: number;
  ready: number;
  /** Ends of the function that renders; more than pictures: some were tried again. */
  renderings: number;
  /** In all queues, poison queues among them. */
  messagesLeft: number;
  perMinute: number;
  /** What the engine alone makes of the same picture with as many threads, in the same run. */
  enginePerMinute: number;
  uploadSeconds: number;
  /** CPU seconds a picture. */
  cpu: { app: number; storage: number; uploader: number };
}

export function flowBounds({ pictures, perMinute, enginePerMinute, ...flow }: FlowFigures): Bound[] {
  const none = { limit: { atMost: 0 }, digits: 0 };
  return [
    { what: 'pictures that did not end ready', value: pictures - flow.ready, ...none },
    { what: 'renderings more than pictures', value: flow.renderings - pictures, ...none },
    { what: 'messages left in queues, poison queues among them', value: flow.messagesLeft, ...none },
    {
      what: 'throughput to that of the engine alone',
      value: perMinute / enginePerMinute,
      limit: { atLeast: 0.8 },
      digits: 2,
    },
  ];
}

/** One line: every figure, every bound, and the names of those missed. */
export function flowJson(what: string, flow: FlowFigures): string {
  const bounds = flowBounds(flow);
  const missed = bounds.filter(isMissed).map(({ what }) => what);
  return JSON.stringify({ bench: 'pictures-flow', source: what, ...flow, bounds, missed });
}
