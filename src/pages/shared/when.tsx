// A time in the reader's zone, or how long ago it was.

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export function relativeText(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const [size, unit] =
    Math.abs(seconds) >= 2 * 86_400
      ? ([86_400, 'day'] as const)
      : Math.abs(seconds) >= 3_600
        ? ([3_600, 'hour'] as const)
        : ([60, 'minute'] as const);
  return relative.format(Math.trunc(seconds / size), unit);
}

export function When({ at, isRelative = false }: { at: string; isRelative?: boolean }) {
  const text = full.format(new Date(at));
  return (
    <time dateTime={at} title={text}>
      {isRelative ? relativeText(at, Date.now()) : text}
    </time>
  );
}
