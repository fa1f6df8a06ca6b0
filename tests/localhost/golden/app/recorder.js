// Writes every invocation, as it crosses the boundary to the worker, to the file that RECORDING names; then loads the app.
// It wraps what the library registers, so it works under any host.
const fs = require('node:fs');
const core = require('@azure/functions-core');

const file = process.env.RECORDING;
const setProgrammingModel = core.setProgrammingModel;
core.setProgrammingModel = (model) => {
  const getInvocationModel = model.getInvocationModel.bind(model);
  model.getInvocationModel = (context) => recorded(context, getInvocationModel(context));
  return setProgrammingModel(model);
};

function recorded(context, invocation) {
  const { request, metadata } = context;
  const bindings = Object.values(metadata.bindings);
  const kind = bindings.find(({ type }) => type.endsWith('Trigger'))?.type ?? 'unknown';
  const write = (response) => {
    const line = { kind, functionId: metadata.name, request, response };
    fs.appendFileSync(file, `${JSON.stringify(line, withBase64)}\n`);
  };
  const failing = (run) => async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      write({ result: { status: 0, exception: { message: error?.message ?? String(error) } } });
      throw error;
    }
  };
  const getResponse = invocation.getResponse.bind(invocation);
  invocation.invokeFunction = failing(invocation.invokeFunction.bind(invocation));
  invocation.getResponse = async (...args) => {
    const response = await getResponse(...args);
    write(response);
    return response;
  };
  return invocation;
}

/** A buffer has become an object by the time that it comes here; other bytes have not. */
function withBase64(_name, value) {
  const bytes = value?.type === 'Buffer' ? value.data : value;
  return value?.type === 'Buffer' || value instanceof Uint8Array ? { $base64: Buffer.from(bytes).toString('base64') } : value;
}

require('./index.js');
