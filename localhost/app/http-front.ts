// The HTTP front end of one app: one request handler for its routes, the admin API and the webhooks of extensions.

import type { HostJson } from '../config/host-json';
import type { Console } from '../core/logs';
import { makeKeyAccess, openAccess } from '../triggers/http/access';
import { type AdminClock, makeAdmin } from '../triggers/http/admin';
import { type CorsOptions, makeCors } from '../triggers/http/cors';
import { makeEventGridWebhook } from '../triggers/http/event-grid';
import { describeFunction } from '../triggers/http/function-description';
import { makeHomePage } from '../triggers/http/home-page';
import { makeHttpHandler, type StreamInvocation } from '../triggers/http/http-handler';
import { defaultBodyLimitBytes } from '../triggers/http/request';
import { type HttpRoute, makeRouter } from '../triggers/http/router';
import type { HttpServer, RequestHandler } from '../triggers/http/server';
import { makeStreaming } from '../triggers/http/streaming';
import type { Webhooks } from '../triggers/http/webhooks';
import { hostVersion } from '../worker/core-module';
import type { RegisteredFunction } from '../worker/function-registry';
import { makeManualRun } from './manual-run';
import type { Runtime } from './runtime';

export interface HttpFrontOptions extends Runtime {
  enableAuth: boolean;
  hostJson: HostJson;
  console: Console;
  server: HttpServer;
  cors?: CorsOptions;
  /** With `--clock`. */
  clock?: AdminClock;
  /** Where the library listens; set when the app uses HTTP streaming. */
  httpUri?: string;
}

export interface HttpFront {
  handler: RequestHandler;
  routes: HttpRoute[];
}

/** @throws StartupError when a route is not valid. */
export function makeHttpFront(options: HttpFrontOptions): HttpFront {
  const { functions, hostJson, setting, isDisabled } = options;
  const { routePrefix } = hostJson.http;
  const router = makeRouter(functions, { routePrefix, setting, isDisabled });
  const access = options.enableAuth ? makeKeyAccess(options.keys) : openAccess;
  const bodyLimitBytes = Number(setting('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT') ?? defaultBodyLimitBytes);
  const routeOf = (fn: RegisteredFunction) => router.routes.find((route) => route.fn === fn);
  const admin = makeAdmin({
    access,
    keys: options.keys,
    functions,
    bodyLimitBytes,
    status: () => hostStatus(options),
    ...(options.flexStatus && { flexStatus: options.flexStatus }),
    ...(options.clock && { clock: options.clock }),
    describe: (fn, origin) => describeFunction(fn, routeOf(fn), origin, isDisabled(fn.name)),
    runManually: makeManualRun(options, ({ name }, error) =>
      options.console.write('debug', 'Host.Admin', `Manual run of function '${name}' failed: ${error.message}`),
    ),
    warmUp: makeWarmUp(options),
  });
  const handler = makeHttpHandler({
    router,
    execute: options.execute,
    access,
    admin,
    webhooks: makeWebhooks(options),
    settings: hostJson.http,
    logs: options.console,
    bodyLimitBytes,
    defaultHost: `localhost:${options.server.port}`,
    ...(!/^true$/i.test(setting('AzureWebJobsDisableHomepage') ?? '') && { homePage: makeHomePage(router.routes) }),
    ...(options.cors && { cors: makeCors(options.cors) }),
    ...(options.httpUri && { stream: makeStream(options.httpUri, bodyLimitBytes, options) }),
  });
  return { handler, routes: router.routes };
}

function makeStream(httpUri: string, bodyLimitBytes: number, { execute, server }: HttpFrontOptions): StreamInvocation {
  return makeStreaming({ httpUri, execute, bodyLimitBytes, defaultHost: `localhost:${server.port}` });
}

function makeWebhooks({ functions, execute, durable, listeners, isDisabled }: HttpFrontOptions): Webhooks {
  const { blobs } = listeners;
  const eventGrid = functions.filter(
    ({ name, trigger }) => trigger.type.toLowerCase() === 'eventgridtrigger' && !isDisabled(name),
  );
  return {
    ...(eventGrid.length > 0 && { eventgrid: makeEventGridWebhook(eventGrid, execute) }),
    durabletask: durable && ((request) => durable.handle(request)),
    blobs: blobs && ((request) => blobs.webhook(request)),
  };
}

function hostStatus({ hostId, hostJson }: HttpFrontOptions): object {
  return {
    id: hostId,
    state: 'Running',
    version: `${hostVersion}.0`,
    versionDetails: hostVersion,
    platformVersion: '',
    instanceId: '',
    computerName: '',
    processUptime: Math.round(process.uptime() * 1000),
    functionAppContentEditingState: 'Unknown',
    ...(hostJson.extensionBundle && { extensionBundle: hostJson.extensionBundle }),
  };
}

/** Runs the warm-up trigger at most once per process, as the platform does. */
function makeWarmUp({ functions, execute }: HttpFrontOptions): () => Promise<void> {
  let warmUp: Promise<unknown> | undefined;
  return async () => {
    const fn = functions.find(({ trigger }) => trigger.type.toLowerCase() === 'warmuptrigger');
    if (fn) warmUp ??= execute(fn, { reason: 'The host warms up.', trigger: { json: '{}' } });
    await warmUp;
  };
}
