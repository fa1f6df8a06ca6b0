// Tries to undo an order again whose undoing has failed. Every compensation runs once more: one that has acted before, or whose
// step never ran, does nothing.

import type { DurableContext, Orchestration } from '../../shared/durable/durable';
import { orchestratorByVersion } from '../../shared/durable/orchestrator-versions';
import { stateAfter } from '../order-states';
import { undoDetail } from '../resolutions';
import { makeOrderCompensations } from './order-compensations';
import type { OrderEnd } from './order-run';
import { addStep, recordSteps } from './record-steps';
import type { ResolutionRun } from './resolution-run';
import { beginSaga, now, retryPersistently, type Saga } from './saga';

/** Input: a `ResolutionRun`; instance id: `resolutionInstance`. */
export const resolutionOrchestrator = orchestratorByVersion<OrderEnd>({ '1.0': runResolution });

function* runResolution(context: DurableContext): Orchestration<OrderEnd> {
  const run = context.df.getInput<ResolutionRun>();
  const saga = beginSaga(context, run);
  const { number, because, failures } = run;
  const begun = yield* retryPersistently(saga, 'beginResolution', { ...saga.key, number, at: now(saga) });
  if (!begun.isDue) return { state: begun.state, code: 'ORDER.NOT_RESOLVABLE' };
  const undone = yield* undoAgain(saga, run);
  if (!undone.ok) {
    const detail = undoDetail(undone.detail, { code: because, detail: 'tried again by the owner' });
    addStep(saga, 'undoOrder', { code: undone.code, detail }, failures + 1);
    yield* recordSteps(saga, { endsResolution: number });
    return { state: stateAfter.undoOrder, code: undone.code, detail };
  }
  const end = because === 'ORDER.CANCELLED' ? 'cancelOrder' : 'refuseOrder';
  addStep(saga, end, { code: because, detail: 'undone at another attempt' });
  yield* recordSteps(saga, { mail: { event: stateAfter[end], reason: because }, endsResolution: number });
  return { state: stateAfter[end], code: because };
}

function undoAgain(saga: Saga, { lines, payment, sold, parcels }: ResolutionRun) {
  const compensations = makeOrderCompensations(saga);
  compensations.register('releaseStock', lines);
  compensations.register('voidPayment', payment);
  compensations.register('restockStock', sold);
  compensations.register('refundPayment', payment);
  for (const parcel of parcels) compensations.register('cancelShipment', parcel);
  return compensations.run();
}
