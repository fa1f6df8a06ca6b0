// The state that the task hub stores for one entity.

export interface EntityState {
  /** `@name@key` */
  id: string;
  name: string;
  key: string;
  exists: boolean;
  /** JSON text. */
  state: string | null;
  /** The instance that holds the lock, and its lock request. */
  lock: { parent: string; requestId: string } | null;
  /** Epoch milliseconds. */
  createdAt: number;
  /** Epoch milliseconds. */
  lastOperationAt: number;
}
