// Instances are listed page by page, without their inputs, and no further than their reader asks.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeInstancePages } from '../../../../src/adapters/durable/instance-pages';

interface Page {
  ids: string[];
  token?: string;
  status?: number;
}

async function withHub<T>(
  pages: Page[],
  use: (hub: { rpcBaseUrl: string; asked: { url: URL; token: string | undefined }[] }) => Promise<T>,
): Promise<T> {
  const asked: { url: URL; token: string | undefined }[] = [];
  const server = createServer(({ url, headers }, response) => {
    const token = headers['x-ms-continuation-token']?.toString();
    const page = pages[asked.length];
    asked.push({ url: new URL(url ?? '', 'http://hub'), token });
    response.writeHead(page?.status ?? 200, page?.token ? { 'x-ms-continuation-token': page.token } : {});
    response.end(JSON.stringify(page?.ids.map((instanceId) => ({ instanceId }))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ rpcBaseUrl: `http://127.0.0.1:${port}/durabletask/`, asked });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const query = { runtimeStatus: ['Completed', 'Failed'], createdBefore: new Date('2026-01-01T00:00:00.000Z') };

test('follows the continuation tokens, over empty pages too, and asks for no inputs', async () => {
  await withHub([{ ids: ['a', 'b'], token: 't1' }, { ids: [], token: 't2' }, { ids: ['c'] }], async (hub) => {
    const found: string[][] = [];
    for await (const page of makeInstancePages(hub.rpcBaseUrl)(query)) {
      found.push(page.map(({ instanceId }) => instanceId));
    }
    expect(found).toEqual([['a', 'b'], [], ['c']]);
    expect(hub.asked.map(({ token }) => token)).toEqual([undefined, 't1', 't2']);
    const { url } = hub.asked[0] ?? {};
    expect(url?.pathname).toBe('/durabletask/instances/');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      showInput: 'false',
      top: '200',
      runtimeStatus: 'Completed,Failed',
      createdTimeTo: '2026-01-01T00:00:00.000Z',
    });
  });
});

test('reads no page after the one at which its reader stops', async () => {
  await withHub([{ ids: ['a'], token: 't1' }, { ids: ['b'] }], async (hub) => {
    for await (const _page of makeInstancePages(hub.rpcBaseUrl)(query)) break;
    expect(hub.asked).toHaveLength(1);
  });
});

test('a task hub that answers 500, or not at all, is DEPENDENCY.UNAVAILABLE', async () => {
  const unavailable = { code: 'DEPENDENCY.UNAVAILABLE' };
  const first = (rpcBaseUrl: string) => makeInstancePages(rpcBaseUrl)(query)[Symbol.asyncIterator]().next();
  const gone = await withHub([{ ids: [], status: 500 }], async ({ rpcBaseUrl }) => {
    await expect(first(rpcBaseUrl)).rejects.toMatchObject(unavailable);
    return rpcBaseUrl;
  });
  await expect(first(gone)).rejects.toMatchObject(unavailable);
});
