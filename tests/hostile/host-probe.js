// Loaded into the host's process with NODE_OPTIONS: records its peak memory and how long its event loop was blocked, in wall
// time and in CPU time of its main thread, which does not depend on the machine's load.

const { renameSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const tickMs = 5;
const isHost = isMainThread && /localhost[\\/]index\.js$/.test(process.argv[1] ?? '');

if (isHost) probe(process.env.HOST_PROBE_FILE);

function probe(file) {
  let largest = { gapMs: 0, workMs: 0 };
  let last = { at: performance.now(), work: workedMs() };
  const tick = () => {
    const now = { at: performance.now(), work: workedMs() };
    largest = {
      gapMs: Math.max(largest.gapMs, now.at - last.at),
      workMs: Math.max(largest.workMs, now.work - last.work),
    };
    last = now;
  };
  setInterval(tick, tickMs).unref();
  // Startup is not measured.
  process.on('SIGUSR2', () => {
    largest = { gapMs: 0, workMs: 0 };
    last = { at: performance.now(), work: workedMs() };
  });
  const tell = () => {
    writeFileSync(`${file}.part`, JSON.stringify({ ...largest, peakMb: process.resourceUsage().maxRSS / 1024 }));
    // Atomic: a reader sees either the previous file or the complete new one.
    renameSync(`${file}.part`, file);
  };
  setInterval(tell, 500).unref();
  process.on('exit', tell);
}

/** CPU time of this thread. */
function workedMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
