// A replay that cannot go on: the instance fails at once.

export class ReplayError extends Error {
  override name = 'ReplayError';
  /** True when the message alone is the instance's output, without the orchestrator's name before it. */
  readonly bare: boolean;

  constructor(message: string, options: { bare: boolean } = { bare: false }) {
    super(message);
    this.bare = options.bare;
  }
}
