// Routes requests of the management API. Paths are not case-sensitive. An unsupported method gets 404, not 405.

import { type EntityRouteDeps, type EntityRoutes, makeEntityRoutes } from './entity-routes';
import { type InstanceRouteDeps, type InstanceRoutes, makeInstanceRoutes } from './instance-routes';
import type { ManagementRequest, ManagementResponse } from './management-request';
import { empty } from './management-response';
import { makeStartRoutes, type StartRouteDeps, type StartRoutes } from './start-routes';

export type HandleManagement = (request: ManagementRequest) => Promise<ManagementResponse>;

type Answer = Promise<ManagementResponse> | ManagementResponse | undefined;

interface Routes {
  starts: StartRoutes;
  instances: InstanceRoutes;
  entities: EntityRoutes;
}

export function makeManagementApi(deps: EntityRouteDeps & InstanceRouteDeps & StartRouteDeps): HandleManagement {
  const routes: Routes = {
    starts: makeStartRoutes(deps),
    instances: makeInstanceRoutes(deps),
    entities: makeEntityRoutes(deps),
  };
  return async (request) => (await route(routes, request)) ?? empty(404);
}

function route(routes: Routes, request: ManagementRequest): Answer {
  const [resource, ...rest] = segments(request.path);
  switch (resource?.toLowerCase()) {
    case 'orchestrators':
      return orchestrators(routes, request, rest);
    case 'instances':
      return instances(routes, request, rest);
    case 'entities':
      return entities(routes, request, rest);
    case 'makeprimary':
      // App leases choose the primary among several hosts of a task hub. Here there is only one host.
      return request.method === 'POST' && rest.length === 0 ? empty(200) : undefined;
    default:
      return undefined;
  }
}

/** The decoded segments of a path; none if it cannot be decoded. */
function segments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    // A path with invalid percent-encoding matches no route: 404.
    return [];
  }
}

function orchestrators({ starts }: Routes, request: ManagementRequest, [name, id, ...more]: string[]): Answer {
  if (request.method !== 'POST' || name === undefined || more.length > 0) return undefined;
  return starts.start(request, name, id);
}

function instances(routes: Routes, request: ManagementRequest, [id, operation, event, ...more]: string[]): Answer {
  const { method } = request;
  if (id === undefined) {
    if (method === 'GET') return routes.instances.list(request);
    return method === 'DELETE' ? routes.instances.purgeMany(request) : undefined;
  }
  if (operation === undefined) {
    if (method === 'GET') return routes.instances.status(request, id);
    return method === 'DELETE' ? routes.instances.purge(id) : undefined;
  }
  if (method !== 'POST' || more.length > 0) return undefined;
  if (event === undefined) return instanceOperation(routes, request, id, operation);
  return operation.toLowerCase() === 'raiseevent' ? routes.instances.raiseEvent(request, id, event) : undefined;
}

function instanceOperation(routes: Routes, request: ManagementRequest, id: string, operation: string): Answer {
  switch (operation.toLowerCase()) {
    case 'terminate':
      return routes.instances.terminate(request, id);
    case 'suspend':
      return routes.instances.suspend(request, id);
    case 'resume':
      return routes.instances.resume(request, id);
    case 'rewind':
      return routes.instances.rewind(request, id);
    case 'restart':
      return routes.starts.restart(request, id);
    default:
      return undefined;
  }
}

function entities(routes: Routes, request: ManagementRequest, [name, key, ...more]: string[]): Answer {
  const { method } = request;
  if (more.length > 0) return undefined;
  if (name === undefined || key === undefined) {
    return method === 'GET' ? routes.entities.list(request, name) : undefined;
  }
  if (method === 'GET') return routes.entities.read(request, name, key);
  if (method === 'POST') return routes.entities.signal(request, name, key);
  return method === 'DELETE' ? routes.entities.signal(request, name, key, 'delete') : undefined;
}
