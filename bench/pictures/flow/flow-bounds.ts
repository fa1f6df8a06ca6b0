// The bounds for hundreds of uploads: all are rendered, each exactly once, no message is left, and the app reaches at least
// four fifths of the engine's throughput.

import { type Bound, isMissed } from '../rows';

export interface FlowFigures {
  pictures: number;
  ready: number;
  /** Executions of the rendering function; more than pictures means that some were retried. */
  renderings: number;
  /** In all queues, including poison queues. */
  messagesLeft: number;
  perMinute: number;
  /** Throughput of the engine alone with the same picture and as many threads, in the same run. */
  enginePerMinute: number;
  uploadSeconds: number;
  /** CPU seconds per picture. */
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

/** One line: all figures, all bounds, and the names of the missed ones. */
export function flowJson(what: string, flow: FlowFigures): string {
  const bounds = flowBounds(flow);
  const missed = bounds.filter(isMissed).map(({ what }) => what);
  return JSON.stringify({ bench: 'pictures-flow', source: what, ...flow, bounds, missed });
}
