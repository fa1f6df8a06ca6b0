// The instances of codecs that a thread keeps for its next picture, and how to let go of them.

const forgetters: (() => void)[] = [];

/** Registers what forgets an instance; its memory is freed with the next collection. */
export function onForgetting(forget: () => void): void {
  forgetters.push(forget);
}

export function forgetInstances(): void {
  for (const forget of forgetters) forget();
}
