// Calls every route as every kind of caller, on hosts that require keys: who has access, and which error the others get.

import {
  type AuthorizationHost,
  type CallerName,
  type Heard,
  startAuthorizationHost,
} from '../helpers/authorization-scene';
import { ownHostTest } from '../helpers/own-host-test';
import { isForeignHost } from '../helpers/running-app';
import { parameters, type RouteRule, routes } from './authorization-routes';

const hosts: AuthorizationHost[] = [];

beforeAll(async () => {
  if (isForeignHost()) return;
  const starting = [startAuthorizationHost('authenticates'), startAuthorizationHost('does not')];
  for (const started of await Promise.allSettled(starting)) {
    if (started.status === 'rejected') throw started.reason;
    hosts.push(started.value);
  }
});

afterAll(() => Promise.all(hosts.map((host) => host.remove())));

ownHostTest('every route of the running app has a row in the matrix, and every row a route', async () => {
  for (const host of hosts) {
    const missing = host.routes.filter((route) => !(route in routes));
    const needless = Object.keys(routes).filter((route) => !host.routes.includes(route));
    expect([
      ...missing.map((route) => `Say in tests/e2e/authorization-routes.ts who may call ${route}.`),
      ...needless.map((route) => `The app has no route ${route}: take its row out.`),
    ]).toEqual([]);
  }
});

for (const [route, rule] of Object.entries(routes)) {
  ownHostTest(`${route} allows exactly the right callers`, async () => {
    for (const { actual, expected } of await Promise.all(hosts.map((host) => askAll(host, route, rule)))) {
      expect(actual).toEqual(expected);
    }
  });
}

/** Routes of the host itself, for which no caller of the shop has a key. */
const hostPaths = [
  ['GET', '/runtime/webhooks/durabletask/instances'],
  ['POST', '/runtime/webhooks/durabletask/instances/{orderId}/terminate?reason=x'],
  ['DELETE', '/runtime/webhooks/durabletask/instances/{orderId}'],
  ['GET', '/runtime/webhooks/durabletask/entities/cart'],
  ['POST', '/runtime/webhooks/blobs?functionName=Host.Functions.pictureUploaded'],
  ['GET', '/admin/functions'],
  ['GET', '/admin/host/keys'],
  ['POST', '/admin/functions/renderPicture'],
] as const;

for (const [method, path] of hostPaths) {
  ownHostTest(`${method} ${path} is closed to every caller`, async () => {
    const sent = method === 'POST' ? { body: {} } : {};
    for (const host of hosts) {
      const heard = await Promise.all(host.callers.map((caller) => host.ask(caller, method, filled(path, host), sent)));
      expect(heard.map(({ status }) => status)).toEqual(host.callers.map(() => 401));
    }
  });
}

/** Calls a route as each caller concurrently and checks each response. */
async function askAll(host: AuthorizationHost, route: string, rule: RouteRule) {
  const [method = '', template = ''] = route.split(' ');
  const actual: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  const ask = async (caller: CallerName) => {
    const sent = rule.request?.(host.scene, caller);
    const heard = await host.ask(caller, method, `/api/${filled(template, host)}`, sent);
    const right = [rule[caller]].flat();
    actual[caller] = heard.status;
    expected[caller] = right.includes(heard.status) ? heard.status : right.join(' or ');
    if (right.includes(heard.status)) rule.check?.(heard, caller, host.scene);
    if (caller !== 'functionKey') expectNoManagementUrl(heard);
  };
  await Promise.all(host.callers.map(ask));
  return { actual, expected };
}

function filled(template: string, { scene }: AuthorizationHost): string {
  return template.replace(/\{(\w+)\??\}/g, (_all, name: string) => {
    const value = parameters[name];
    if (!value) throw new Error(`Say in tests/e2e/authorization-routes.ts what stands for {${name}}.`);
    return encodeURIComponent(value(scene));
  });
}

/** The durable extension's urls contain a key that allows terminating and purging instances. */
function expectNoManagementUrl({ headers, text }: Heard): void {
  const all = `${[...headers].join('\n')}\n${text}`;
  expect(all).not.toMatch(/runtime\/webhooks|[?&]code=|taskHub=/i);
}
