// The blob trigger: finds new blobs by scanning containers, or gets them from Event Grid, and adds them to the internal
// queue. With source EventGrid the host also scans, in place of Event Grid, for which there is no emulator (unless it is told
// not to, so that a test can send, delay and drop the events itself).

import { parseBlobPattern } from '../../bindings/blob-path';
import { blobContainer } from '../../bindings/storage-clients';
import { resolveSettings } from '../../config/resolve-settings';
import type { RegisteredFunction } from '../../worker/function-registry';
import type { Listener, ListenerContext } from '../listener';
import { watchOutgoingRequests } from '../outgoing-requests';
import { type BlobMessage, type BlobVersion, functionId } from './blob-message';
import { type BlobFunction, makeBlobQueue } from './blob-queue';
import { makeBlobReceipts } from './blob-receipts';
import { type BlobScan, makeBlobScan } from './blob-scan';
import { answerBlobWebhook, type WebhookRequest, type WebhookResponse } from './blob-webhook';

export interface BlobListeners extends Listener {
  /** Handles `POST /runtime/webhooks/blobs`. */
  webhook(request: WebhookRequest): Promise<WebhookResponse>;
  /** Scans the container now, because this process wrote a blob to it. Containers without a trigger are ignored. */
  blobWritten(container: string): void;
  /** Whether the queue is the internal one. */
  reads(queue: string): boolean;
  /** Polls the internal queue now. */
  notifyQueue(): void;
}

interface Target extends BlobFunction {
  id: string;
  container: string;
}

/**
 * One internal queue serves all blob functions of the app.
 * @throws when a path, setting or connection cannot be used
 */
export function makeBlobListeners(fns: RegisteredFunction[], ctx: ListenerContext): BlobListeners {
  const targets = fns.map((fn) => makeTarget(fn, ctx));
  const functions = new Map(targets.map((target) => [target.id, target]));
  const queue = makeBlobQueue({
    ctx,
    hostConnectionString: targets.length === 0 ? '' : ctx.connections.connectionString(),
    functions,
    async onOtherVersion(message) {
      const target = functions.get(message.functionId);
      if (target !== undefined) await announce(target, message);
    },
  });

  function announce(target: Target, version: BlobVersion): Promise<boolean> {
    const message: BlobMessage = { ...version, functionId: target.id };
    return makeBlobReceipts(target.connectionString, ctx.hostId).once(message, () => queue.enqueue(message));
  }

  const scans: { container: string; scan: BlobScan; url: string }[] = [];
  let unwatch: (() => void)[] = [];

  return {
    async start() {
      if (targets.length === 0) return;
      await queue.start();
      const groups = scanGroups(targets).filter(({ source }) => ctx.eventGrid || source !== 'EventGrid');
      scans.push(...groups.map((group) => makeScan(group, ctx, announce)));
      for (const { scan, url } of scans) {
        unwatch.push(watchOutgoingRequests({ method: 'PUT', url, onDone: () => scan.notify() }));
        await scan.start();
      }
    },
    async stop() {
      for (const end of unwatch) end();
      unwatch = [];
      await Promise.all(scans.splice(0).map(({ scan }) => scan.stop()));
      if (targets.length > 0) await queue.stop();
    },
    isQuiet: () => queue.isQuiet() && scans.every(({ scan }) => scan.isQuiet()),
    reads: (name) => targets.length > 0 && name === queue.name,
    notifyQueue: () => queue.notify(),
    webhook(request) {
      const find = (name: string) =>
        targets.find(({ fn, source }) => source === 'EventGrid' && fn.name.toLowerCase() === name.toLowerCase());
      return answerBlobWebhook(request, {
        accountUrl(name) {
          const target = find(name);
          return target && new URL('.', blobContainer(target.connectionString, target.container).url).href;
        },
        async onBlob(name, version) {
          const target = find(name);
          if (target !== undefined) await queue.enqueue({ ...version, functionId: target.id });
        },
      });
    },
    blobWritten(container) {
      for (const each of scans) if (each.container === container.toLowerCase()) each.scan.notify();
    },
  };
}

function makeTarget(fn: RegisteredFunction, ctx: ListenerContext): Target {
  const { path, source, connection } = fn.trigger;
  const pattern = parseBlobPattern(resolveSettings(String(path ?? ''), ctx.setting));
  const sourceName = resolveSettings(String(source ?? ''), ctx.setting).toLowerCase();
  return {
    id: functionId(fn),
    fn,
    connectionString: ctx.connections.connectionString(typeof connection === 'string' ? connection : undefined),
    source: sourceName === 'eventgrid' ? 'EventGrid' : 'LogsAndContainerScan',
    ...pattern,
  };
}

interface ScanGroup {
  connectionString: string;
  container: string;
  source: BlobFunction['source'];
  targets: Target[];
}

/** Groups targets, so that a container is listed once for all functions with the same account and source. */
function scanGroups(targets: Target[]): ScanGroup[] {
  const groups = new Map<string, ScanGroup>();
  for (const target of targets) {
    const { connectionString, container, source } = target;
    const key = [connectionString, container, source].join('\n');
    const group = groups.get(key) ?? { connectionString, container, source, targets: [] };
    group.targets.push(target);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function makeScan(
  { connectionString, container, source, targets }: ScanGroup,
  ctx: ListenerContext,
  announce: (target: Target, version: BlobVersion) => Promise<boolean>,
): { container: string; scan: BlobScan; url: string } {
  const client = blobContainer(connectionString, container);
  const positionFile = source === 'EventGrid' ? 'eventGridScanInfo' : 'scanInfo';
  const scan = makeBlobScan({
    container: client,
    connectionString,
    positionName: `blobscaninfo/${ctx.hostId}/${client.accountName}/${container}/${positionFile}`,
    existing: source === 'EventGrid' ? 'ignore' : 'report',
    async onBlob(version) {
      const matching = targets.filter((target) => target.match(version.name) !== undefined);
      const announced = await Promise.all(matching.map((target) => announce(target, version)));
      return announced.every(Boolean);
    },
    logs: ctx.logs,
  });
  return { container, scan, url: client.url };
}
