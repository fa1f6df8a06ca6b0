// Runs one work item of an entity: processes the messages that may run now as one step, and commits the outcome.

import type { EntityDelivery } from '../effects';
import { noEffects } from '../effects';
import type { Mailbox } from '../running/dispatcher';
import type { EffectWriter } from '../running/effect-writer';
import type { GroupCommit } from '../running/group-commit';
import type { Store } from '../store';
import type { EntityOutcome, RunEntityStep } from './entity-step';

export interface EntityRunDeps {
  store: Store;
  commits: GroupCommit;
  effects: EffectWriter;
  runStep: RunEntityStep;
}

/** @returns the function for `DispatcherOptions.run`. */
export function makeEntityRun(deps: EntityRunDeps): (mailbox: Mailbox) => Promise<boolean> {
  return async (mailbox) => {
    const entity = deps.store.entities.load(mailbox.id);
    const waiting = mailbox.waiting.map(({ seq, message }) => ({ seq, request: (message as EntityDelivery).request }));
    const outcome = await deps.runStep(entity, waiting);
    if (outcome.consumed.length === 0) return false;
    await commit(deps, mailbox, outcome);
    return true;
  };
}

function commit({ store, commits, effects }: EntityRunDeps, mailbox: Mailbox, outcome: EntityOutcome): Promise<void> {
  const consumed = new Set(outcome.consumed.map(({ seq }) => seq));
  let begin: (() => void) | undefined;
  return new Promise((resolve, reject) => {
    commits.add(
      () => {
        for (const seq of consumed) store.inbox.remove(mailbox.id, seq);
        store.entities.save(outcome.entity);
        begin = effects.store(mailbox.id, { ...noEffects(), messages: outcome.messages });
      },
      () => {
        mailbox.waiting = mailbox.waiting.filter(({ seq }) => !consumed.has(seq));
        begin?.();
        resolve();
      },
      reject,
    );
  });
}
