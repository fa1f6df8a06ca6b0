// All input and output bindings of the host behind one door: the executor hands over a binding and a value, and knows no storage.

import type { HostJson } from '../host-json';
import type { Binding } from '../worker/function-registry';
import type { TypedData } from '../worker/typed-data';
import type { Connections } from './connections';
import { bindExpressions } from './expressions';
import { writeQueueOutput } from './queue';
import { resolveSettings, type Setting } from './settings';

export interface Bindings {
  /** The value of an input binding; undefined when there is none, such as a missing blob. @throws when it cannot be read */
  resolveInput(binding: Binding, bindingData: Record<string, unknown>): Promise<TypedData | undefined>;
  /** Puts out a value; nothing happens for a value of null. @throws when it cannot be written */
  applyOutput(binding: Binding, data: TypedData, bindingData: Record<string, unknown>): Promise<void>;
  supports(type: string, direction: 'in' | 'out'): boolean;
}

export interface BindingsContext {
  hostJson: HostJson;
  connections: Connections;
  setting: Setting;
  /** Told after a message was sent, with the queue's name. */
  queueSent?(queue: string): void;
  /** Told after a blob was written. */
  blobWritten?(container: string, name: string): void;
}

export function makeBindings(ctx: BindingsContext): Bindings {
  const text = (binding: Binding, option: string, data: Record<string, unknown>) =>
    bindExpressions(resolveSettings(String(binding[option] ?? ''), ctx.setting), data);
  const connectionString = (binding: Binding) =>
    ctx.connections.connectionString(typeof binding.connection === 'string' ? binding.connection : undefined);

  return {
    supports: (type, direction) => type === 'queue' && direction === 'out',
    async resolveInput() {
      return undefined;
    },
    async applyOutput(binding, data, bindingData) {
      const queue = text(binding, 'queueName', bindingData).toLowerCase();
      const { messageEncoding: encoding } = ctx.hostJson.queues;
      const sent = await writeQueueOutput({ connectionString: connectionString(binding), queue, encoding }, data);
      if (sent) ctx.queueSent?.(queue);
    },
  };
}
