// One orchestrator for each feature that a crash could break. Each returns the tokens of the executions it used.

const df = require('durable-functions');

const retry = new df.RetryOptions(20, 4);

/** Sequential steps with retry and timers between them; each token is signalled to a ledger. */
function* chain(context) {
  const { steps, pauseMs } = context.df.getInput();
  const tokens = [];
  for (const step of steps) {
    const token = yield context.df.callActivityWithRetry('work', retry, { ...step, after: tokens.at(-1) });
    context.df.signalEntity(ledger(step), 'add', { id: token, amount: step.amount });
    tokens.push(token);
    if (pauseMs > 0) yield timer(context, pauseMs);
  }
  return { tokens };
}

/** Parallel steps, then one call to a ledger. */
function* fan(context) {
  const { steps, entry } = context.df.getInput();
  const tokens = yield context.df.Task.all(steps.map((step) => context.df.callActivityWithRetry('work', retry, step)));
  yield context.df.callEntity(ledger(entry), 'add', entry);
  return { tokens };
}

/** Waits for events one after another, then runs one step. */
function* parts(context) {
  const { count, step } = context.df.getInput();
  const received = [];
  for (let i = 0; i < count; i++) received.push(yield context.df.waitForExternalEvent(`Part${i}`));
  return { received, tokens: [yield context.df.callActivity('work', step)] };
}

/** An event races a timer. */
function* race(context) {
  const { waitMs } = context.df.getInput();
  const limit = timer(context, waitMs);
  const event = context.df.waitForExternalEvent('Go');
  const winner = yield context.df.Task.any([event, limit]);
  if (winner === limit) return { winner: 'timer', tokens: [] };
  limit.cancel();
  return { winner: event.result, tokens: [] };
}

/** Parallel sub-orchestrations, one of which may fail and is then retried. */
function* family(context) {
  const { children, shaky } = context.df.getInput();
  const results = yield context.df.Task.all([
    ...children.map((child) => context.df.callSubOrchestrator('chain', child)),
    context.df.callSubOrchestratorWithRetry('shaky', retry, shaky),
  ]);
  return { tokens: results.flatMap((result) => result.tokens) };
}

/** Fails if it used the first execution of its step. */
function* shaky(context) {
  const token = yield context.df.callActivity('work', context.df.getInput());
  if (token.includes('#1/')) throw new Error('the first run is refused');
  return { tokens: [token] };
}

/** Continues as new after each step. */
function* rounds(context) {
  const { steps, tokens = [] } = context.df.getInput();
  const [step, ...rest] = steps;
  const token = yield context.df.callActivity('work', { ...step, after: tokens.at(-1) });
  context.df.signalEntity(ledger(step), 'add', { id: token, amount: step.amount });
  if (rest.length === 0) return { tokens: [...tokens, token] };
  context.df.continueAsNew({ steps: rest, tokens: [...tokens, token] });
}

/** Moves money between two locked accounts, and reports whether another instance interfered. */
function* transfer(context) {
  const { from, to, amount } = context.df.getInput();
  const [source, target] = [new df.EntityId('account', from), new df.EntityId('account', to)];
  const lock = yield context.df.lock(source, target);
  const before = [yield context.df.callEntity(source, 'get'), yield context.df.callEntity(target, 'get')];
  yield timer(context, 10);
  const after = [
    yield context.df.callEntity(source, 'change', -amount),
    yield context.df.callEntity(target, 'change', amount),
  ];
  lock.release();
  return { alone: after[0] === before[0] - amount && after[1] === before[1] + amount, tokens: [] };
}

/** Fails after all retries of its step have failed. */
function* refused(context) {
  try {
    yield context.df.callActivityWithRetry('work', new df.RetryOptions(10, 3), context.df.getInput());
  } catch {
    throw new Error('refused on purpose');
  }
}

/** Waits until it is terminated. */
function* endless(context) {
  yield context.df.callActivity('work', context.df.getInput());
  yield context.df.waitForExternalEvent('Never');
}

function ledger({ ledger: key }) {
  return new df.EntityId('ledger', key);
}

function timer(context, ms) {
  return context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + ms));
}

const all = { chain, fan, parts, race, family, shaky, rounds, transfer, refused, endless };
for (const [name, orchestrator] of Object.entries(all)) df.app.orchestration(name, orchestrator);
