// Drives an entity function as the durable SDK does: sequential operations on one state that is stored as JSON.

import { DummyEntityContext, type EntityContext, EntityId } from 'durable-functions';

export interface EntityDriver<State> {
  /** Runs one operation and returns the entity's result. */
  run(operation: string, input?: unknown): unknown;
  readonly state: State | undefined;
  readonly warnings: string[];
}

export function driveEntity<State>(
  entity: (context: EntityContext<State>) => void,
  name: string,
  key = 'key',
): EntityDriver<State> {
  let stored: string | undefined;
  const warnings: string[] = [];
  const state = () => (stored === undefined ? undefined : (JSON.parse(stored) as State));
  return {
    run(operation, input) {
      let answer: unknown;
      const context = new DummyEntityContext<State>(name, 'invocation', (_level, ...args) =>
        warnings.push(args.join(' ')),
      );
      context.df = {
        entityName: name,
        entityKey: key,
        entityId: new EntityId(name, key),
        operationName: operation,
        isNewlyConstructed: stored === undefined,
        getState: (initializer) => state() ?? initializer?.(),
        setState: (next) => {
          stored = JSON.stringify(next);
        },
        getInput: <Input>() => (input ? (JSON.parse(JSON.stringify(input)) as Input) : undefined),
        return: (result) => {
          answer = result;
        },
        destructOnExit: () => {
          stored = undefined;
        },
        signalEntity: () => {
          throw new Error('No entity of the app signals another.');
        },
      };
      entity(context);
      return answer;
    },
    get state() {
      return state();
    },
    warnings,
  };
}
