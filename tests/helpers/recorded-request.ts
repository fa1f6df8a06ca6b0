// Parses a storage request written as one line, for tables of cases.

import { kindOf } from '../../scripts/count/classify';
import type { Service } from '../../scripts/count/counting-proxy';

/** `queue GET /jobs/messages 200 empty`: service, method, target, status, and `empty` when no message was found. */
export function classifyText(text: string): ReturnType<typeof kindOf> {
  const [service = '', method = '', target = '', status = '', found] = text.split(' ');
  return kindOf({
    service: service as Service,
    method,
    target,
    status: Number(status),
    foundNothing: found === 'empty',
    sentBytes: 0,
  });
}
