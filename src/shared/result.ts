// Expected refusals are results, not exceptions: they are not retried, and orchestrations pass them on as data.

export type Accepted<T> = { ok: true; value: T };
export type Refused<Code extends string = string> = { ok: false; code: Code; detail: string };
export type Result<T, Code extends string = string> = Accepted<T> | Refused<Code>;

export function accepted<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

export function refused<Code extends string>(code: Code, detail: string): Refused<Code> {
  return { ok: false, code, detail };
}
