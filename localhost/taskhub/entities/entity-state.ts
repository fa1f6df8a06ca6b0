// What the task hub keeps of one entity.

export interface EntityState {
  /** `@name@key` */
  id: string;
  name: string;
  key: string;
  exists: boolean;
  /** JSON text */
  state: string | null;
  /** Who holds the entity, and by which lock request. */
  lock: { parent: string; requestId: string } | null;
  /** ms since epoch */
  createdAt: number;
  /** ms since epoch */
  lastOperationAt: number;
}
