// What the app has done so far, by name, for a client that wants to know it at once and without polling.
// Kept in memory: one worker process, and nothing that a measurement would have to pay for.

const counts = new Map();
const waiting = new Map();

function count(name) {
  return counts.get(name) ?? 0;
}

exports.note = (name) => {
  counts.set(name, count(name) + 1);
  const resolvers = waiting.get(name);
  if (!resolvers) return;
  waiting.delete(name);
  for (const resolve of resolvers) resolve();
};

/** Resolves with the count once it is beyond `known`, after `timeoutMs` at the latest. */
exports.beyond = async (name, known, timeoutMs) => {
  if (count(name) <= known) {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const noted = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.set(name, [...(waiting.get(name) ?? []), noted]);
    });
  }
  return count(name);
};
