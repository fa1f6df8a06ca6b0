// The report of bench:orders: it names missed bounds and storage operations.

import type { Figures } from '../../../bench/orders/figures';
import { nameOperation } from '../../../bench/orders/name-operation';
import { costTable, jsonLine, missed, table } from '../../../bench/orders/report';

const good: Figures = {
  acceptP50Ms: 80,
  acceptP95Ms: 120,
  perSecond1: 2,
  shippedP50Ms1: 400,
  shippedP95Ms1: 900,
  perSecond16: 25,
  shippedP50Ms16: 500,
  shippedP95Ms16: 900,
  perSecond64: 30,
  shippedP50Ms64: 1500,
  shippedP95Ms64: 2500,
  slowest64: 20,
  cpuMs: 40,
  memoryMb: 200,
  activities: 10,
  entityOperations: 6,
  storageOperations: 14,
  sandboxOperations: 20,
};

it('counts a bound as met when it is just met', () => {
  expect(missed(good)).toEqual([]);
});

it.each([
  ['acceptP50Ms', 80.1],
  ['perSecond64', 29.9],
  ['activities', 10.2],
  ['entityOperations', 7],
  ['storageOperations', 15],
  ['perSecond64', Number.NaN],
])('names %s when it is %d', (id, value) => {
  const found = { ...good, [id]: value };
  expect(missed(found)).toEqual([id]);
  expect(table(found)).toMatch(/MISSED/);
  expect(JSON.parse(jsonLine(found, {}))).toMatchObject({ bench: 'orders', missed: [id] });
});

it('shows what one order costs by name', () => {
  expect(costTable('Activities', { capturePayment: 1, recordShipment: 2.5 })).toMatch(
    /^Activities\n {2}capturePayment +1\n {2}recordShipment +2.5$/,
  );
});

it.each([
  ['table', 'POST', '/orders', 'table orders: insert'],
  ['table', 'PUT', "/orders(PartitionKey='c',RowKey='o')", 'table orders: replace'],
  ['table', 'GET', "/payments(PartitionKey='o',RowKey='k')", 'table payments: read'],
  ['table', 'GET', '/payments()?$filter=PartitionKey', 'table payments: query'],
  ['queue', 'POST', '/carrier-reports/messages?visibilitytimeout=1', 'queue carrier-reports: send'],
  ['queue', 'DELETE', '/carrier-reports/messages/id?popreceipt=x', 'queue carrier-reports: delete'],
  ['blob', 'PUT', '/outbox/ord_1/confirmed.eml', 'blob outbox: write'],
  ['blob', 'GET', '/catalog/catalog.json', 'blob catalog: read'],
] as const)('names %s %s %s', (service, method, target, name) => {
  expect(nameOperation({ service, method, target, status: 200, foundNothing: false, sentBytes: 0 })).toBe(name);
});
