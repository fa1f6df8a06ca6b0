// Formats times as .NET does, because user code and other tools read them from metadata, blob names and status blobs.

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const TOKEN = /'[^']*'|"[^"]*"|\\.|%?(?:y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K)/g;

/** A UTC time in round-trip format with offset, e.g. `2026-01-02T03:04:05+00:00`. A zero fraction is omitted. */
export function utcRoundTrip(date: Date): string {
  return `${date.toISOString().slice(0, 19)}${fraction(date.getUTCMilliseconds())}+00:00`;
}

/** The same in the machine's time zone, e.g. `2026-01-02T04:04:05.12+01:00`. */
export function localRoundTrip(date: Date): string {
  const offsetMinutes = -date.getTimezoneOffset();
  const wallClock = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const hours = pad(Math.floor(Math.abs(offsetMinutes) / 60), 2);
  return `${wallClock}${fraction(date.getMilliseconds())}${sign}${hours}:${pad(Math.abs(offsetMinutes) % 60, 2)}`;
}

/** Formats a UTC time with a .NET custom format (`yyyy-MM-dd`), invariant culture. Supports no one-letter formats. */
export function formatUtc(date: Date, format: string): string {
  return format.replace(TOKEN, (token) => {
    if (token.startsWith("'") || token.startsWith('"')) return token.slice(1, -1);
    if (token.startsWith('\\')) return token.slice(1);
    return part(date, token.startsWith('%') ? token.slice(1) : token);
  });
}

function part(date: Date, token: string): string {
  const digits = token.length;
  const named = (names: string[], index: number) => (digits === 3 ? names[index]?.slice(0, 3) : names[index]) ?? '';
  switch (token[0]) {
    case 'y':
      return pad(digits <= 2 ? date.getUTCFullYear() % 100 : date.getUTCFullYear(), digits);
    case 'M':
      return digits < 3 ? pad(date.getUTCMonth() + 1, digits) : named(MONTHS, date.getUTCMonth());
    case 'd':
      return digits < 3 ? pad(date.getUTCDate(), digits) : named(DAYS, date.getUTCDay());
    case 'H':
      return pad(date.getUTCHours(), Math.min(digits, 2));
    case 'h':
      return pad(date.getUTCHours() % 12 || 12, Math.min(digits, 2));
    case 'm':
      return pad(date.getUTCMinutes(), Math.min(digits, 2));
    case 's':
      return pad(date.getUTCSeconds(), Math.min(digits, 2));
    case 'f':
      return pad(date.getUTCMilliseconds(), 3).padEnd(digits, '0').slice(0, digits);
    case 'F':
      return pad(date.getUTCMilliseconds(), 3).slice(0, digits).replace(/0+$/, '');
    case 't':
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, digits);
    case 'z':
      return ['+0', '+00', '+00:00'][digits - 1] ?? '+00:00';
    default:
      return 'Z';
  }
}

function fraction(milliseconds: number): string {
  return milliseconds === 0 ? '' : `.${pad(milliseconds, 3).replace(/0+$/, '')}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
