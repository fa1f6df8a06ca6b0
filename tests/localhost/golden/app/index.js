const fs = require('fs');
const axios = require('axios');
const RPCLOG = process.env.GOLDEN_RPC_LOG;
const oc = axios.create;
axios.default.create = axios.create = function (...a) {
  const i = oc.apply(this, a);
  i.interceptors.response.use((r) => { if (RPCLOG) fs.appendFileSync(RPCLOG, JSON.stringify({ request: { method: r.config.method, url: r.config.url, headers: r.config.headers, body: r.config.data }, response: { status: r.status, statusText: r.statusText, headers: r.headers, body: r.data } }) + '\n'); return r; });
  return i;
};
const { app } = require('@azure/functions');
const df = require('durable-functions');

// ---- activities
df.app.activity('say', { handler: (n) => `Hello, ${n}!` });
df.app.activity('echo', { handler: (x, ctx) => ({ got: x === undefined ? '<undefined>' : x, type: typeof x }) });
df.app.activity('nothing', { handler: () => undefined });
df.app.activity('nul', { handler: () => null });
df.app.activity('big', { handler: (n) => 'x'.repeat(n) });
class MyError extends Error { constructor(m, code) { super(m); this.name = 'MyError'; this.code = code; } }
df.app.activity('fail', { handler: (m) => { throw new MyError(`boom ${m}`, 42); } });
df.app.activity('failString', { handler: () => { throw 'a string'; } });
const counts = {};
df.app.activity('flaky', { handler: ({ key, times }) => { counts[key] = (counts[key] ?? 0) + 1; if (counts[key] <= times) throw new Error(`flaky ${counts[key]}`); return `ok after ${counts[key]}`; } });
df.app.activity('slow', { handler: async (ms) => { await new Promise((r) => setTimeout(r, ms)); return ms; } });
// rewind: fails until armed
let armed = false;
df.app.activity('armedOnly', { handler: () => { if (!armed) throw new Error('not armed'); return 'armed'; } });
app.http('arm', { methods: ['POST'], authLevel: 'anonymous', handler: () => { armed = true; return { status: 204 }; } });
app.http('hello', { methods: ['GET', 'POST'], authLevel: 'anonymous', handler: async (req) => ({ status: 200, headers: { 'x-h': '1' }, jsonBody: { hello: true, body: await req.text() } }) });

