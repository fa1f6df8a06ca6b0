// Sorts the bindings of a function, except its trigger, into inputs and outputs: once per function, not per invocation.

import type { Binding, RegisteredFunction } from '../worker/function-registry';

export interface BindingPlan {
  category: string;
  inputs: Binding[];
  /** Keyed by the name under which the function sets them. */
  outputs: Map<string, Binding>;
  /** A return binding other than `http`. */
  returns?: Binding;
  /** True if a binding's options may contain values from the invocation. */
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
