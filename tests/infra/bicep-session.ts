// Runs many requests in one process of the Bicep CLI, because starting it costs more than all requests.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Bicep } from 'bicep-node';
import type { Predicted, Prediction } from './prediction';

export interface BicepSession {
  /** The resources that a .bicepparam file deploys, as far as they are known without Azure. */
  predict(path: string): Promise<Predicted>;
  /** The ARM template of a .bicep file. */
  compile(path: string): Promise<unknown>;
  /** The .bicep files that a file refers to, including itself. */
  references(path: string): Promise<string[]>;
  /** The file in the format of `bicep format`. */
  formatted(path: string): Promise<string>;
  end(): void;
}

/** The variables that parameter files read; no other value of this machine may appear in a snapshot. */
const parametersFromOutside = {
  SESSION_SECRET: 'a-session-secret-for-tests-of-the-template',
  CARRIER_WEBHOOK_SECRET: 'a-carrier-secret-for-tests-of-the-template',
  STRIPE_SECRET_KEY: 'rk_live_of_the_template',
  STRIPE_WEBHOOK_SECRET: 'whsec_of_the_template',
  SMTP_URL: 'smtps://shop:secret@mail.internal',
  MAIL_FROM: 'Cartwright Shop <shop@cartwright.internal>',
  ALERT_EMAIL: 'ops@cartwright.internal',
  BUDGET_START_DATE: '2026-11-01',
};
const nowhere = {
  tenantId: '00000000-0000-0000-0000-000000000001',
  subscriptionId: '00000000-0000-0000-0000-000000000002',
  location: 'northeurope',
  deploymentName: 'cartwright',
};

export async function startBicep(cliPath: string): Promise<BicepSession> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-bicep-'));
  const bicep = await Bicep.initialize(withCleanEnvironment(cliPath, folder));
  return {
    async predict(path) {
      const compiled = await bicep.compileParams({ path, parameterOverrides: {} });
      const { template = '', parameters = '{}' } = compiled;
      const faults = compiled.diagnostics.map(
        ({ source, range, code, message }) => `${source}:${range.start.line + 1} ${code} ${message}`,
      );
      const group = template.includes('subscriptionDeploymentTemplate') ? {} : { resourceGroup: 'rg-all' };
      const { snapshot } = compiled.success
        ? await bicep.getSnapshot({ path, metadata: { ...nowhere, ...group } })
        : { snapshot: '{"predictedResources":[],"diagnostics":[]}' };
      const prediction = JSON.parse(snapshot) as Prediction;
      return { ...prediction, file: basename(path), faults, parameters: valuesOf(parameters), snapshot };
    },
    async compile(path) {
      const { contents = '{}' } = await bicep.compile({ path });
      return JSON.parse(contents) as unknown;
    },
    references: async (path) => (await bicep.getFileReferences({ path })).filePaths,
    formatted: async (path) => (await bicep.format({ path })).contents,
    end() {
      bicep.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A command that starts the CLI with these variables only; the library would pass on this process's whole environment. */
function withCleanEnvironment(cliPath: string, folder: string): string {
  const keep = ['HOME', 'PATH', 'TMPDIR'].map((name) => `${name}="$${name}"`);
  const given = Object.entries(parametersFromOutside).map(([name, value]) => `${name}='${value}'`);
  const command = join(folder, 'bicep');
  writeFileSync(command, `#!/bin/sh\nexec env -i ${[...keep, ...given].join(' ')} '${cliPath}' "$@"\n`);
  chmodSync(command, 0o755);
  return command;
}

/** @param file a compiled parameter file. */
function valuesOf(file: string): Record<string, unknown> {
  const { parameters = {} } = JSON.parse(file) as { parameters?: Record<string, { value: unknown }> };
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}
