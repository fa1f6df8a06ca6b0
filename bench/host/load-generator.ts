// `node load-generator.js URL CONNECTIONS SECONDS` sends requests to one url and prints the result as JSON. It runs as a
// separate process.

import { sendRepeatedly } from './load-connection';

export interface LoadResult {
  perSecond: number;
  /** Responses other than 200. */
  failed: number;
}

async function main([url = '', connections = '16', seconds = '3']: string[]): Promise<void> {
  const target = new URL(url);
  const began = performance.now();
  const until = began + 1000 * Number(seconds);
  let answeredCount = 0;
  let failed = 0;
  const answered = (status: number) => {
    answeredCount++;
    if (status !== 200) failed++;
    return performance.now() < until;
  };
  await Promise.all(Array.from({ length: Number(connections) }, () => sendRepeatedly(target, answered)));
  const result: LoadResult = { perSecond: (1000 * answeredCount) / (performance.now() - began), failed };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
