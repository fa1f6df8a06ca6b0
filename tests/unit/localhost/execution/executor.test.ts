import type { Bindings } from '../../../../localhost/bindings/bindings';
import { type ExecutionRequest, makeExecute } from '../../../../localhost/execution/executor';
import { trackRunning } from '../../../../localhost/execution/running';
import type { Binding, RegisteredFunction } from '../../../../localhost/worker/function-registry';
import type { Invocation, InvocationOutcome } from '../../../../localhost/worker/invocation';
import type { TypedData } from '../../../../localhost/worker/typed-data';

const binding = (type: string, direction: 'in' | 'out', name: string): Binding => ({ type, name, direction });

const aFunction = (...others: Binding[]): RegisteredFunction => {
  const trigger = binding('queueTrigger', 'in', 'message');
  const bindings = Object.fromEntries([trigger, ...others].map((each) => [each.name, each]));
  return { name: 'job', bindings, trigger, callback: () => undefined };
};

interface Setup {
  outcome?: InvocationOutcome | Error;
  invocationMs?: number;
  timeoutMs?: number;
  failingOutput?: string;
}

function setUp({ outcome = { outputData: [] }, invocationMs = 0, timeoutMs, failingOutput }: Setup = {}) {
  const invocations: Invocation[] = [];
  const written: [name: string, data: TypedData, bindingData: Record<string, unknown>][] = [];
  const lines: string[] = [];
  const bindings: Bindings = {
    supports: () => true,
    resolveInput: async ({ name }, data) => (name === 'missing' ? undefined : { string: `${name} of ${data.id}` }),
    async applyOutput({ name }, data, bindingData) {
      if (name === failingOutput) throw new Error(`${name} cannot be written`);
      written.push([name, data, bindingData]);
    },
  };
  const execute = makeExecute({
    bindings,
    durableClient: () => '{"taskHubName":"Hub"}',
    logs: { write: (level, category, message) => lines.push(`${level} ${category}: ${message}`) },
    async invoke(_fn, invocation) {
      invocations.push(invocation);
      await new Promise((resolve) => setTimeout(resolve, invocationMs));
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return { execute, invocations, written, lines };
}

const request: ExecutionRequest = { reason: 'a test', trigger: { string: 'hi' }, bindingData: { id: 7 } };

describe('an execution', () => {
  it('passes the trigger first, then the input bindings, a missing one without value', async () => {
    const { execute, invocations } = setUp();
    const fn = aFunction(
      binding('blob', 'in', 'picture'),
      binding('blob', 'in', 'missing'),
      binding('durableClient', 'in', 'client'),
    );
    const { invocationId } = await execute(fn, request);
    expect(invocations).toEqual([
      {
        invocationId,
        inputData: [
          { name: 'message', data: { string: 'hi' } },
          { name: 'picture', data: { string: 'picture of 7' } },
          { name: 'missing', data: {} },
          { name: 'client', data: { string: '{"taskHubName":"Hub"}' } },
        ],
      },
    ]);
  });

  it('writes the outputs that were set, and the return value if a binding uses it', async () => {
    const outcome = { outputData: [{ name: 'next', data: { string: 'a' } }], returnValue: { string: 'b' } };
    const { execute, written } = setUp({ outcome });
    const fn = aFunction(binding('queue', 'out', 'next'), binding('queue', 'out', 'unset'), {
      ...binding('queue', 'out', '$return'),
    });
    const result = await execute(fn, request);
    expect(written).toEqual([
      ['next', { string: 'a' }, { id: 7, sys: { methodname: 'job' } }],
      ['$return', { string: 'b' }, { id: 7, sys: { methodname: 'job' } }],
    ]);
    expect(result.returnValue).toEqual({ string: 'b' });
  });

  it('fails if an output cannot be written', async () => {
    const outcome = { outputData: [{ name: 'next', data: { string: 'a' } }] };
    const { execute, lines } = setUp({ outcome, failingOutput: 'next' });
    await expect(execute(aFunction(binding('queue', 'out', 'next')), request)).rejects.toThrow(
      'next cannot be written',
    );
    expect(lines.at(-1)).toMatch(/^error Function\.job: Executed 'Functions\.job' \(Failed, /);
  });

  it("throws the handler's own error and writes nothing", async () => {
    const error = new Error('boom');
    const { execute, written, lines } = setUp({ outcome: error });
    await expect(execute(aFunction(binding('queue', 'out', 'next')), request)).rejects.toBe(error);
    expect(written).toEqual([]);
    expect(lines.at(-1)).toContain('Result: Failure\nException: boom\nStack: Error: boom');
  });

  it('logs start and end with reason, id and duration', async () => {
    const { execute, lines } = setUp();
    const { invocationId } = await execute(aFunction(), { ...request, invocationId: 'mine' });
    expect(invocationId).toBe('mine');
    expect(lines).toEqual([
      "information Function.job: Executing 'Functions.job' (Reason='a test', Id=mine)",
      expect.stringMatching(
        /^information Function\.job: Executed 'Functions\.job' \(Succeeded, Id=mine, Duration=\d+ms\)$/,
      ),
    ]);
  });

  it('fails when the handler takes longer than functionTimeout', async () => {
    const { execute } = setUp({ invocationMs: 200, timeoutMs: 20 });
    await expect(execute(aFunction(), request)).rejects.toThrow(
      "Timeout value of 0.02 s exceeded by function 'Functions.job'",
    );
  });
});

it('a stop waits until the last invocation has ended', async () => {
  const { execute, idle } = trackRunning(setUp({ invocationMs: 60 }).execute);
  const ended: number[] = [];
  const runs = [1, 2].map((id) => execute(aFunction(), request).then(() => ended.push(id)));
  await idle();
  await Promise.all(runs);
  expect(ended).toHaveLength(2);
  await idle();
});
