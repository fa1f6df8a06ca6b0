// Reads from a request of the queue service, and its response, which messages it has put, hidden or deleted.

export type MessageChange =
  /** A message becomes visible at that time, in epoch milliseconds; a time that has passed means it is visible. */
  | { queue: string; id: string; visibleAt: number }
  /** A message, or without an id every message, is gone. */
  | { queue: string; id?: string; gone: true };

export interface QueueExchange {
  method: string;
  /** Path and query. */
  url: string;
  /** Of the response. */
  body: string;
  /** The response header `x-ms-time-next-visible`. */
  nextVisible?: string;
}

/** The response shows whole seconds: after one more the message is visible for certain. */
const roundingMs = 1000;

/** @param exchange one that succeeded. */
export function messageChanges({ method, url, body, nextVisible }: QueueExchange): MessageChange[] {
  const { pathname, searchParams } = new URL(url, 'http://emulator');
  const [, account = '', queueName, messages, messageId] = pathname.split('/').map(decodeURIComponent);
  if (!queueName || searchParams.has('comp')) return [];
  const queue = `${account}/${queueName}`;
  if (messages === undefined) return method === 'DELETE' ? [{ queue, gone: true }] : [];
  if (method === 'DELETE') return [{ queue, gone: true, ...(messageId !== undefined && { id: messageId }) }];
  if (method === 'PUT' && messageId !== undefined) return [{ queue, id: messageId, visibleAt: visibleAt(nextVisible) }];
  if (searchParams.get('peekonly') === 'true') return [];
  return [...body.matchAll(/<QueueMessage>(.*?)<\/QueueMessage>/gs)].map(([, xml = '']) => ({
    queue,
    id: textOf(xml, 'MessageId'),
    visibleAt: visibleAt(textOf(xml, 'TimeNextVisible')),
  }));
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}

function visibleAt(text: string | undefined): number {
  const at = Date.parse(text ?? '');
  return at <= Date.now() ? at : at + roundingMs;
}
