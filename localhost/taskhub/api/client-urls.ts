// Builds the urls of the management API, for the `durableClient` binding and for the response to a start request.

import type { Sender } from '../arrivals/arrivals';

export interface ClientUrls {
  /**
   * The JSON text of the binding.
   * @param sender becomes part of the local endpoint's address, see `splitSender`.
   */
  binding(sender?: Sender): string;
  /** The urls of one instance, as in the response to a start request. */
  forInstance(instanceId: string): Record<string, string>;
  /** The url of a management request, with `path` and `query` as received. */
  self(path: string, query: URLSearchParams): string;
}

export interface ClientUrlOptions {
  /** `http://localhost:7071` */
  origin: string;
  hubName: string;
  systemKey: string;
}

/** durable-functions replaces this text with an instance id. */
const placeholder = 'INSTANCEID';

export function makeClientUrls({ origin, hubName, systemKey }: ClientUrlOptions): ClientUrls {
  const base = `${origin}/runtime/webhooks/durabletask`;
  const query = `taskHub=${hubName}&connection=Storage&code=${systemKey}`;
  const key = `code=${systemKey}`;
  const newInstance = `${base}/orchestrators/{functionName}[/{instanceId}]`;

  function management(id: string): Record<string, string> & { rewindPostUri: string } {
    const instance = `${base}/instances/${encodeURIComponent(id)}`;
    return {
      id,
      statusQueryGetUri: `${instance}?${query}`,
      sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
      terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
      rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
      purgeHistoryDeleteUri: `${instance}?${query}`,
      restartPostUri: `${instance}/restart?${query}`,
      suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
      resumePostUri: `${instance}/resume?reason={text}&${query}`,
    };
  }

  const binding = {
    taskHubName: hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: `${newInstance}?${key}`,
      createAndWaitOnNewInstancePostUri: `${newInstance}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${key}`,
    },
    managementUrls: management(placeholder),
    baseUrl: base,
    requiredQueryStringParameters: key,
    rpcBaseUrl: `http://127.0.0.1:${new URL(origin).port || '80'}/durabletask/`,
    httpBaseUrl: null,
    maxGrpcMessageSizeInBytes: null,
    grpcHttpClientTimeout: null,
  };
  const bindingText = JSON.stringify(binding);

  return {
    binding(sender) {
      if (sender === undefined) return bindingText;
      return JSON.stringify({ ...binding, rpcBaseUrl: `${binding.rpcBaseUrl}${senderSegment}/${sender}/` });
    },
    forInstance(id) {
      const { rewindPostUri: _omitted, ...urls } = management(id);
      return urls;
    },
    self(path, query) {
      const text = query.toString();
      return `${base}/${path.replace(/^\//, '')}${text ? `?${text}` : ''}`;
    },
  };
}

const senderSegment = 'from';
const senderPath = new RegExp(`^/${senderSegment}/([^/]+)(/.*)$`);

/** Takes the sender out of a path below the local endpoint, as `binding` has put it there. */
export function splitSender(path: string): { path: string; sender?: Sender } {
  const [, sender, rest] = senderPath.exec(path) ?? [];
  return sender !== undefined && rest !== undefined ? { path: rest, sender } : { path };
}
