// Looks up app settings in the environment. Names are not case-sensitive, as in .NET.

import type { Setting } from './resolve-settings';

export function makeSetting(environment: NodeJS.ProcessEnv): Setting {
  return (name) => {
    const exact = environment[name];
    if (exact !== undefined) return exact;
    const wanted = name.toLowerCase();
    const other = Object.keys(environment).find((key) => key.toLowerCase() === wanted);
    return other === undefined ? undefined : environment[other];
  };
}

/** `AzureWebJobs.<name>.Disabled` disables a function. `_` may replace `.`, for shells that allow no dots. */
export function makeIsDisabled(setting: Setting): (functionName: string) => boolean {
  return (functionName) => {
    const value = setting(`AzureWebJobs.${functionName}.Disabled`) ?? setting(`AzureWebJobs_${functionName}_Disabled`);
    return value !== undefined && /^(?:true|1)$/i.test(value);
  };
}
