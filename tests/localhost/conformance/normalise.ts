// Makes recordings of two hosts comparable: what differs from run to run (ids, times, keys, ports, stack traces) becomes a
// placeholder. The form of a time is kept, since seconds or fractions, `Z` or `+00:00` are part of the protocol.

/** What is particular to one recording. */
export interface Recording {
  /** The suffix of this run's instance ids, without the dash. */
  run: string;
}

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const hex32 = /\b[0-9a-f]{32}\b/gi;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g;
const httpDate = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b/g;
/** Of machine and folder. */
const hostId = /^[\w-]+-\d{8,10}$/;
const key = /\b[\w-]{52,}==/g;
const knownFunctions = /(known \w+ functions: )('\w+'(?:, '\w+')*)/g;
const dotnetDate = /\b\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\b/g;

const sameSite = ['none', 'lax', 'strict', 'explicitNone'];
const ofTheServer = new Set(['connection', 'content-length', 'date', 'keep-alive', 'server', 'transfer-encoding']);

/** Members that vary with the run whatever their value is. */
const varying = new Map([
  ['PopReceipt', '<receipt>'],
  ['ETag', '<etag>'],
  ['processUptime', '<ms>'],
  ['RemoteStackTrace', '<stack>'],
  ['StackTrace', '<stack>'],
  ['StackTraceString', '<stack>'],
]);

/** A value with every varying part replaced; objects keep the order of their members. */
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
  // Written by name or by number, as the encoding of the worker protocol has it.
  return name === 'sameSite' && typeof value === 'string' ? sameSite.indexOf(value) : value;
}

/** A timer that fires a little early is recorded by its due time, any other by the clock: on the genuine host both occur. */
function inWholeSeconds(status: unknown): unknown {
  return JSON.parse(JSON.stringify(status).replace(/\.\d+(?=[+-]\d\d:)/g, ''));
}

/** Headers without those that belong to the connection, and those that every server writes in its own way. */
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

/** Where a text goes over into JSON: at once, or where a serialised .NET exception begins; -1 for no JSON. */
function jsonStart(text: string): number {
  return /^\s*[[{]/.test(text) ? 0 : text.indexOf('{"$type":');
}

/** Where the JSON ends that starts there; -1 when it is not JSON after all. */
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

/** The genuine host lists names in the order of a hash table, which is another one in each process. */
function inOrder(names: string): string {
  return names.split(', ').sort().join(', ');
}