// ---- orchestrations
df.app.orchestration('chain', function* (ctx) { const a = []; for (const c of ['Tokyo', 'Seattle', 'München ✓']) a.push(yield ctx.df.callActivity('say', c)); return a; });
df.app.orchestration('echoInput', function* (ctx) { const i = ctx.df.getInput(); const r = yield ctx.df.callActivity('echo', i); return { i: i === undefined ? '<undefined>' : i, r, id: ctx.df.instanceId, parent: ctx.df.parentInstanceId ?? null, version: ctx.df.version ?? null }; });
df.app.orchestration('values', function* (ctx) { return [yield ctx.df.callActivity('echo'), yield ctx.df.callActivity('echo', null), yield ctx.df.callActivity('echo', 0), yield ctx.df.callActivity('echo', 'str'), yield ctx.df.callActivity('echo', [1, 'a', { b: null }]), yield ctx.df.callActivity('nothing'), yield ctx.df.callActivity('nul'), yield ctx.df.callActivity('echo', new Date(0))]; });
df.app.orchestration('noReturn', function* (ctx) { yield ctx.df.callActivity('nothing'); });
df.app.orchestration('sync', function* (ctx) { return 'no yields'; });
df.app.orchestration('fanout', function* (ctx) { const t = []; for (let i = 0; i < 4; i++) t.push(ctx.df.callActivity('say', i)); return yield ctx.df.Task.all(t); });
df.app.orchestration('fanoutFail', function* (ctx) { return yield ctx.df.Task.all([ctx.df.callActivity('say', 1), ctx.df.callActivity('fail', 'in all'), ctx.df.callActivity('slow', 500)]); });
df.app.orchestration('timer', function* (ctx) { const d = new Date(ctx.df.currentUtcDateTime.getTime() + 2000); yield ctx.df.createTimer(d); return 'timer done'; });
df.app.orchestration('waitEvent', function* (ctx) { ctx.df.setCustomStatus({ waiting: true }); const v = yield ctx.df.waitForExternalEvent('Go'); ctx.df.setCustomStatus('got it'); return v === undefined ? '<undefined>' : v; });
df.app.orchestration('twoEvents', function* (ctx) { const a = yield ctx.df.waitForExternalEvent('A'); const b = yield ctx.df.waitForExternalEvent('A'); return [a, b]; });
df.app.orchestration('eventOrTimer', function* (ctx) { const t = ctx.df.createTimer(new Date(ctx.df.currentUtcDateTime.getTime() + (ctx.df.getInput() || 60000))); const e = ctx.df.waitForExternalEvent('Go'); const w = yield ctx.df.Task.any([t, e]); if (w === e) { t.cancel(); return { won: 'event', v: e.result }; } return { won: 'timer' }; });
df.app.orchestration('child', function* (ctx) { const r = yield ctx.df.callActivity('say', ctx.df.getInput()); return { r, id: ctx.df.instanceId, parent: ctx.df.parentInstanceId }; });
df.app.orchestration('childFail', function* (ctx) { yield ctx.df.callActivity('fail', 'child'); });
df.app.orchestration('parent', function* (ctx) { const a = yield ctx.df.callSubOrchestrator('child', 'auto'); const b = yield ctx.df.callSubOrchestrator('child', 'explicit', ctx.df.instanceId + '-sub'); return [a, b]; });
df.app.orchestration('parentFail', function* (ctx) { try { yield ctx.df.callSubOrchestrator('childFail'); } catch (e) { return { caught: String(e.message), name: e.name, fd: e.failureDetails ?? null }; } });
df.app.orchestration('parentMissing', function* (ctx) { yield ctx.df.callSubOrchestrator('nosuchorch'); });
df.app.orchestration('missingActivity', function* (ctx) { yield ctx.df.callActivity('nosuchactivity', 1); });
df.app.orchestration('retryOk', function* (ctx) { return yield ctx.df.callActivityWithRetry('flaky', new df.RetryOptions(500, 4), { key: ctx.df.instanceId, times: 2 }); });
df.app.orchestration('retryFail', function* (ctx) { const o = new df.RetryOptions(300, 3); o.backoffCoefficient = 2; return yield ctx.df.callActivityWithRetry('fail', o, 'retry'); });
df.app.orchestration('subRetryFail', function* (ctx) { return yield ctx.df.callSubOrchestratorWithRetry('childFail', new df.RetryOptions(300, 2), 'x', ctx.df.instanceId + '-s'); });
df.app.orchestration('catchFail', function* (ctx) { try { yield ctx.df.callActivity('fail', 'caught'); } catch (e) { return { name: e.name, message: e.message, fd: e.failureDetails ?? null, taskName: e.taskName ?? null }; } });
df.app.orchestration('uncaught', function* (ctx) { yield ctx.df.callActivity('fail', 'uncaught'); });
df.app.orchestration('throws', function* (ctx) { throw new MyError('orchestrator threw', 7); });
df.app.orchestration('failStringOrch', function* (ctx) { yield ctx.df.callActivity('failString'); });
df.app.orchestration('can', function* (ctx) { const n = Number(ctx.df.getInput()) || 0; yield ctx.df.callActivity('say', n); if (n < 2) { ctx.df.continueAsNew(n + 1); return; } return `done at ${n}`; });
df.app.orchestration('canEvents', function* (ctx) { const s = ctx.df.getInput() || []; const v = yield ctx.df.waitForExternalEvent('Add'); s.push(v); if (s.length < 3) { ctx.df.continueAsNew(s); return; } return s; });
df.app.orchestration('callEntity', function* (ctx) { const id = new df.EntityId('counter', ctx.df.instanceId); yield ctx.df.callEntity(id, 'add', 3); ctx.df.signalEntity(id, 'add', 4); const v = yield ctx.df.callEntity(id, 'get'); return v; });
df.app.orchestration('callEntityFail', function* (ctx) { const id = new df.EntityId('counter', 'f-' + ctx.df.instanceId); try { yield ctx.df.callEntity(id, 'explode', 'bang'); } catch (e) { return { name: e.name, message: e.message, fd: e.failureDetails ?? null }; } });
df.app.orchestration('lockTwo', function* (ctx) { const a = new df.EntityId('counter', 'a-' + ctx.df.instanceId), b = new df.EntityId('counter', 'b-' + ctx.df.instanceId); const l = yield ctx.df.lock(a, b); const st = ctx.df.isLocked(); yield ctx.df.callEntity(a, 'add', -1); yield ctx.df.callEntity(b, 'add', 1); l.release(); return { st, va: yield ctx.df.callEntity(a, 'get'), vb: yield ctx.df.callEntity(b, 'get') }; });
df.app.orchestration('guid', function* (ctx) { const g = [ctx.df.newGuid('x'), ctx.df.newGuid('x')]; yield ctx.df.callActivity('say', 1); return { g, now: ctx.df.currentUtcDateTime }; });
df.app.orchestration('callHttp', function* (ctx) { const r = yield ctx.df.callHttp({ method: 'POST', url: ctx.df.getInput(), body: { a: 1 }, headers: { 'content-type': 'application/json' } }); return r; });
df.app.orchestration('bigOut', function* (ctx) { const s = yield ctx.df.callActivity('big', 100000); return { len: s.length, s }; });
df.app.orchestration('rewindable', function* (ctx) { const a = yield ctx.df.callActivity('say', 'before'); const b = yield ctx.df.callActivity('armedOnly'); return [a, b]; });
df.app.orchestration('forever', function* (ctx) { while (true) { const v = yield ctx.df.waitForExternalEvent('Tick'); ctx.df.setCustomStatus({ last: v }); if (v === 'stop') return 'stopped'; } });
df.app.orchestration('longTimer', function* (ctx) { yield ctx.df.createTimer(new Date(ctx.df.currentUtcDateTime.getTime() + 10 * 24 * 3600 * 1000)); });

