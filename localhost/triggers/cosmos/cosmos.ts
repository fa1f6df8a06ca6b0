// The Cosmos DB trigger: invokes a function with batches of changed documents, one batch at a time. A failed batch is
// skipped unless a retry policy applies, as in the genuine host.

import { cosmosContainer, cosmosError, cosmosStatus } from '../../bindings/cosmos-clients';
import { parseCosmosConnection } from '../../config/cosmos-connection';
import { makeBackoff } from '../../core/backoff';
import { clock } from '../../core/host-clock';
import type { LogLevel } from '../../core/logs';
import type { RegisteredFunction } from '../../worker/function-registry';
import { makeClockSleep } from '../clock-sleep';
import { makeInterruptibleSleep } from '../interruptible-sleep';
import type { Listener, ListenerContext } from '../listener';
import { makeLoopListener } from '../loop-listener';
import { watchOutgoingRequests } from '../outgoing-requests';
import { executeWithRetry } from '../retry';
import { changesSince, type FeedPosition, positionAfter, type StoredDocument } from './cosmos-changes';
import { type CosmosLease, makeCosmosLease } from './cosmos-lease';
import { type CosmosTriggerOptions, readCosmosTrigger } from './cosmos-trigger-options';

const CATEGORY = 'Host.Triggers.CosmosDB';
/** The delay before a failed start is retried. */
const START_RETRY = { minMs: 500, maxMs: 60_000 };

export interface CosmosListener extends Listener {
  /** Checks for changes now, because documents in this container were written. Other containers are ignored. */
  notify(database: string, container: string): void;
  functionName: string;
  /** Equal for functions that would compete for the same changes in Azure. */
  leaseScope: string;
}

/** @throws when an option or connection cannot be used */
export function makeCosmosListener(fn: RegisteredFunction, ctx: ListenerContext): CosmosListener {
  const options = readCosmosTrigger(fn, ctx);
  const { monitored } = options;
  const lease = makeCosmosLease(options, fn.name);
  const sleep = makeInterruptibleSleep();
  const retryPause = makeClockSleep();
  const loop = makeLoopListener(
    {
      wake() {
        sleep.wake();
        retryPause.wake();
      },
      isSleeping: () => sleep.isSleeping() || retryPause.isSleeping(),
    },
    run,
  );
  let unwatch: (() => void) | undefined;
  let lastMessage = '';

  /** Logs a repeated message only at debug level. */
  function logOnce(level: LogLevel, message: string): void {
    ctx.logs.write(message === lastMessage ? 'debug' : level, CATEGORY, message);
    lastMessage = message;
  }

  /** Retries until it succeeds, because the app itself may create the containers later. */
  async function begin(): Promise<FeedPosition | undefined> {
    const startedAt = Math.floor(clock.realNow() / 1000);
    const backoff = makeBackoff(START_RETRY.minMs, START_RETRY.maxMs);
    for (let tries = 0; !loop.isStopped(); tries += 1) {
      try {
        return await firstPosition(options, lease, tries === 0 ? undefined : startedAt);
      } catch (error) {
        const message = startFailure(error, options);
        logOnce('error', `The listener for function 'Functions.${fn.name}' was unable to start. ${message}`);
      }
      await sleep.sleep(backoff.next(false));
    }
    return undefined;
  }

  async function run(): Promise<void> {
    let position = await begin();
    while (position !== undefined && !loop.isStopped()) {
      position = await pass(position);
      if (!loop.isStopped()) await sleep.sleep(options.pollDelayMs);
    }
  }

  /** Processes all changes once. A failed request to the service is retried at the next pass. */
  async function pass(position: FeedPosition): Promise<FeedPosition> {
    let reached = position;
    try {
      const changes = await changesSince(cosmosContainer(monitored), position);
      for (const batch of batches(changes, options.maxItems)) {
        if (loop.isStopped() || !(await runBatch(batch))) return reached;
        reached = positionAfter(reached, batch);
        await lease.write(reached);
      }
      lastMessage = '';
    } catch (error) {
      const { message } = cosmosError(error, monitored);
      logOnce('warning', `Cannot read the changes for function '${fn.name}': ${message}`);
    }
    return reached;
  }

  /** @returns false if the host stops before all retries are used: the next start processes the batch again. */
  async function runBatch(batch: StoredDocument[]): Promise<boolean> {
    const request = {
      reason: `New changes on container ${monitored.container} at ${clock.date().toISOString()}`,
      trigger: { json: JSON.stringify(batch) },
    };
    let interrupted = false;
    const pause = async (ms: number) => {
      await sleepUninterrupted(ms);
      interrupted = loop.isStopped();
      return !interrupted;
    };
    try {
      await executeWithRetry(ctx.execute, fn, request, pause);
    } catch {
      // The executor has logged the error. The feed continues.
    }
    return !interrupted;
  }

  /** Unlike `sleep`, does not end early when new documents arrive; only when the listener stops. */
  async function sleepUninterrupted(ms: number): Promise<void> {
    const due = { at: clock.now() + ms, what: `retry of function '${fn.name}'` };
    while (!loop.isStopped() && clock.now() < due.at) await retryPause.until(due);
  }

  return {
    functionName: fn.name,
    isQuiet: loop.isQuiet,
    leaseScope: JSON.stringify([monitored, options.lease, options.leasePrefix]),
    async start() {
      const { endpoint } = parseCosmosConnection(monitored.connectionString);
      const url = `${endpoint.replace(/\/$/, '')}/dbs/${monitored.database}/colls/${monitored.container}/docs`;
      unwatch = watchOutgoingRequests({ url, readingType: 'application/query+json', onDone: sleep.wake });
      await loop.start();
    },
    async stop() {
      unwatch?.();
      await loop.stop();
    },
    notify(database, container) {
      if (database === monitored.database && container === monitored.container) sleep.wake();
    },
  };
}

