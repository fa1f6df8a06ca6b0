// WEBSITE_TIME_ZONE sets the time zone of the whole process, as the platform does on Linux: it applies to timer
// schedules and to dates in the app's own code.

/** TZ, the system's own variable, takes precedence. @returns a warning when the zone is unknown. */
export function applyTimeZone(environment: NodeJS.ProcessEnv): string | undefined {
  const zone = environment.WEBSITE_TIME_ZONE?.trim();
  if (!zone || environment.TZ) return undefined;
  if (!isKnown(zone)) {
    return `WEBSITE_TIME_ZONE has no effect: "${zone}" is not an IANA time zone such as Europe/Berlin.`;
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
