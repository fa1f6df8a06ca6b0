// The OpenAPI document passes a public linter without errors and without warnings.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository-root';
import { apiAreas } from '../../../src/api/api-description';
import { makeOpenApiDocument } from '../../../src/api/openapi-document';

const linter = join(repositoryRoot(), 'node_modules/@redocly/cli/bin/cli.js');
const rules = join(__dirname, 'redocly.yaml');
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
afterAll(() => rmSync(folder, { recursive: true }));

function lint(document: object): { problems: { ruleId: string; message: string }[] } {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const args = [linter, 'lint', file, '--config', rules, '--format', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`The linter answered: ${stdout}${stderr}`);
  }
}

test('the document has no fault', () => {
  expect(lint(makeOpenApiDocument(apiAreas)).problems).toEqual([]);
});

test('the linter finds a fault where there is one', () => {
  const { paths, ...document } = makeOpenApiDocument(apiAreas);
  const faulty = { ...document, paths: { ...paths, '/orders/{orderId}/extra': { get: { responses: {} } } } };
  expect(lint(faulty).problems.length).toBeGreaterThan(0);
});
