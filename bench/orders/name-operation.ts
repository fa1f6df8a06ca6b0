// Names a storage request by service, container and verb.

import type { RecordedRequest } from '../../scripts/count/counting-proxy';

/** e.g. `table orders: insert`, `queue carrier-reports: send`, `blob outbox: write`. */
export function nameOperation({ service, method, target }: RecordedRequest): string {
  const [path = '', query = ''] = target.split('?');
  const place = decodeURIComponent(path.split('/')[1] ?? '').replace(/\(.*$/, '');
  return `${service} ${place}: ${verbs[service](method, path, query)}`;
}

const verbs: Record<RecordedRequest['service'], (method: string, path: string, query: string) => string> = {
  table: (method, path) => {
    const single = /\(PartitionKey/i.test(decodeURIComponent(path));
    if (method === 'GET') return single ? 'read' : 'query';
    return { POST: 'insert', PUT: 'replace', PATCH: 'merge', MERGE: 'merge', DELETE: 'delete' }[method] ?? method;
  },
  queue: (method) => ({ POST: 'send', GET: 'take', PUT: 'update', DELETE: 'delete' })[method] ?? method,
  blob: (method, _path, query) => {
    if (/\bcomp=list\b/.test(query)) return 'list';
    return { PUT: 'write', GET: 'read', HEAD: 'look', DELETE: 'delete' }[method] ?? method;
  },
};
