// An amount of money as the reader writes it.

import type { Money as MoneyValue } from '../../../client/api-types';

export function moneyText({ amount, currency }: MoneyValue, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function Money({ value }: { value: MoneyValue }) {
  return <span class="money">{moneyText(value)}</span>;
}
