// The function key that opens the owner's API. It is asked for once and kept until the tab is closed.

const item = 'cartwright.functionKey';

/** Undefined where no key was given yet, as on a local host that asks for none. */
export function keptKey(): string | undefined {
  return sessionStorage.getItem(item) ?? undefined;
}

export function keepKey(key: string): void {
  sessionStorage.setItem(item, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(item);
}
