// What went wrong and what to do next, in words, with the code of the problem.

import { ApiProblem } from '../../../../client/api-problem';

export interface ProblemWords {
  text: string;
  next: string;
  code?: string;
}

export const nextSteps: Record<string, string> = {
  'ORDER.NOT_AWAITING_APPROVAL': 'Somebody decided, or the customer cancelled: the order shows what happened.',
  'ORDER.ALREADY_DECIDED': 'The order shows the decision.',
  'ORDER.REFUND_UNDER_WAY': 'Wait until it has ended, then look again.',
  'ORDER.REFUND_TOO_MUCH': 'Choose fewer units.',
  'ORDER.REFUND_INCOMPLETE': 'Choose the lines of the refund that failed, or everything that is left.',
  'ORDER.RESOLUTION_UNDER_WAY': 'Wait until it has ended, then look again.',
  'SHIPMENT.NOT_DISPATCHABLE': 'It was sent or withdrawn meanwhile: the order shows where it is.',
  'SHIPMENT.NOT_DELIVERABLE': 'Mark it as sent first.',
  'STOCK.SHORT': 'Fewer units are there than you take away. Look at the numbers, and adjust by less.',
  'REQUEST.INVALID': 'Correct what is named, then send it again.',
  'PICTURE.NO_SOURCE': 'Upload the picture again.',
  'WEBHOOK.NO_ENDPOINT': 'Add the endpoint to the settings again, then send it.',
  'DEPENDENCY.UNAVAILABLE': 'Try again in a moment.',
};

export function problemWords(fault: unknown): ProblemWords {
  if (fault instanceof ApiProblem) {
    const { status, code = `HTTP ${status}`, detail, requestId } = fault;
    const usual =
      status >= 500
        ? `Try again shortly.${requestId ? ` Quote ${requestId} if it goes on.` : ''}`
        : 'Reload the page and look again.';
    return { text: detail ?? `The shop answered with ${code}.`, next: nextSteps[code] ?? usual, code };
  }
  if (fault instanceof TypeError)
    return { text: 'The shop did not answer.', next: 'Check the connection, then try again.' };
  return { text: fault instanceof Error ? fault.message : String(fault), next: '' };
}
