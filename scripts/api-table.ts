// README's table of the API, made from the description. `npm run api:table` writes it; a test tells when it is stale.

import type { DescribedArea } from '../src/api/api-description';
import type { Access, Operation } from '../src/shared/http/operation';
import { replaceBetween } from './between-marks';

const marks = { begin: '<!-- api:begin (npm run api:table) -->', end: '<!-- api:end -->' } as const;

const who: Record<Access, string> = {
  anyone: 'anyone',
  caller: 'guest, customer',
  linkHolder: 'guest, customer, anyone with the link of a mail',
  owner: 'owner',
  carrier: 'carrier',
  paymentProvider: 'Stripe',
};

/** The page with its table of the API as it should be. @throws for a page without the two marks. */
export function withApiTable(page: string, areas: readonly DescribedArea[]): string {
  return replaceBetween(page, marks, apiTable(areas));
}

/** A row for each operation, in the order of the description. */
function apiTable(areas: readonly DescribedArea[]): string {
  const rows = areas.flatMap(({ operations }) => Object.values<Operation>(operations).map(row));
  return ['| route | who | does |', '| --- | --- | --- |', ...rows].join('\n');
}

function row({ method, path, query, access, summary }: Operation): string {
  const parameters = Object.keys(query?.shape ?? {}).map((name) => `${name}=`);
  const asked = parameters.length > 0 ? `?${parameters.join('&')}` : '';
  return `| \`${method} ${path}${asked}\` | ${who[access]} | ${summary} |`;
}
