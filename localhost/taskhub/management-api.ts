// Routes of the management API. Paths are not case-sensitive; a method that a route does not have is 404 like any
// unknown path.

import { type EntityRouteDeps, makeEntityRoutes } from './api/entity-routes';
import { type InstanceRouteDeps, makeInstanceRoutes } from './api/instance-routes';
import { empty } from './api/management-response';
import { makeStartRoutes, type StartRouteDeps } from './api/start-routes';
import type { ManagementRequest, ManagementResponse } from './extension';

export type HandleManagement = (request: ManagementRequest) => Promise<ManagementResponse>;

type Answer = Promise<ManagementResponse> | ManagementResponse | undefined;

export function makeManagementApi(deps: EntityRouteDeps & InstanceRouteDeps & StartRouteDeps): HandleManagement {
  const instances = makeInstanceRoutes(deps);
  const entities = makeEntityRoutes(deps);
  const starts = makeStartRoutes(deps);

  function orchestrators(request: ManagementRequest, [name, id, ...more]: string[]): Answer {
    if (request.method !== 'POST' || name === undefined || more.length > 0) return undefined;
    return starts.start(request, name, id);
  }

  function allInstances(request: ManagementRequest): Answer {
    if (request.method === 'GET') return instances.list(request);
    return request.method === 'DELETE' ? instances.purgeMany(request) : undefined;
  }

  function oneInstance(request: ManagementRequest, id: string): Answer {
    if (request.method === 'GET') return instances.status(request, id);
    return request.method === 'DELETE' ? instances.purge(id) : undefined;
  }

  function instanceOperation(request: ManagementRequest, id: string, operation: string): Answer {
    if (request.method !== 'POST') return undefined;
    switch (operation.toLowerCase()) {
      case 'terminate':
        return instances.terminate(request, id);
      case 'suspend':
        return instances.suspend(request, id);
      case 'resume':
        return instances.resume(request, id);
      case 'rewind':
        return instances.rewind(request, id);
      case 'restart':
        return starts.restart(request, id);
      default:
        return undefined;
    }
  }

  function instance(request: ManagementRequest, [id, operation, event, ...more]: string[]): Answer {
    if (id === undefined) return allInstances(request);
    if (operation === undefined) return oneInstance(request, id);
    if (event === undefined) return instanceOperation(request, id, operation);
    const isEvent = operation.toLowerCase() === 'raiseevent' && request.method === 'POST' && more.length === 0;
    return isEvent ? instances.raiseEvent(request, id, event) : undefined;
  }

  function entity(request: ManagementRequest, [name, key, ...more]: string[]): Answer {
    const { method } = request;
    if (more.length > 0) return undefined;
    if (name === undefined || key === undefined) return method === 'GET' ? entities.list(request, name) : undefined;
    if (method === 'GET') return entities.read(name, key);
    if (method === 'POST') return entities.signal(request, name, key);
    return method === 'DELETE' ? entities.signal(request, name, key, 'delete') : undefined;
  }

  function route(request: ManagementRequest): Answer {
    const [resource, ...rest] = segments(request.path);
    switch (resource?.toLowerCase()) {
      case 'orchestrators':
        return orchestrators(request, rest);
      case 'instances':
        return instance(request, rest);
      case 'entities':
        return entity(request, rest);
      case 'makeprimary':
        // App leases choose between several hosts of one hub; here there is only this one.
        return request.method === 'POST' && rest.length === 0 ? empty(200) : undefined;
      default:
        return undefined;
    }
  }

  return async (request) => (await route(request)) ?? empty(404);
}

/** The decoded parts of a path; none when it is not decodable. */
function segments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    // Malformed percent-encoding names nothing: 404.
    return [];
  }
}
