// Makes `Date` of this process show another time: the app's with `--clock=jump,process`, and the storage emulator's.

/** @param aheadMs how far `Date` is ahead of real time, asked each time. @returns a function that reads real time. */
export function shiftDate(aheadMs: () => number): () => number {
  const RealDate = Date;
  const realNow = RealDate.now.bind(RealDate);
  const now = () => realNow() + aheadMs();
  const shifted = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, values: unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = shifted;
  globalThis.Date = shifted;
  return realNow;
}
