// Required by the host's process before anything else (NODE_OPTIONS): tells its peak memory and for how long its event
// loop was not free, by the clock and by the time that its own thread worked meanwhile, which a busy machine does not stretch.

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
  // Starting up is not what is measured.
  process.on('SIGUSR2', () => {
    largest = { gapMs: 0, workMs: 0 };
    last = { at: performance.now(), work: workedMs() };
  });
  const tell = () => {
    writeFileSync(`${file}.part`, JSON.stringify({ ...largest, peakMb: process.resourceUsage().maxRSS / 1024 }));
    // Whoever reads gets all of it or the one before.
    renameSync(`${file}.part`, file);
  };
  setInterval(tell, 500).unref();
  process.on('exit', tell);
}

/** Time that this thread has computed. */
function workedMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
