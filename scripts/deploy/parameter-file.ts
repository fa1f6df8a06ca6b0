// Reads what a parameter file of infra/ sets. Without the Bicep CLI, so that plan, cost and refusals need no tool and no secret.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root';
import { parameterFiles } from './commands';
import type { EnvironmentName } from './options';

export interface ParameterFile {
  text: string;
  /** Names of the environment variables that the file reads. */
  variables: string[];
  /**
   * A parameter's text: as written, else that of the variable that it reads, else the variable's default. Empty if the file
   * leaves the parameter to the template.
   */
  value(name: string, environment: NodeJS.ProcessEnv): string;
  /** Whether it says `param name = true`. */
  isOn(name: string): boolean;
  /** A number or text in the parameter `appSize`, or `otherwise`. */
  size(field: string, otherwise: number): number;
  premiumSku(): 'EP1' | 'EP2' | 'EP3';
  /** A text in the parameter `settings`; empty if it is not there. */
  setting(name: string): string;
}

export function readParameterFile(environment: EnvironmentName): ParameterFile {
  return parseParameterFile(readFileSync(join(repositoryRoot(), parameterFiles[environment]), 'utf8'));
}

/** @param text a .bicepparam file. Comments do not count. */
export function parseParameterFile(text: string): ParameterFile {
  const code = text.replace(/^\s*\/\/.*$/gm, '');
  const first = (pattern: RegExp) => pattern.exec(code)?.[1];
  return {
    text,
    variables: [...code.matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(([, name = '']) => name),
    value(name, environment) {
      const written = new RegExp(
        `^param ${name} = (?:'([^']*)'|readEnvironmentVariable\\('(\\w+)'(?:, '([^']*)')?\\))`,
        'm',
      );
      const [, literal, variable = '', otherwise = ''] = written.exec(code) ?? [];
      return literal ?? (environment[variable] || otherwise);
    },
    isOn: (name) => new RegExp(`^param ${name} = true\\b`, 'm').test(code),
    size: (field, otherwise) => Number(first(new RegExp(`\\b${field}: (\\d+)`)) ?? otherwise),
    premiumSku: () => (first(/\bpremiumSku: '(EP[123])'/) ?? 'EP1') as 'EP1' | 'EP2' | 'EP3',
    setting: (name) => first(new RegExp(`\\b${name}: '([^']*)'`)) ?? '',
  };
}
