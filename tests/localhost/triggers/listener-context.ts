// Builds the context of a listener for tests: a real connection, host.json with its defaults, and a fake executor.

import { makeConnections } from '../../../localhost/bindings/connections';
import { type HostJson, parseHostJson } from '../../../localhost/config/host-json';
import type { ExecutionRequest } from '../../../localhost/execution/executor';
import type { ListenerContext } from '../../../localhost/triggers/listener';
import type { RegisteredFunction } from '../../../localhost/worker/function-registry';

export interface Run {
  function: string;
  request: ExecutionRequest;
}

export interface TestContext extends ListenerContext {
  /** All executions so far, in order of their start. */
  runs: Run[];
  logged: string[];
}

interface Options {
  connectionString: string;
  hostId?: string;
  queues?: Partial<HostJson['queues']>;
  blobs?: Partial<HostJson['blobs']>;
  settings?: Record<string, string>;
  eventGrid?: boolean;
  /** The function's body; a throw is a failed invocation. */
  handler?: (request: ExecutionRequest, fn: RegisteredFunction) => unknown;
}

export function aListenerContext(options: Options): TestContext {
  const settings: Record<string, string> = { AzureWebJobsStorage: options.connectionString, ...options.settings };
  const setting = (name: string) => settings[name];
  const runs: Run[] = [];
  const logged: string[] = [];
  return {
    runs,
    logged,
    hostId: options.hostId ?? 'testhost',
    hostJson: aHostJson(options),
    connections: makeConnections(setting),
    setting,
    eventGrid: options.eventGrid ?? true,
    logs: { write: (level, category, message) => logged.push(`${level} ${category} ${message}`) },
    async execute(fn, request) {
      runs.push({ function: fn.name, request });
      await options.handler?.(request, fn);
      return { invocationId: `run-${runs.length}` };
    },
  };
}

export function aTriggered(type: string, name: string, options: Record<string, unknown>): RegisteredFunction {
  const trigger = { connection: 'AzureWebJobsStorage', ...options, type, name: type, direction: 'in' as const };
  return { name, trigger, bindings: { [type]: trigger }, callback: () => undefined };
}

/** Waits until the condition holds. @throws after `timeoutMs`, with what it waited for. */
export async function until(what: string, condition: () => unknown, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function aHostJson(options: Options): HostJson {
  const defaults = parseHostJson({ version: '2.0' }, {});
  return {
    ...defaults,
    queues: { ...defaults.queues, ...options.queues },
    blobs: { ...defaults.blobs, ...options.blobs },
  };
}