df.app.orchestration('anyActs', function* (ctx) { const a = ctx.df.callActivity('slow', 3000), b = ctx.df.callActivity('say', 'quick'); const w = yield ctx.df.Task.any([a, b]); return { won: w === b ? 'b' : 'a', r: w.result }; });
df.app.orchestration('nested', function* (ctx) { const r = yield ctx.df.Task.all([ctx.df.Task.any([ctx.df.callActivity('say', 'x'), ctx.df.createTimer(new Date(ctx.df.currentUtcDateTime.getTime() + 30000))]), ctx.df.Task.all([ctx.df.callActivity('say', 'y'), ctx.df.callSubOrchestrator('child', 'z', ctx.df.instanceId + '-n')])]); return r.length; });
df.app.orchestration('allRetry', function* (ctx) { const o = new df.RetryOptions(200, 3); return yield ctx.df.Task.all([ctx.df.callActivityWithRetry('flaky', o, { key: ctx.df.instanceId + 'a', times: 1 }), ctx.df.callActivityWithRetry('flaky', o, { key: ctx.df.instanceId + 'b', times: 2 })]); });
df.app.orchestration('retryMaxInterval', function* (ctx) { const o = new df.RetryOptions(200, 4); o.backoffCoefficient = 10; o.maxRetryIntervalInMilliseconds = 500; o.retryTimeoutInMilliseconds = 60000; return yield ctx.df.callActivityWithRetry('flaky', o, { key: ctx.df.instanceId, times: 3 }); });
const ndet = {};
df.app.orchestration('nondet', function* (ctx) { ndet[ctx.df.instanceId] = (ndet[ctx.df.instanceId] ?? 0) + 1; if (ndet[ctx.df.instanceId] === 1) yield ctx.df.callActivity('say', 1); else yield ctx.df.createTimer(new Date(ctx.df.currentUtcDateTime.getTime() + 1000)); return 'end'; });
df.app.orchestration('pollHttp', function* (ctx) { return yield ctx.df.callHttp({ method: 'GET', url: ctx.df.getInput() }); });
let polls = 0;
app.http('poll', { methods: ['GET'], authLevel: 'anonymous', handler: () => (++polls < 3 ? { status: 202, headers: { location: `http://${process.env.WEBSITE_HOSTNAME}/api/poll`, 'retry-after': '1' } } : { status: 200, jsonBody: { polls } }) });
df.app.orchestration('objEntity', function* (ctx) { const id = new df.EntityId('Bag', ctx.df.instanceId); const a = yield ctx.df.callEntity(id, 'put', { k: 'ü', v: [1] }); const b = yield ctx.df.callEntity(id, 'put', { k: 'b', v: null }); const c = yield ctx.df.callEntity(id, 'all'); const d = yield ctx.df.callEntity(id, 'unknownop'); return [a, b, c, d === undefined ? '<undefined>' : d]; });
df.app.orchestration('signalMany', function* (ctx) { const id = new df.EntityId('Bag', ctx.df.instanceId); for (let i = 0; i < 5; i++) ctx.df.signalEntity(id, 'put', { k: String(i), v: i }); return yield ctx.df.callEntity(id, 'all'); });
df.app.orchestration('missingEntity', function* (ctx) { yield ctx.df.callEntity(new df.EntityId('nosuchentity', 'k'), 'x'); });
df.app.orchestration('subMany', function* (ctx) { const t = []; for (let i = 0; i < 3; i++) t.push(ctx.df.callSubOrchestrator('child', i)); return yield ctx.df.Task.all(t); });
df.app.orchestration('customStatusLoop', function* (ctx) { for (let i = 0; i < 3; i++) { ctx.df.setCustomStatus({ i }); yield ctx.df.callActivity('say', i); } ctx.df.setCustomStatus(null); });
df.app.entity('Bag', (ctx) => { const st = ctx.df.getState(() => ({})); switch (ctx.df.operationName) { case 'put': { const i = ctx.df.getInput(); st[i.k] = i.v; ctx.df.setState(st); ctx.df.return({ size: Object.keys(st).length, isNew: ctx.df.isNewlyConstructed, id: String(ctx.df.entityId), name: ctx.df.entityName, key: ctx.df.entityKey }); break; } case 'all': ctx.df.return(st); break; } });

