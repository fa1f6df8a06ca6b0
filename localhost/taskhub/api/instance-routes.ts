// Management API for instances: read and list them, send them events and control messages, rewind and purge them.

import { clock } from '../../core/host-clock';
import type { OrchestrationMessage } from '../effects';
import type { Engine } from '../engine';
import { eventRaised, executionResumed, executionSuspended, executionTerminated } from '../events';
import type { Instance } from '../instance';
import { isFinal, RuntimeStatus, runtimeStatusName } from '../runtime-status';
import type { Store } from '../store';
import type { ClientUrls } from './client-urls';
import type { InstanceOperations } from './instance-operations';
import type { ManagementRequest, ManagementResponse } from './management-request';
import { empty, exceptionResponse, invalidJson, jsonResponse, message } from './management-response';
import { cutPage, flag, header, page, parameter, statuses, time } from './query';
import { statusView } from './status-view';

export interface InstanceRoutes {
  status(request: ManagementRequest, id: string): ManagementResponse;
  list(request: ManagementRequest): ManagementResponse;
  raiseEvent(request: ManagementRequest, id: string, name: string): Promise<ManagementResponse>;
  terminate(request: ManagementRequest, id: string): Promise<ManagementResponse>;
  suspend(request: ManagementRequest, id: string): Promise<ManagementResponse>;
  resume(request: ManagementRequest, id: string): Promise<ManagementResponse>;
  rewind(request: ManagementRequest, id: string): Promise<ManagementResponse>;
  purge(id: string): Promise<ManagementResponse>;
  purgeMany(request: ManagementRequest): Promise<ManagementResponse>;
}

export interface InstanceRouteDeps {
  engine: Engine;
  store: Store;
  operations: InstanceOperations;
  urls: ClientUrls;
}

export function makeInstanceRoutes(deps: InstanceRouteDeps): InstanceRoutes {
  const { operations } = deps;
  return {
    status: (request, id) => status(deps, request, id),
    list: (request) => list(deps.store, request),
    raiseEvent: (request, id, name) =>
      withOpenInstance(deps, id, async () => {
        if (!header(request.headers, 'content-type')?.toLowerCase().includes('application/json')) {
          return message(400, 'Only application/json request content is supported');
        }
        let input: string;
        try {
          input = JSON.stringify(JSON.parse(request.body.toString('utf8')));
        } catch (error) {
          return invalidJson(error);
        }
        return accept(deps, request, { to: id, event: eventRaised(name, input, clock.now()) });
      }),
    terminate: (request, id) =>
      withOpenInstance(deps, id, () =>
        accept(deps, request, { to: id, event: executionTerminated(reasonOf(request), clock.now()) }),
      ),
    suspend: (request, id) =>
      withOpenInstance(deps, id, async (instance) => {
        if (instance.status === RuntimeStatus.Suspended) return wrongState('suspend', instance);
        return accept(deps, request, { to: id, event: executionSuspended(reasonOf(request), clock.now()) });
      }),
    resume: (request, id) =>
      withOpenInstance(deps, id, async (instance) => {
        if (instance.status !== RuntimeStatus.Suspended) return wrongState('resume', instance);
        return accept(deps, request, { to: id, event: executionResumed(reasonOf(request), clock.now()) });
      }),
    async rewind(request, id) {
      const before = await operations.rewind(id, reasonOf(request), request.sender);
      if (before === RuntimeStatus.Failed) return empty(202);
      // The genuine host writes this `$` too.
      if (before === undefined) return text(404, `No orchestration with instance ID "$${id}" found.`);
      const name = runtimeStatusName(before);
      const only = 'but only orchestrations in the "Failed" state can be rewound.';
      return text(412, `This orchestration has status ${name}, ${only}`);
    },
    async purge(id) {
      const before = await operations.purge(id);
      if (before === undefined) return empty(404);
      if (isFinal(before)) return jsonResponse(200, '{"instancesDeleted":1}');
      const only = 'Only orchestrations in a terminal state can be purged';
      return text(412, `${only}, but the orchestration with instance ID ${id} has status ${runtimeStatusName(before)}`);
    },
    purgeMany: (request) => purgeMany(operations, request),
  };
}

