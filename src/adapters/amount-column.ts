// Amounts of money in the columns of a table row. The service takes a plain whole number for one of 32 bits and refuses a
// greater one (from 21,474,836.48 in currencies with cents); a double holds every whole number up to 2^53.

/** A column's value with its type. */
export function amountColumn(minorUnits: number) {
  return { type: 'Double', value: minorUnits } as const;
}
