// Parses the .NET durations of host.json: `hh:mm:ss` or `d.hh:mm:ss`, with optional fractions of a second.

const pattern = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** @returns milliseconds, or undefined when the text is not a duration. A bare integer means days, as in .NET. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 86_400_000;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Number(`0.${fraction}`) * 1000;
  return minus ? -ms : ms;
}
