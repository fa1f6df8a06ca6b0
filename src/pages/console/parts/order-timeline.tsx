// The timeline of an order, the latest first: what happened, who caused it, and why.

import { When } from '../../shared/when';
import { reasonWords } from '../models/reason-words';
import { timelineWords } from '../models/timeline-words';
import type { OwnerOrder } from '../schemas';

export function OrderTimeline({ order: { timeline, approval } }: { order: OwnerOrder }) {
  return (
    <section class="card part" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <ol class="timeline">
        {timeline.toReversed().map((entry) => {
          const { text, by } = timelineWords(entry);
          const { step, at, reason, detail = step === 'decideApproval' ? approval?.reason : undefined } = entry;
          return (
            <li key={step}>
              <span>
                <strong>{text}</strong>
                {by && ` by ${by}`}
              </span>
              {reason && (
                <span>
                  {reasonWords[reason]} <code>{reason}</code>
                </span>
              )}
              {detail && <span>{detail}</span>}
              <When at={at} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