/** A response whose body is one JSON string. */
function text(status: number, body: string): ManagementResponse {
  return jsonResponse(status, JSON.stringify(body));
}

function reasonOf(request: ManagementRequest): string | null {
  return parameter(request.query, 'reason') ?? null;
}

async function accept(
  { engine }: InstanceRouteDeps,
  { sender }: ManagementRequest,
  toSend: OrchestrationMessage,
): Promise<ManagementResponse> {
  await engine.send(toSend, sender);
  return empty(202);
}

/** Responds with 404 for an unknown instance and 410 for one that has ended. */
async function withOpenInstance(
  { store }: InstanceRouteDeps,
  id: string,
  act: (instance: Instance) => Promise<ManagementResponse>,
): Promise<ManagementResponse> {
  const instance = store.instances.get(id);
  if (!instance) return empty(404);
  return isFinal(instance.status) ? empty(410) : act(instance);
}

function wrongState(verb: 'suspend' | 'resume', { id, status }: Instance): ManagementResponse {
  const state = runtimeStatusName(status);
  return exceptionResponse(500, 'Something went wrong while processing your request', {
    message: `Cannot ${verb} the orchestration instance ${id} because instance is in the ${state} state.`,
    type: 'System.InvalidOperationException',
  });
}

function status(deps: InstanceRouteDeps, request: ManagementRequest, id: string): ManagementResponse {
  const { store, urls, engine } = deps;
  const { query } = request;
  engine.arrivals.asked(id, request.sender);
  const instance = store.instances.get(id);
  if (!instance) return empty(404);
  const history = flag(query, 'showHistory', false) && {
    events: store.histories.load(id).events,
    showOutput: flag(query, 'showHistoryOutput', false),
  };
  const body = statusView(instance, { showInput: flag(query, 'showInput', true), ...(history && { history }) });
  if (!isFinal(instance.status)) {
    return jsonResponse(202, body, { Location: urls.self(request.path, query), 'Retry-After': '5' });
  }
  const as500 = instance.status === RuntimeStatus.Failed && flag(query, 'returnInternalServerErrorOnFailure', false);
  return jsonResponse(as500 ? 500 : 200, body);
}

function list(store: Store, { query, headers }: ManagementRequest): ManagementResponse {
  const { limit, from } = page(query, headers);
  const createdFrom = time(query, 'createdTimeFrom');
  const createdTo = time(query, 'createdTimeTo');
  const idPrefix = parameter(query, 'instanceIdPrefix');
  const found = store.instances.list({
    limit,
    statuses: statuses(query),
    ...(from !== undefined && { from }),
    ...(createdFrom !== undefined && { createdFrom }),
    ...(createdTo !== undefined && { createdTo }),
    ...(idPrefix && { idPrefix }),
  });
  const { items, headers: next } = cutPage(found, limit);
  const showInput = flag(query, 'showInput', true);
  return jsonResponse(200, `[${items.map((instance) => statusView(instance, { showInput })).join(',')}]`, next);
}

async function purgeMany(operations: InstanceOperations, { query }: ManagementRequest): Promise<ManagementResponse> {
  const createdFrom = time(query, 'createdTimeFrom');
  if (createdFrom === undefined) return text(400, "Please provide value for 'createdTimeFrom' parameter.");
  const createdTo = time(query, 'createdTimeTo') ?? clock.now();
  const deleted = await operations.purgeMany({ createdFrom, createdTo, statuses: statuses(query) });
  return deleted === 0 ? empty(404) : jsonResponse(200, JSON.stringify({ instancesDeleted: deleted }));
}
