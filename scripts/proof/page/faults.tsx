// What the shop has survived, the latest first.

import type { SurvivedFault } from '../proof-state';
import { faultOutcome, faultTitle } from './proof-words';

interface FaultsProps {
  deaths: number;
  refused: number;
  faults: SurvivedFault[];
}

export function Faults({ deaths, refused, faults }: FaultsProps) {
  return (
    <section class="card stack" aria-labelledby="survived-title">
      <h2 id="survived-title">Survived</h2>
      <p>
        <strong data-testid="deaths">{deaths}</strong> deaths of the host, <strong>{refused}</strong> requests refused
        by the storage.
      </p>
      {faults.length === 0 && <p class="quiet">Nothing yet. Press a button.</p>}
      <ol class="rows">
        {faults.map((fault) => {
          const { isGood, text } = faultOutcome(fault);
          return (
            <li key={fault.number}>
              <span>
                <time dateTime={fault.at}>{new Date(fault.at).toLocaleTimeString()}</time> {faultTitle(fault)}
              </span>
              <span class={isGood ? 'good' : 'busy'}>
                {isGood ? '✓' : '…'} {text}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
