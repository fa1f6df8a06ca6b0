// The activity of the chaos run. Each execution is logged to a file, which outlives the host, and returns a unique token,
// so that an instance's output tells which executions it used.

const { randomUUID } = require('node:crypto');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const df = require('durable-functions');

const runsFile = process.env.CHAOS_RUNS_FILE;
const runsByLabel = new Map();

for (const line of existsSync(runsFile) ? readFileSync(runsFile, 'utf8').trim().split('\n') : []) {
  if (line !== '') count(JSON.parse(line).label);
}

/** The first `failures` executions fail. `after`: the token that the caller got from the previous step. */
df.app.activity('work', {
  handler: async ({ label, takesMs, failures, after }) => {
    await sleep(takesMs);
    const run = count(label);
    const token = `${label}#${run}/${randomUUID()}`;
    appendFileSync(runsFile, `${JSON.stringify({ label, token, after: after ?? null })}\n`);
    if (run <= failures) throw new Error(`run ${run} of ${label} fails`);
    return token;
  },
});

function count(label) {
  const run = (runsByLabel.get(label) ?? 0) + 1;
  runsByLabel.set(label, run);
  return run;
}
