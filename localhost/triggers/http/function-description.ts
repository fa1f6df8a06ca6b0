// Describes a function for the admin API, in the format of the genuine host.

import type { RegisteredFunction } from '../../worker/function-registry';
import type { HttpRoute } from './router';

/** @param route absent when the function has no HTTP trigger. */
export function describeFunction(
  fn: RegisteredFunction,
  route: HttpRoute | undefined,
  origin: string,
  disabled: boolean,
): object {
  return {
    name: fn.name,
    script_root_path_href: null,
    script_href: null,
    config_href: null,
    test_data_href: null,
    href: `${origin}/admin/functions/${fn.name}`,
    invoke_url_template: route ? `${origin}/${route.template}` : null,
    language: 'node',
    config: {
      name: fn.name,
      language: 'node',
      bindings: Object.entries(fn.bindings).map(([name, binding]) => ({ ...binding, name })),
    },
    files: null,
    test_data: '',
    isDisabled: disabled,
    isDirect: false,
    isProxy: false,
  };
}
