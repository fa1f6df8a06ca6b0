// One interface to all input and output bindings: the executor passes a binding and a value, and does not depend on any
// storage service.

import type { HostJson } from '../config/host-json';
import { resolveSettings, type Setting } from '../config/resolve-settings';
import type { Binding } from '../worker/function-registry';
import type { TypedData } from '../worker/typed-data';
import { readBlobInput, writeBlobOutput } from './blob';
import { parseBlobPath } from './blob-path';
import type { Connections } from './connections';
import { readCosmosInput, writeCosmosOutput } from './cosmos';
import type { CosmosContainerRef } from './cosmos-clients';
import { bindQuery } from './cosmos-query';
import { bindExpressions } from './expressions';
import { writeQueueOutput } from './queue';
import { odataText, readTableInput, writeTableOutput } from './table';

export interface Bindings {
  /**
   * Reads an input binding.
   * @returns undefined when it has no value, such as a missing blob.
   * @throws when reading fails
   */
  resolveInput(binding: Binding, bindingData: Record<string, unknown>): Promise<TypedData | undefined>;
  /** Writes an output binding; does nothing for null. @throws when writing fails */
  applyOutput(binding: Binding, data: TypedData, bindingData: Record<string, unknown>): Promise<void>;
  supports(type: string, direction: 'in' | 'out'): boolean;
}

export interface BindingsContext {
  hostJson: HostJson;
  connections: Connections;
  setting: Setting;
  queueSent?(queue: string): void;
  blobWritten?(container: string, name: string): void;
  documentsWritten?(database: string, container: string): void;
}

const SUPPORTED = new Set(['queue out', 'blob in', 'blob out', 'table in', 'table out', 'cosmosdb in', 'cosmosdb out']);

export function makeBindings(ctx: BindingsContext): Bindings {
  return {
    supports: (type, direction) => SUPPORTED.has(`${type.toLowerCase()} ${direction}`),
    async resolveInput(binding, bindingData) {
      const bound = bind(binding, bindingData, ctx);
      switch (binding.type.toLowerCase()) {
        case 'blob':
          return readBlobInput(bound.connectionString, parseBlobPath(bound.required('path')), binding.dataType);
        case 'table':
          return readTableInput({
            connectionString: bound.connectionString,
            table: bound.required('tableName'),
            partitionKey: bound.optional('partitionKey'),
            rowKey: bound.optional('rowKey'),
            filter: bound.optional('filter', odataText),
            take: Number(bound.optional('take') ?? 0),
          });
        case 'cosmosdb': {
          const query = bound.withSettings('sqlQuery');
          return readCosmosInput({
            ...containerRef(bound),
            id: bound.optional('id'),
            partitionKey: bound.optional('partitionKey'),
            query: query === undefined ? undefined : bindQuery(query, bindingData),
          });
        }
        default:
          throw new Error(`Input bindings of type '${binding.type}' are not supported by the local host.`);
      }
    },
    async applyOutput(binding, data, bindingData) {
      const bound = bind(binding, bindingData, ctx);
      switch (binding.type.toLowerCase()) {
        case 'queue': {
          const queue = bound.required('queueName').toLowerCase();
          const encoding = ctx.hostJson.queues.messageEncoding;
          const { connectionString } = bound;
          if (await writeQueueOutput({ connectionString, queue, encoding }, data)) ctx.queueSent?.(queue);
          return;
        }
        case 'blob': {
          const path = parseBlobPath(bound.required('path'));
          if (await writeBlobOutput(bound.connectionString, path, data)) ctx.blobWritten?.(path.container, path.name);
          return;
        }
        case 'table': {
          const keys = { partitionKey: bound.optional('partitionKey'), rowKey: bound.optional('rowKey') };
          const { connectionString } = bound;
          return writeTableOutput({ connectionString, table: bound.required('tableName'), ...keys }, data);
        }
        case 'cosmosdb': {
          const createIfNotExists = bound.withSettings('createIfNotExists')?.toLowerCase() === 'true';
          const target = { ...containerRef(bound), createIfNotExists, partitionKey: bound.optional('partitionKey') };
          if (await writeCosmosOutput(target, data)) ctx.documentsWritten?.(target.database, target.container);
          return;
        }
        default:
          throw new Error(`Output bindings of type '${binding.type}' are not supported by the local host.`);
      }
    },
  };
}

function containerRef(bound: BoundOptions): CosmosContainerRef {
  return {
    connectionString: bound.connectionString,
    database: bound.required('databaseName'),
    container: bound.required('containerName'),
  };
}

interface BoundOptions {
  /** @throws when the connection has no value */
  readonly connectionString: string;
  /** The option with settings filled in, but with its `{expressions}` left as they are. */
  withSettings(option: string): string | undefined;
  required(option: string): string;
  optional(option: string, escapeValue?: (value: string) => string): string | undefined;
}

/** Fills settings and values of the invocation into a binding's options. */
function bind(binding: Binding, bindingData: Record<string, unknown>, ctx: BindingsContext): BoundOptions {
  const withSettings: BoundOptions['withSettings'] = (option) => {
    const value = binding[option];
    if (value === undefined || value === null || value === '') return undefined;
    return resolveSettings(String(value), ctx.setting);
  };
  const optional: BoundOptions['optional'] = (option, escapeValue) => {
    const text = withSettings(option);
    return text === undefined ? undefined : bindExpressions(text, bindingData, escapeValue);
  };
  const connection = typeof binding.connection === 'string' ? binding.connection : undefined;
  return {
    get connectionString() {
      const isCosmos = binding.type.toLowerCase() === 'cosmosdb';
      return isCosmos
        ? ctx.connections.cosmosConnectionString(connection)
        : ctx.connections.connectionString(connection);
    },
    withSettings,
    optional,
    required(option) {
      const value = optional(option);
      if (value) return value;
      throw new Error(`Binding '${binding.name}' of type '${binding.type}' has no '${option}'.`);
    },
  };
}
