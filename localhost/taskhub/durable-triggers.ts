// The triggers of functions that the task hub runs.

/** In lower case. */
export const durableTriggers: ReadonlySet<string> = new Set([
  'orchestrationtrigger',
  'activitytrigger',
  'entitytrigger',
]);
