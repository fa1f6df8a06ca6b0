// All checks of the infrastructure, which return lists of faults. The tests run them on infra/ and on copies with deliberate
// errors.

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BicepSession } from './bicep-session';
import { storageNamesIn } from './names-in-code';
import { appSettings } from './policies/app-settings';
import { attention, idleCosts } from './policies/attention';
import { expectedValues } from './policies/expected-values';
import { flexConsumption } from './policies/flex-consumption';
import { leastRoles } from './policies/least-roles';
import { premium } from './policies/premium';
import { production } from './policies/production';
import { reach } from './policies/reach';
import { renamed, resourceNames } from './policies/resource-names';
import { secrets } from './policies/secrets';
import { signIn } from './policies/sign-in';
import { storageNames } from './policies/storage-names';
import { taskHub } from './policies/task-hub';
import { uploadEvents } from './policies/upload-events';
import { waiting } from './policies/waiting';
import type { Predicted } from './prediction';

export interface Checked {
  /** Compiler diagnostics. */
  diagnostics: string[];
  policies: string[];
  predictions: Predicted[];
}

/**
 * @param root a folder with infra/ and tests/infra/parameters/.
 * @param sources a folder with the app's src/.
 * @param which the parameter files to check, default all; a comparison of two needs both.
 */
export async function checkInfrastructure(
  bicep: BicepSession,
  root: string,
  sources: string,
  which = '*',
): Promise<Checked> {
  const predictions: Predicted[] = [];
  for (const file of filesOf(root, `{infra,tests/infra/parameters}/${which}.bicepparam`)) {
    predictions.push(await bicep.predict(join(root, file)));
  }
  const diagnostics = new Set(predictions.flatMap(({ faults }) => faults.map((fault) => fault.replaceAll(root, ''))));
  const [main, shop] = await Promise.all(
    ['main', 'shop'].map((name) => bicep.compile(join(root, `infra/${name}.bicep`))),
  );
  const policies = [...policyFaults(predictions, sources), ...secrets(main), ...waiting(shop)];
  return { diagnostics: [...diagnostics], policies, predictions };
}

/** @returns a line for each badly formatted file and for each unused file. */
export async function untidyFiles(bicep: BicepSession, root: string): Promise<string[]> {
  const files = filesOf(root, 'infra/**/*.bicep').map((file) => join(root, file));
  const parameterFiles = filesOf(root, '{infra,tests/infra/parameters}/*.bicepparam').map((file) => join(root, file));
  const used = await Promise.all(['main', 'events'].map((name) => bicep.references(join(root, `infra/${name}.bicep`))));
  const faults = files.filter((file) => !used.flat().includes(file)).map((file) => `${file}: nothing refers to it`);
  for (const file of [...files, ...parameterFiles]) {
    if (readFileSync(file, 'utf8') !== (await bicep.formatted(file))) faults.push(`${file}: bicep format changes it`);
  }
  return faults;
}

function policyFaults(predictions: Predicted[], sources: string): string[] {
  const inCode = storageNamesIn(join(sources, 'src'));
  const triggers = blobTriggersIn(join(sources, 'src', 'functions'));
  const filesByFault = new Map<string, string[]>();
  for (const prediction of predictions) {
    const faults = [
      ...prediction.diagnostics.map((diagnostic) => `A part is out of sight: ${JSON.stringify(diagnostic)}.`),
      ...expectedValues(prediction),
      ...leastRoles(prediction),
      ...appSettings(prediction),
      ...flexConsumption(prediction),
      ...premium(prediction),
      ...taskHub(prediction),
      ...signIn(prediction),
      ...production(prediction),
      ...storageNames(prediction, inCode),
      ...resourceNames(prediction),
      ...reach(prediction),
      ...attention(prediction),
      ...uploadEvents(prediction, triggers),
    ];
    for (const fault of faults) filesByFault.set(fault, [...(filesByFault.get(fault) ?? []), prediction.file]);
  }
  const [least, most] = ['everything-off', 'everything-on'].map((name) => named(predictions, name));
  return [
    ...[...filesByFault].map(([fault, files]) => `${fault} (${files.join(', ')})`),
    ...(least && most ? [...renamed(least, most), ...idleCosts(least)] : []),
  ];
}

/** @returns the prediction of `<name>.bicepparam`. */
export function named(predictions: readonly Predicted[], name: string): Predicted | undefined {
  return predictions.find(({ file }) => file === `${name}.bicepparam`);
}

function filesOf(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root }).sort((a, b) => basename(a).localeCompare(basename(b)));
}

/** @returns the container of each blob trigger, by the function's name. */
function blobTriggersIn(folder: string): Map<string, string> {
  const text = globSync('*.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
  const triggers = text.join('\n').matchAll(/storageBlob\('(\w+)', \{\s*path: '([^'/]+)\//g);
  return new Map([...triggers].map(([, name = '', container = '']) => [name, container]));
}
