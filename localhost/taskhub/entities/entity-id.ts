// Entity ids: name and key, and the instance id `@name@key` that messages to an entity use as their address.

export interface EntityId {
  /** Lower case. */
  name: string;
  /** Case-sensitive; may contain `@` and may be empty. */
  key: string;
}

export function entityInstanceId(id: { name: string; key: string }): string {
  return `@${id.name.toLowerCase()}@${id.key}`;
}

export function isEntityInstanceId(instanceId: string): boolean {
  return instanceId.startsWith('@');
}

export function parseEntityInstanceId(instanceId: string): EntityId {
  const at = instanceId.indexOf('@', 1);
  if (at < 0) throw new Error(`'${instanceId}' is not the instance id of an entity.`);
  return { name: instanceId.slice(1, at).toLowerCase(), key: instanceId.slice(at + 1) };
}
