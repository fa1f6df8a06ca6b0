// Counts completed work by name, so that the bench learns of it immediately, without polling. The counts are in memory: there
// is one worker process, and storing them would distort the measurement.

const counts = new Map();
const waiting = new Map();

function count(name) {
  return counts.get(name) ?? 0;
}

exports.completed = (name) => {
  counts.set(name, count(name) + 1);
  const resolvers = waiting.get(name);
  if (!resolvers) return;
  waiting.delete(name);
  for (const resolve of resolvers) resolve();
};

/** Resolves with the count once it exceeds `known`, after `timeoutMs` at the latest. */
exports.waitBeyond = async (name, known, timeoutMs) => {
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