// ---- entities
df.app.entity('counter', (ctx) => {
  let v = ctx.df.getState(() => 0);
  switch (ctx.df.operationName) {
    case 'add': v += ctx.df.getInput(); ctx.df.setState(v); break;
    case 'get': ctx.df.return(v); break;
    case 'reset': ctx.df.setState(0); break;
    case 'explode': throw new MyError('entity ' + ctx.df.getInput(), 5);
    case 'delete': ctx.df.destructOnExit(); break;
    case 'forward': ctx.df.signalEntity(new df.EntityId('counter', ctx.df.getInput()), 'add', 100); break;
  }
});

// ---- client functions
const client = { extraInputs: [df.input.durableClient()] };
app.http('start', { route: 'start/{name}/{id?}', methods: ['POST'], authLevel: 'anonymous', ...client, handler: async (req, ctx) => {
  const c = df.getClient(ctx); const t = await req.text(); const o = {}; if (req.params.id) o.instanceId = req.params.id; if (t) o.input = JSON.parse(t); if (req.query.get('version')) o.version = req.query.get('version');
  const id = await c.startNew(req.params.name, o); return c.createCheckStatusResponse(req, id); } });
app.http('startwait', { route: 'startwait/{name}/{timeout}', methods: ['POST'], authLevel: 'anonymous', ...client, handler: async (req, ctx) => {
  const c = df.getClient(ctx); const id = await c.startNew(req.params.name); return await c.waitForCompletionOrCreateCheckStatusResponse(req, id, { timeoutInMilliseconds: Number(req.params.timeout), retryIntervalInMilliseconds: 500 }); } });
app.http('client', { route: 'client/{op}', methods: ['POST'], authLevel: 'anonymous', ...client, handler: async (req, ctx) => {
  const c = df.getClient(ctx); const a = await req.json(); const ser = (x) => (x === undefined ? null : x);
  try {
    switch (req.params.op) {
      case 'getStatus': return { jsonBody: ser(await c.getStatus(a.id, a.options)) };
      case 'getStatusAll': return { jsonBody: (await c.getStatusAll()).length };
      case 'getStatusBy': return { jsonBody: ser(await c.getStatusBy({ ...a, createdTimeFrom: a.createdTimeFrom && new Date(a.createdTimeFrom), createdTimeTo: a.createdTimeTo && new Date(a.createdTimeTo) })) };
      case 'raiseEvent': await c.raiseEvent(a.id, a.name, a.data); break;
      case 'terminate': await c.terminate(a.id, a.reason); break;
      case 'suspend': await c.suspend(a.id, a.reason); break;
      case 'resume': await c.resume(a.id, a.reason); break;
      case 'rewind': await c.rewind(a.id, a.reason); break;
      case 'purge': return { jsonBody: ser(await c.purgeInstanceHistory(a.id)) };
      case 'purgeBy': return { jsonBody: ser(await c.purgeInstanceHistoryBy({ createdTimeFrom: new Date(a.createdTimeFrom), createdTimeTo: a.createdTimeTo && new Date(a.createdTimeTo), runtimeStatus: a.runtimeStatus })) };
      case 'signal': await c.signalEntity(new df.EntityId(a.name, a.key), a.operation, a.input); break;
      case 'readEntity': return { jsonBody: ser(await c.readEntityState(new df.EntityId(a.name, a.key))) };
      case 'payload': return { jsonBody: c.createHttpManagementPayload(a.id) };
      case 'startNew': return { jsonBody: await c.startNew(a.name, a.options) };
    }
    return { status: 204 };
  } catch (e) { return { status: 500, jsonBody: { name: e.name, message: e.message } }; } } });
