// The webhook for Event Grid: the subscription handshake, and notifications of new blobs for triggers with source
// EventGrid.

import { type BlobVersion, quoted } from './blob-message';

export interface WebhookRequest {
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

export interface WebhookResponse {
  status: number;
  body?: string;
}

export interface BlobWebhookOptions {
  /** The account url of a function, e.g. `http://127.0.0.1:10000/devstoreaccount1`; undefined = no such function. */
  accountUrl(functionName: string): string | undefined;
  onBlob(functionName: string, version: BlobVersion): Promise<void>;
}

type Event = { data?: unknown };

export async function answerBlobWebhook(
  request: WebhookRequest,
  options: BlobWebhookOptions,
): Promise<WebhookResponse> {
  const functionName = (request.query.get('functionName') ?? '').replace(/^Host\.Functions\./i, '');
  const accountUrl = options.accountUrl(functionName);
  if (accountUrl === undefined) return { status: 404, body: `cannot find function: '${functionName}'` };
  const type = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'aeg-event-type')?.[1];
  if (type?.toLowerCase() === 'unsubscribe') return { status: 202 };
  const events = parseEvents(request.body);
  if (events === undefined) return { status: 400, body: 'The body is not an event or an array of events.' };
  switch (type?.toLowerCase()) {
    case 'subscriptionvalidation': {
      const code = dataOf(events[0])?.validationCode;
      if (typeof code !== 'string') return { status: 400, body: 'The event carries no validationCode.' };
      return { status: 200, body: JSON.stringify({ validationResponse: code }) };
    }
    case 'notification': {
      const versions = events.map((event) => versionOf(dataOf(event), accountUrl));
      for (const version of versions) {
        if (version === undefined) return { status: 400, body: 'An event carries no url and eTag of a blob.' };
      }
      for (const version of versions) if (version !== undefined) await options.onBlob(functionName, version);
      return { status: 202 };
    }
    default:
      return { status: 400, body: 'The header aeg-event-type is missing or unknown.' };
  }
}

function parseEvents(body: Buffer): Event[] | undefined {
  const parsed = parseJson(body.toString());
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  return Array.isArray(parsed) ? (parsed as Event[]) : [parsed as Event];
}

/** A CloudEvent may contain its data as a JSON string. */
function dataOf(event: Event | undefined): Record<string, unknown> | undefined {
  const data = typeof event?.data === 'string' ? parseJson(event.data) : event?.data;
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : undefined;
}

/** @returns undefined if the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function versionOf(data: Record<string, unknown> | undefined, accountUrl: string): BlobVersion | undefined {
  const { url, eTag } = data ?? {};
  if (typeof url !== 'string' || typeof eTag !== 'string' || !URL.canParse(url)) return undefined;
  const accountPath = new URL(accountUrl).pathname.replace(/\/$/, '');
  const path = new URL(url).pathname;
  const below = accountPath !== '' && path.startsWith(`${accountPath}/`) ? path.slice(accountPath.length) : path;
  const [, container, name] = /^\/([^/]+)\/(.+)$/.exec(below) ?? [];
  if (container === undefined || name === undefined) return undefined;
  return { container, name: decodeURIComponent(name), etag: quoted(eTag) };
}
