// What a parameter file chooses, with the defaults of infra/shop.bicep, as far as plan, cost and refusals depend on it.

import type { EnvironmentName } from './options';
import { readParameterFile } from './parameter-file';

export interface Choices {
  plan: 'flex' | 'premium';
  cartStore: 'entity' | 'cosmos';
  durableBackend: 'storage' | 'scheduler';
  nodeVersion: string;
  partitionCount: number;
  privateNetworking: boolean;
  budget: boolean;
  /** Memory of an instance of the plan flex. */
  instanceMemoryMb: number;
  maximumInstances: number;
  alwaysReadyHttp: number;
  /** With the scheduler at least 1, as in infra/shop.bicep. */
  alwaysReadyDurable: number;
  premiumSku: 'EP1' | 'EP2' | 'EP3';
}

export function readChoices(environment: EnvironmentName, file = readParameterFile(environment)): Choices {
  const choice = (name: string, otherwise: string) => file.value(name, {}) || otherwise;
  const number = (name: string, otherwise: number) =>
    Number(new RegExp(`^param ${name} = (\\d+)`, 'm').exec(file.text)?.[1] ?? otherwise);
  const durableBackend = choice('durableBackend', 'storage') as Choices['durableBackend'];
  return {
    plan: choice('plan', 'flex') as Choices['plan'],
    cartStore: choice('cartStore', 'cosmos') as Choices['cartStore'],
    durableBackend,
    nodeVersion: choice('nodeVersion', '24'),
    partitionCount: number('partitionCount', 4),
    privateNetworking: file.isOn('privateNetworking'),
    budget: number('monthlyBudget', 0) > 0,
    instanceMemoryMb: file.size('instanceMemoryMB', 2048),
    maximumInstances: file.size('maximumInstanceCount', 10),
    alwaysReadyHttp: file.size('alwaysReadyHttp', 0),
    alwaysReadyDurable: Math.max(file.size('alwaysReadyDurable', 0), durableBackend === 'scheduler' ? 1 : 0),
    premiumSku: file.premiumSku(),
  };
}
