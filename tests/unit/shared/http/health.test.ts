// Readiness: the response and the log.

import { makeHealth } from '../../../../src/shared/http/health';
import { call } from '../../../helpers/http';

const up = async () => undefined;
const down = async () => {
  throw new Error('connection refused by 10.0.0.4');
};

describe('health', () => {
  it('is ok if every dependency responds', async () => {
    const answer = await call(makeHealth({ storage: up, cosmos: up }).health);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok', dependencies: { storage: 'ok', cosmos: 'ok' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is 503 and names what is down, but not why', async () => {
    const answer = await call(makeHealth({ storage: down, cosmos: up }).health);
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ status: 'down', dependencies: { storage: 'down', cosmos: 'ok' } });
  });
});
