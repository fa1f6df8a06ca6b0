// Management API for starting and restarting instances, with an optional wait for their completion.

import type { Engine } from '../engine';
import { isFinal, RuntimeStatus, runtimeStatusName } from '../runtime-status';
import type { Store } from '../store';
import type { ClientUrls } from './client-urls';
import type { InstanceOperations, StartResult } from './instance-operations';
import type { ManagementRequest, ManagementResponse } from './management-request';
import { exceptionResponse, invalidJson, jsonResponse, message } from './management-response';
import { flag, number, parameter } from './query';
import { statusView } from './status-view';

export interface StartRoutes {
  start(request: ManagementRequest, name: string, instanceId: string | undefined): Promise<ManagementResponse>;
  restart(request: ManagementRequest, instanceId: string): Promise<ManagementResponse>;
}

export interface StartRouteDeps {
  engine: Engine;
  store: Store;
  operations: InstanceOperations;
  urls: ClientUrls;
}

export function makeStartRoutes(deps: StartRouteDeps): StartRoutes {
  const { operations } = deps;
  return {
    async start(request, name, instanceId) {
      const problem = instanceId === undefined ? undefined : invalidId(instanceId);
      if (problem) return message(400, problem);
      const version = parameter(request.query, 'version');
      const wait = waitTimes(request.query);
      if (wait && wait.timeoutMs < wait.intervalMs) {
        return message(400, 'Total timeout must be greater than or equal to the polling interval.');
      }
      let input: string | null;
      try {
        input = readInput(request.body);
      } catch (error) {
        return invalidJson(error);
      }
      const identity = instanceId === undefined ? {} : { instanceId };
      const started = await operations.start({
        name,
        input,
        ...identity,
        ...(version && { version }),
        sender: request.sender,
      });
      return answer(deps, request, started, wait);
    },
    async restart(request, instanceId) {
      const withNewId = flag(request.query, 'restartWithNewInstanceId', true);
      const started = await operations.restart(instanceId, withNewId, request.sender);
      if (started) return answer(deps, request, started, waitTimes(request.query));
      return exceptionResponse(400, 'InstanceId does not match a valid orchestration instance.', {
        message: `No instance with ID '${instanceId}' was found. (Parameter 'instanceId')`,
        type: 'System.ArgumentException',
      });
    },
  };
}

/** @returns JSON text; null for an empty body. @throws SyntaxError */
function readInput(body: Buffer): string | null {
  const text = body.toString('utf8').trim();
  return text === '' ? null : JSON.stringify(JSON.parse(text));
}

function invalidId(id: string): string | undefined {
  if (id.startsWith('@')) return `Instance ids must not start with '@', which is reserved for entities: '${id}'.`;
  if (id.length > 256) return 'Instance ids must not be longer than 256 characters.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id)) {
    return `Instance ids must not contain /, \\, #, ? or control characters: '${id}'.`;
  }
  return undefined;
}

interface Wait {
  timeoutMs: number;
  intervalMs: number;
}

/** The request waits for the instance to complete only if both parameters are given. */
function waitTimes(query: URLSearchParams): Wait | undefined {
  const timeout = number(query, 'timeout');
  const interval = number(query, 'pollingInterval');
  if (timeout === undefined || interval === undefined) return undefined;
  return { timeoutMs: timeout * 1000, intervalMs: interval * 1000 };
}

async function answer(
  deps: StartRouteDeps,
  { sender }: ManagementRequest,
  started: StartResult,
  wait: Wait | undefined,
): Promise<ManagementResponse> {
  if ('taken' in started) {
    const status = runtimeStatusName(started.taken);
    return message(409, `An Orchestration instance with the status ${status} already exists.`);
  }
  if (wait) deps.engine.arrivals.asked(started.id, sender);
  if (wait && (await endsWithin(deps, started.id, wait.timeoutMs))) {
    const instance = deps.store.instances.get(started.id);
    if (instance?.status === RuntimeStatus.Completed) return jsonResponse(200, instance.output ?? 'null');
    if (instance) return jsonResponse(200, statusView(instance, { showInput: true }));
  }
  const urls = deps.urls.forInstance(started.id);
  const location = { Location: urls.statusQueryGetUri ?? '', 'Retry-After': '10' };
  return jsonResponse(202, JSON.stringify(urls), location);
}

const maxTimerMs = 2 ** 31 - 1;

/** Node treats any delay outside this range as one millisecond. */
function withinTimerRange(ms: number): number {
  return Math.min(Math.max(ms, 1), maxTimerMs);
}

function endsWithin({ engine, store }: StartRouteDeps, id: string, timeoutMs: number): Promise<boolean> {
  const instance = store.instances.get(id);
  if (instance && isFinal(instance.status)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      removeListener();
      resolve(false);
    }, withinTimerRange(timeoutMs));
    const removeListener = engine.onEnd(id, () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
