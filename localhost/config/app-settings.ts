// App settings as the host looks them up: the environment, names without regard to case as .NET does.

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

/** `AzureWebJobs.<name>.Disabled` switches a function off; `_` for `.` where a shell does not take dots. */
export function makeIsDisabled(setting: Setting): (functionName: string) => boolean {
  return (functionName) => {
    const value = setting(`AzureWebJobs.${functionName}.Disabled`) ?? setting(`AzureWebJobs_${functionName}_Disabled`);
    return value !== undefined && /^(?:true|1)$/i.test(value);
  };
}
