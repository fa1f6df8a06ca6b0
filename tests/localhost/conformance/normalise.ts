// Makes recordings of two hosts comparable: replaces what differs between runs (ids, times, keys, ports, stack traces) with
// placeholders. The format of a time is kept, since fractions and `Z` or `+00:00` are part of the protocol.

/** Values specific to one recording. */
export interface Recording {
  /** The suffix of this run's instance ids, without the dash. */
  run: string;
}

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const hex32 = /\b[0-9a-f]{32}\b/gi;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g;
const httpDate = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b/g;
/** Names of machine and folder. */
const hostId = /^[\w-]+-\d{8,10}$/;
const key = /\b[\w-]{52,}==/g;
const knownFunctions = /(known \w+ functions: )('\w+'(?:, '\w+')*)/g;
const dotnetDate = /\b\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\b/g;

const sameSite = ['none', 'lax', 'strict', 'explicitNone'];
const ofTheServer = new Set(['connection', 'content-length', 'date', 'keep-alive', 'server', 'transfer-encoding']);

/** Members that differ between runs, whatever their value. */
const varying = new Map([
  ['PopReceipt', '<receipt>'],
  ['ETag', '<etag>'],
  ['processUptime', '<ms>'],
  ['RemoteStackTrace', '<stack>'],
  ['StackTrace', '<stack>'],
  ['StackTraceString', '<stack>'],
]);

/** Replaces every varying part of a value; objects keep the order of their members. */
export function normalise(value: unknown, recording: Recording): unknown {
  if (typeof value === 'string') return normaliseText(value, recording);
  if (Array.isArray(value)) return value.map((item) => normalise(item, recording));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    normaliseText(name, recording),
    varying.get(name) ?? normalise(memberOf(name, item), recording),
  ]);
  return Object.fromEntries(entries);
}

function memberOf(name: string, value: unknown): unknown {
  if (name === 'headers') return ownHeaders(value);
  if (name === 'ScheduleStatus') return inWholeSeconds(value);
  // By name or by number, depending on the encoding of the worker protocol.
  return name === 'sameSite' && typeof value === 'string' ? sameSite.indexOf(value) : value;
}

/** A timer that fires slightly early is recorded with its due time, any other with the clock; the genuine host does both. */
function inWholeSeconds(status: unknown): unknown {
  return JSON.parse(JSON.stringify(status).replace(/\.\d+(?=[+-]\d\d:)/g, ''));
}

/** Removes headers of the connection and headers that differ between server implementations. */
export function ownHeaders<T>(headers: T): T {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheServer.has(name.toLowerCase()))) as T;
}

export function normaliseText(text: string, recording: Recording): string {
  const start = jsonStart(text);
  const end = start < 0 ? start : jsonEnd(text, start);
  if (end < 0) return normalisePlain(text, recording);
  const value = normalise(JSON.parse(text.slice(start, end)), recording);
  const [before, after] = [text.slice(0, start), text.slice(end)];
  return normalisePlain(before, recording) + JSON.stringify(value) + normaliseText(after, recording);
}

/** Offset at which JSON begins in a text: 0, or the start of a serialized .NET exception; -1 if there is none. */
function jsonStart(text: string): number {
  return /^\s*[[{]/.test(text) ? 0 : text.indexOf('{"$type":');
}

/** End of the JSON that starts at the offset; -1 if it is not JSON. */
function jsonEnd(text: string, start: number): number {
  let depth = 0;
  const parts = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  parts.lastIndex = start;
  for (let part = parts.exec(text); part; part = parts.exec(text)) {
    if (part[0].startsWith('"')) continue;
    depth += part[0] === '{' || part[0] === '[' ? 1 : -1;
    if (depth === 0) return isJson(text.slice(start, parts.lastIndex)) ? parts.lastIndex : -1;
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function normalisePlain(text: string, { run }: Recording): string {
  return text
    .replaceAll(`-${run}`, '-RUN')
    .replace(/([?&]code=)[^&"\\\s]+/g, '$1<key>')
    .replace(/https?:\/\/(localhost|127\.0\.0\.1):\d+/g, '<origin>')
    .replace(/localhost:\d+/g, '<origin>')
    .replace(time, (_match, fraction, zone) => `<time${fraction ? '.f' : ''}${zone ?? ''}>`)
    .replace(httpDate, '<date>')
    .replace(dotnetDate, '<date>')
    .replace(guid, '<guid>')
    .replace(hex32, '<id>')
    .replace(hostId, '<host>')
    .replace(/(\nStack: )[\s\S]*/, '$1<stack>')
    .replace(/(, StackTrace: )[\s\S]*/, '$1<stack>')
    .replace(knownFunctions, (_match, start, names) => start + inOrder(names))
    .replace(key, '<key>')
    .replace(/(.)\1{999,}/g, (repeated, char) => `<${char} × ${repeated.length}>`);
}

/** Sorts names, which the genuine host lists in the order of a hash table that differs between processes. */
function inOrder(names: string): string {
  return names.split(', ').sort().join(', ');
}
