// Makes recordings of two hosts comparable: what differs from run to run (ids, times, keys, ports) becomes a placeholder.
// The form of a time is kept, since seconds or fractions, `Z` or `+00:00` are part of the protocol.

/** What is particular to one recording. */
export interface Recording {
  /** The suffix of this run's instance ids, without the dash. */
  run: string;
}

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const hex32 = /\b[0-9a-f]{32}\b/gi;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g;

/** A value with every varying part replaced; objects keep the order of their members. */
export function normalise(value: unknown, recording: Recording): unknown {
  if (typeof value === 'string') return normaliseText(value, recording);
  if (Array.isArray(value)) return value.map((item) => normalise(item, recording));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    normaliseText(name, recording),
    name === 'StackTrace' && typeof item === 'string' ? '<stack>' : normalise(item, recording),
  ]);
  return Object.fromEntries(entries);
}

export function normaliseText(text: string, { run }: Recording): string {
  return text
    .replaceAll(`-${run}`, '-RUN')
    .replace(/([?&]code=)[^&"\\\s]+/g, '$1<key>')
    .replace(/https?:\/\/(localhost|127\.0\.0\.1):\d+/g, '<origin>')
    .replace(/localhost:\d+/g, '<origin>')
    .replace(time, (_match, fraction, zone) => `<time${fraction ? '.f' : ''}${zone ?? ''}>`)
    .replace(guid, '<guid>')
    .replace(hex32, '<id>')
    .replace(/(.)\1{999,}/g, (run, char) => `<${char} × ${run.length}>`);
}
