// The constraints of route templates (`{id:int}`): each one accepts or rejects the value of a parameter.

export type Constraint = (value: string) => boolean;

const guid =
  /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))$/i;
const integer = /^\s*[+-]?\d+\s*$/;
const float = /^\s*[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const decimal = /^\s*[+-]?(?:\d[\d,]*\.?\d*|\.\d+)\s*$/;

/** Keyed by constraint name. `argument` is the text between the parentheses. */
const makers: Record<string, (argument: string) => Constraint> = {
  int: () => integerWithin(-(2n ** 31n), 2n ** 31n - 1n),
  long: () => integerWithin(-(2n ** 63n), 2n ** 63n - 1n),
  bool: () => (value) => /^\s*(?:true|false)\s*$/i.test(value),
  datetime: () => (value) => /\d/.test(value) && !Number.isNaN(Date.parse(value)),
  decimal: () => (value) => decimal.test(value),
  double: () => (value) => float.test(value),
  float: () => (value) => float.test(value),
  guid: () => (value) => guid.test(value),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  required: () => (value) => value !== '',
  file: () => isFile,
  nonfile: () => (value) => !isFile(value),
  minlength: (argument) => lengthWithin(wholeNumber(argument), Number.POSITIVE_INFINITY),
  maxlength: (argument) => lengthWithin(0, wholeNumber(argument)),
  length(argument) {
    const [min, max] = argument.split(',');
    return lengthWithin(wholeNumber(min), wholeNumber(max ?? min));
  },
  min: (argument) => integerWithin(bigWhole(argument), 2n ** 63n - 1n),
  max: (argument) => integerWithin(-(2n ** 63n), bigWhole(argument)),
  range(argument) {
    const [min, max] = argument.split(',');
    return integerWithin(bigWhole(min), bigWhole(max));
  },
  regex(argument) {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  },
};

/**
 * @param text as in the template, e.g. `int` or `length(2,5)`.
 * @throws an error for an unknown constraint or invalid arguments.
 */
export function makeConstraint(text: string): Constraint {
  const [, name = '', argument] = /^([^(]*)(?:\((.*)\))?$/s.exec(text) ?? [];
  const make = Object.hasOwn(makers, name.toLowerCase()) ? makers[name.toLowerCase()] : undefined;
  if (!make) throw new Error(`the constraint "${text}" is not known`);
  return make(argument ?? '');
}

function integerWithin(min: bigint, max: bigint): Constraint {
  return (value) => {
    if (!integer.test(value)) return false;
    const number = BigInt(value.trim().replace(/^\+/, ''));
    return number >= min && number <= max;
  };
}

function lengthWithin(min: number, max: number): Constraint {
  return (value) => value.length >= min && value.length <= max;
}

function wholeNumber(text: string | undefined): number {
  return Number(bigWhole(text));
}

function bigWhole(text: string | undefined): bigint {
  if (text === undefined || !integer.test(text)) throw new Error(`"${text ?? ''}" is not a whole number`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

/** True if the last path segment looks like a file name: it contains a dot that is not its last character. */
function isFile(value: string): boolean {
  const name = value.slice(value.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot >= 0 && dot < name.length - 1;
}
