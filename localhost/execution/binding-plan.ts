// The bindings of a function beside its trigger, sorted once for all of its invocations.

import type { Binding, RegisteredFunction } from '../worker/function-registry';

export interface BindingPlan {
  /** Of the log lines of its invocations. */
  category: string;
  inputs: Binding[];
  /** By the name under which the function sets them. */
  outputs: Map<string, Binding>;
  /** A return binding other than `http`. */
  returns?: Binding;
  /** There are bindings whose options may take values of the invocation. */
  bindsValues: boolean;
}

export function makeBindingPlan(fn: RegisteredFunction): BindingPlan {
  const plan: BindingPlan = { category: `Function.${fn.name}`, inputs: [], outputs: new Map(), bindsValues: false };
  for (const [name, registered] of Object.entries(fn.bindings)) {
    const binding = { ...registered, name };
    if (name === fn.trigger.name) continue;
    if (binding.direction === 'in') plan.inputs.push(binding);
    else if (name !== '$return') plan.outputs.set(name, binding);
    else if (binding.type.toLowerCase() !== 'http') plan.returns = binding;
  }
  plan.bindsValues = plan.inputs.length > 0 || plan.outputs.size > 0 || plan.returns !== undefined;
  return plan;
}