df.app.client.storageQueue('qstart', { queueName: 'golden-start', connection: 'AzureWebJobsStorage', clientInput: df.input.durableClient(), handler: async (msg, c, ctx) => { await c.startNew('chain', { instanceId: String(msg.id ?? msg) }); } });

// ---- plain triggers (wire data only)
const { output, input } = require('@azure/functions');
const qo = output.storageQueue({ queueName: 'g-out', connection: 'AzureWebJobsStorage' });
const bo = output.storageBlob({ path: 'g-blobs/out-{rand-guid}.txt', connection: 'AzureWebJobsStorage' });
app.http('emit', { methods: ['POST'], authLevel: 'anonymous', extraOutputs: [qo, bo], handler: async (req, ctx) => { const b = await req.json(); ctx.extraOutputs.set(qo, b.queue); if (b.blob !== undefined) ctx.extraOutputs.set(bo, b.blob); return { status: 200 }; } });
app.storageQueue('gq', { queueName: 'g-out', connection: 'AzureWebJobsStorage', handler: (m, ctx) => { ctx.log(typeof m, JSON.stringify(m)); if (m === 'poison') throw new Error('poisoned'); } });
app.storageQueue('gqp', { queueName: 'g-out-poison', connection: 'AzureWebJobsStorage', handler: (m, ctx) => { ctx.log('poison', m); } });
app.storageBlob('gb', { path: 'g-in/{dir}/{name}.{ext}', connection: 'AzureWebJobsStorage', extraInputs: [input.storageBlob({ path: 'g-in/{dir}/side.txt', connection: 'AzureWebJobsStorage' })], handler: (b, ctx) => { ctx.log(b.length, JSON.stringify(ctx.triggerMetadata)); } });
app.timer('gt', { schedule: '0 */1 * * * *', runOnStartup: true, useMonitor: true, handler: (t, ctx) => { ctx.log(JSON.stringify(t)); } });
app.http('hfn', { methods: ['GET'], authLevel: 'function', handler: () => ({ body: 'fn' }) });
app.http('hadmin', { methods: ['GET'], authLevel: 'admin', handler: () => ({ body: 'admin' }) });
app.http('hroute', { methods: ['GET', 'POST', 'PUT'], authLevel: 'anonymous', route: 'r/{id:int}/{*rest}', handler: async (req) => ({ jsonBody: { method: req.method, url: req.url, params: req.params, query: [...req.query], headers: [...req.headers], body: await req.text() } }) });
app.http('hthrow', { methods: ['GET'], authLevel: 'anonymous', handler: () => { throw new Error('http boom'); } });
app.http('hnone', { methods: ['GET'], authLevel: 'anonymous', handler: () => undefined });
app.http('hstr', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'a string' }) });
app.http('hbuf', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: Buffer.from([0, 1, 2, 255]), headers: { 'content-type': 'application/octet-stream' } }) });
app.http('hcookie', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ status: 201, body: 'c', cookies: [{ name: 'a', value: 'b c', maxAge: 100, httpOnly: true, sameSite: 'Strict', path: '/', secure: true, expires: new Date(0) }], headers: { 'x-multi': 'v1' } }) });
app.http('hredirect', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ status: 302, headers: { location: '/api/hstr' } }) });
app.http('hecho', { methods: ['POST'], authLevel: 'anonymous', handler: async (req) => ({ body: Buffer.from(await req.arrayBuffer()), headers: { 'content-type': req.headers.get('content-type') ?? 'none' } }) });
