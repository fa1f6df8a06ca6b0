// The work that must be used once. Each run is noted in a file, which outlives the host, and returns a token that no
// other run returns: whoever reports a token says which run he has used.

const { randomUUID } = require('node:crypto');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const df = require('durable-functions');

const runsFile = process.env.CHAOS_RUNS_FILE;
const runsByLabel = new Map();

for (const line of existsSync(runsFile) ? readFileSync(runsFile, 'utf8').trim().split('\n') : []) {
  if (line !== '') count(JSON.parse(line).label);
}

/** `failures`: so many runs fail at first. `after`: the token that the caller got from the step before. */
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
