// Validation errors of a request: each names its field, and their number and length are limited.

import { HttpRequest, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { AppError } from '../../../../src/shared/http/errors';
import { readJson, readText, route } from '../../../../src/shared/http/http';
import { call } from '../../../helpers/http';

const schema = z.strictObject({ sku: z.string(), parts: z.array(z.strictObject({ size: z.number() })).optional() });
const handler = route(async (request) => ({ status: 200, jsonBody: await readJson(request, schema) }));

interface Problem {
  detail: string;
  errors: { path: string; message: string }[];
}

async function refusal(body: unknown) {
  const answer = await call(handler, { body });
  const problem = answer.body as Problem;
  return { status: answer.status, ...problem, fields: problem.errors.map(({ path }) => path) };
}

describe('an invalid body', () => {
  it('gets an error for each unknown field by name', async () => {
    const { status, detail, errors } = await refusal({ sku: 'oak', colour: 'red', taste: 'dry' });
    expect(status).toBe(400);
    expect(detail).toBe('colour: is not known (and 1 more)');
    expect(errors).toEqual([
      { path: 'colour', message: 'is not known' },
      { path: 'taste', message: 'is not known' },
    ]);
  });

  it('gets the path of an unknown field', async () => {
    const { fields } = await refusal({ sku: 'oak', parts: [{ size: 1, colour: 'red' }] });
    expect(fields).toEqual(['parts.0.colour']);
  });

  it('gets a limited number of errors, and a note that there are more', async () => {
    const { detail, errors } = await refusal({ sku: 'oak', parts: Array.from({ length: 5_000 }, () => 0) });
    expect(errors).toHaveLength(50);
    expect(errors.at(-1)).toMatchObject({ path: 'parts.49' });
    expect(detail).toMatch(/^parts\.0: .* \(and 4999 more\)$/);
  });

  it('gets long field names shortened', async () => {
    const { errors } = await refusal({ sku: 'oak', ['x'.repeat(100_000)]: 1 });
    expect(errors).toEqual([{ path: `${'x'.repeat(200)}…`, message: 'is not known' }]);
  });
});

describe('a fault of the server', () => {
  async function fail(error: Error) {
    const logged: string[] = [];
    const context = new InvocationContext({
      invocationId: 'inv-1',
      logHandler: (_level, ...texts) => logged.push(texts.map(String).join(' ')),
    });
    const failing = route(async () => {
      throw error;
    });
    const { body } = await failing(new HttpRequest({ method: 'GET', url: 'http://localhost/api/x' }), context);
    return { problem: JSON.parse(String(body)), logged };
  }

  it('is logged with its cause under the id that the caller is given', async () => {
    const { problem, logged } = await fail(new Error('the table is gone'));
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', requestId: 'inv-1' });
    expect(JSON.stringify(problem)).not.toContain('table');
    expect(logged).toEqual([expect.stringMatching(/^Request inv-1 failed: .*the table is gone/)]);
  });

  it('that the caller can do something about is not logged', async () => {
    const { problem, logged } = await fail(new AppError('CART.MOVED', 'Sign in again.'));
    expect(problem).toMatchObject({ status: 409, requestId: 'inv-1' });
    expect(logged).toEqual([]);
  });
});

describe('a body that is too large', () => {
  it('is refused by its Content-Length, before anything of it is read', async () => {
    const answer = await call(handler, { body: { sku: 'oak' }, headers: { 'content-length': '95000000' } });
    expect(answer).toMatchObject({ status: 413, body: { code: 'REQUEST.TOO_LARGE' } });
  });

  it('is read no further than to the limit when it does not say how long it is', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill((++sent % 26) + 97)),
    });
    const request = { headers: new Headers(), body: endless } as unknown as HttpRequest;
    await expect(readText(request)).rejects.toMatchObject({ code: 'REQUEST.TOO_LARGE' });
    expect(sent).toBeLessThan(8);
  });

  it('is accepted up to the last byte of the limit', async () => {
    const sku = 'x'.repeat(256 * 1024 - '{"sku":""}'.length);
    expect(await call(handler, { body: { sku } })).toMatchObject({ status: 200 });
    expect(await call(handler, { body: { sku: `${sku}x` } })).toMatchObject({ status: 413 });
  });

  it('may hold letters that are cut between two pieces', async () => {
    const bytes = new TextEncoder().encode('{"sku":"€"}');
    const pieces = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const request = { headers: new Headers(), body: pieces } as unknown as HttpRequest;
    expect(await readText(request)).toBe('{"sku":"€"}');
  });
});
