// Management API for entities: read, list and signal.

import { randomUUID } from 'node:crypto';
import { clock } from '../../core/host-clock';
import type { EntityDelivery } from '../effects';
import type { Engine } from '../engine';
import { entityInstanceId } from '../entities/entity-id';
import type { FunctionCatalog } from '../function-catalog';
import type { Store } from '../store';
import type { ManagementRequest, ManagementResponse } from './management-request';
import { empty, jsonResponse, message } from './management-response';
import { cutPage, flag, header, page, parameter, time } from './query';

export interface EntityRoutes {
  read(request: ManagementRequest, name: string, key: string): ManagementResponse;
  list(request: ManagementRequest, name: string | undefined): ManagementResponse;
  /** @param operation default: the query parameter `op`. */
  signal(request: ManagementRequest, name: string, key: string, operation?: string): Promise<ManagementResponse>;
}

export interface EntityRouteDeps {
  engine: Engine;
  store: Store;
  catalog: FunctionCatalog;
}

export function makeEntityRoutes({ engine, store, catalog }: EntityRouteDeps): EntityRoutes {
  return {
    read({ sender }, name, key) {
      const id = entityInstanceId({ name, key: fromUrl(key) });
      engine.arrivals.asked(id, sender);
      const { exists, state } = store.entities.load(id);
      return exists && state !== null ? jsonResponse(200, state) : empty(404);
    },
    list: (request, name) => list(store, request, name),
    async signal(request, name, key, operation = parameter(request.query, 'op') ?? '') {
      if (!catalog.entity(name)) return message(400, catalog.missing('entity', name));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
      if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(key)) {
        return message(400, `Entity keys must not contain /, \\, #, ? or control characters: '${key}'.`);
      }
      let input: string | undefined;
      try {
        input = readInput(request);
      } catch (error) {
        return message(400, `Could not parse JSON content: ${error instanceof Error ? error.message : error}`);
      }
      const sent = { id: randomUUID(), requestTime: clock.date().toISOString() };
      const delivery: EntityDelivery = {
        to: entityInstanceId({ name, key: fromUrl(key) }),
        request: { op: operation, signal: true, ...(input !== undefined && { input }), ...sent },
      };
      await engine.send(delivery, request.sender);
      return empty(202);
    },
  };
}

/** In urls, `$` stands for the empty key. */
function fromUrl(key: string): string {
  return key === '$' ? '' : key;
}

/** @returns JSON text. A body whose content type is not JSON is read as a string. @throws SyntaxError */
function readInput({ body, headers }: ManagementRequest): string | undefined {
  const text = body.toString('utf8');
  if (text === '') return undefined;
  const type = header(headers, 'content-type')?.toLowerCase();
  return JSON.stringify(type === undefined || type.includes('json') ? JSON.parse(text) : text);
}

function list(store: Store, { query, headers }: ManagementRequest, name: string | undefined): ManagementResponse {
  const { limit, from } = page(query, headers);
  const lastOperationFrom = time(query, 'lastOperationTimeFrom');
  const lastOperationTo = time(query, 'lastOperationTimeTo');
  const found = store.entities.list({
    limit,
    ...(name && { name }),
    ...(from !== undefined && { from }),
    ...(lastOperationFrom !== undefined && { lastOperationFrom }),
    ...(lastOperationTo !== undefined && { lastOperationTo }),
  });
  const { items, headers: next } = cutPage(found, limit);
  const fetchState = flag(query, 'fetchState', false);
  const rows = items.map(({ name, key, state, lastOperationAt }) => {
    const head = JSON.stringify({
      entityId: { name, key },
      lastOperationTime: new Date(lastOperationAt).toISOString(),
    });
    return `${head.slice(0, -1)},"state":${(fetchState ? state : null) ?? 'null'}}`;
  });
  return jsonResponse(200, `[${rows.join(',')}]`, next);
}
