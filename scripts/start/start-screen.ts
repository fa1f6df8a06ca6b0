// What `npm start` shows once the shop runs: the addresses to open, the owner's key, and the routes by area.

import type { Product } from '../../client/api-types';
import type { DescribedArea } from '../../src/api/api-description';
import { firstRequest } from '../shop/first-request';

export interface StartScreen {
  origin: string;
  products: readonly Product[];
  /** Absent when the host asks for none. */
  ownerKey: string | undefined;
  areas: readonly DescribedArea[];
}

const labelWidth = 12;

export function startScreen({ origin, products, ownerKey, areas }: StartScreen): string {
  return `
Cartwright is running with ${products.length} products. Press Ctrl-C to stop it.

${pageLines(origin, ownerKey).join('\n')}

Routes of the API:

${areas.map(routesOf).join('\n\n')}

${firstRequest(origin, products[0])}
`;
}

/** The addresses that a person opens. */
export function pageLines(origin: string, ownerKey?: string): string[] {
  return [
    labelled('Storefront', `${origin}/`),
    labelled('Console', `${origin}/console`),
    labelled('', `key: ${ownerKey ?? 'none is needed here (with --enable-auth one is)'}`),
    labelled('API', `${origin}/api/docs`),
    labelled('Health', `${origin}/api/health`),
  ];
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)}${text}`;
}

/** A line for each path, with all its methods. */
function routesOf({ name, operations }: DescribedArea): string {
  const methods = new Map<string, string[]>();
  for (const { method, path } of Object.values(operations)) {
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  const lines = [...methods].map(([path, known]) => `    ${known.join(' ').padEnd(18)} /api${path}`);
  return [`  ${name}`, ...lines].join('\n');
}