/** Here every function has its own lease. In Azure, functions that share one would each miss changes. */
export function warnOfSharedLeases(listeners: CosmosListener[], { logs }: ListenerContext): void {
  for (const [index, { functionName, leaseScope }] of listeners.entries()) {
    const other = listeners.slice(0, index).find((listener) => listener.leaseScope === leaseScope);
    if (other === undefined) continue;
    const names = `'${other.functionName}' and '${functionName}'`;
    const advice = 'Give each its own leaseContainerPrefix: in Azure only one of them receives a change.';
    logs.write('warning', CATEGORY, `Functions ${names} monitor the same container with the same lease. ${advice}`);
  }
}

/**
 * The stored position, or else where the options say to start. For `now`, `waitingSince` replaces the current time if the
 * container was created only after the listener started, so that its first documents are not missed.
 */
async function firstPosition(
  { monitored, startFrom }: CosmosTriggerOptions,
  lease: CosmosLease,
  waitingSince: number | undefined,
): Promise<FeedPosition> {
  const container = cosmosContainer(monitored);
  await container.read();
  const known = await lease.read();
  if (known !== undefined) return known;
  const from = startFrom === 'now' ? (waitingSince ?? Math.floor(clock.realNow() / 1000)) : startFrom;
  const start = { from, seen: {} };
  const isNow = startFrom === 'now' && waitingSince === undefined;
  const position = isNow ? positionAfter(start, await changesSince(container, start)) : start;
  await lease.write(position);
  return position;
}

function startFailure(error: unknown, { monitored, lease }: CosmosTriggerOptions): string {
  if (cosmosStatus(error) !== 404) return cosmosError(error, monitored).message;
  return (
    `Either the source container '${monitored.container}' (in database '${monitored.database}') or the lease container ` +
    `'${lease.container}' (in database '${lease.database}') does not exist. Both containers must exist before the ` +
    `listener starts. To automatically create the lease container, set 'createLeaseContainerIfNotExists' to 'true'.`
  );
}

function batches<T>(items: T[], size: number): T[][] {
  const list: T[][] = [];
  for (let first = 0; first < items.length; first += size) list.push(items.slice(first, first + size));
  return list;
}
