// Run as a process of its own: asks one url on so many connections for so long, and prints what came of it as JSON.
// Arguments: url, connections, seconds.

import { makeHttpClient } from './http-client';

export interface LoadResult {
  perSecond: number;
  /** Answers other than 200. */
  failed: number;
}

async function main([url = '', connections = '16', seconds = '3']: string[]): Promise<void> {
  const client = makeHttpClient(Number(connections));
  const began = performance.now();
  const until = began + 1000 * Number(seconds);
  let answered = 0;
  let failed = 0;
  const ask = async () => {
    while (performance.now() < until) {
      const { status } = await client.get(url);
      answered++;
      if (status !== 200) failed++;
    }
  };
  await Promise.all(Array.from({ length: Number(connections) }, ask));
  client.close();
  const result: LoadResult = { perSecond: (1000 * answered) / (performance.now() - began), failed };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
