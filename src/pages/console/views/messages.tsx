// Messages that failed for good: why, what they were about, and the way back into their queue.

import { useState } from 'preact/hooks';
import { When } from '../../shared/when';
import { messageText, queueWords, replayWords } from '../models/poison-words';
import { ActDialog } from '../parts/act-dialog';
import { useConsole } from '../parts/console-context';
import { Loading } from '../parts/loading';
import { useLoaded } from '../parts/use-loaded';
import type { PoisonedMessage, PoisonedQueue } from '../schemas';

const everyMs = 30_000;
const mostAtOnce = 100;

export function MessagesView() {
  const { api } = useConsole();
  const loaded = useLoaded((signal) => api.poison(signal), 'poison', everyMs);
  return (
    <>
      <h1>Messages that failed for good</h1>
      <p class="quiet">
        Every attempt failed. Mend the cause first: a replay gives a message the same number of attempts again.
      </p>
      <Loading loaded={loaded}>
        {({ queues }) => (
          <>
            {queues.every(({ count, messages }) => count === 0 && messages.length === 0) && (
              <p class="card all-well">
                <span aria-hidden="true">✓</span> No message has failed.
              </p>
            )}
            {queues
              .filter(({ count, messages }) => count > 0 || messages.length > 0)
              .map((queue) => (
                <QueueCard key={queue.queue} queue={queue} onReplayed={() => void loaded.reload()} />
              ))}
          </>
        )}
      </Loading>
    </>
  );
}

function QueueCard({
  queue: { queue, count, messages },
  onReplayed,
}: {
  queue: PoisonedQueue;
  onReplayed: () => void;
}) {
  const { api, announce } = useConsole();
  const [open, setOpen] = useState<'keep' | 'discard'>();
  async function replay(unreadable: 'keep' | 'discard') {
    const report = await api.replayPoison(queue, { max: mostAtOnce, unreadable });
    announce(replayWords(report));
    onReplayed();
  }
  const close = () => setOpen(undefined);
  const total = Math.max(count, messages.length);
  return (
    <section class="card stack" aria-labelledby={`queue-${queue}`}>
      <h2 id={`queue-${queue}`}>
        {queueWords(queue)} <span class="chip-count">{total}</span>
      </h2>
      <ul class="rows">
        {messages.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => setOpen('keep')}>
          Replay
        </button>
        {messages.some(({ readable }) => !readable) && (
          <button type="button" class="button danger" onClick={() => setOpen('discard')}>
            Replay and discard the unreadable
          </button>
        )}
      </div>
      {open === 'keep' && (
        <ActDialog title="Replay these messages?" action="Replay" act={() => replay('keep')} onClose={close}>
          <p>Up to {mostAtOnce} of the oldest messages go back to their queue. Those that cannot be read stay here.</p>
        </ActDialog>
      )}
      {open === 'discard' && (
        <ActDialog
          title="Discard what cannot be read?"
          action="Replay and discard"
          isDestructive
          act={() => replay('discard')}
          onClose={close}
        >
          <p>Messages that cannot be read are deleted for good. All others go back to their queue.</p>
        </ActDialog>
      )}
    </section>
  );
}

function MessageRow({ message }: { message: PoisonedMessage }) {
  return (
    <li class="row message-row">
      <span>
        <strong>{message.reason}</strong>
        <small class="quiet break">{messageText(message)}</small>
      </span>
      <When at={message.insertedAt} />
    </li>
  );
}
