// Thrown when a replay cannot continue. The instance then fails, because a retry would not help.

export class ReplayError extends Error {
  override name = 'ReplayError';
  /** True when the message alone is the instance's output, without the orchestrator's name in front. */
  readonly bare: boolean;

  constructor(message: string, options: { bare: boolean } = { bare: false }) {
    super(message);
    this.bare = options.bare;
  }
}
