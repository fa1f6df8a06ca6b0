// WEBSITE_TIME_ZONE sets the clock of the whole process, as on the platform with Linux: the schedules of timers, and the
// app's own dates.

/** @returns a warning for a zone that is not known. TZ, the system's own variable, goes first. */
export function applyTimeZone(environment: NodeJS.ProcessEnv): string | undefined {
  const zone = environment.WEBSITE_TIME_ZONE?.trim();
  if (!zone || environment.TZ) return undefined;
  if (!isKnown(zone)) {
    return `WEBSITE_TIME_ZONE has no effect: "${zone}" is no zone of the IANA database, such as Europe/Berlin.`;
  }
  environment.TZ = zone;
  return undefined;
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
