// What the console says of timelines, poisoned messages and uploads.

import { messageText, queueWords, replayWords } from '../../../../src/pages/console/models/poison-words';
import { timelineWords } from '../../../../src/pages/console/models/timeline-words';
import { isOnItsWay, refusalBeforeUpload, uploadProgress } from '../../../../src/pages/console/models/upload-progress';
import { at } from './builders';

describe('a timeline', () => {
  const words = (step: string, more = {}) => timelineWords({ step, state: 'captured', ...more });

  it('says what happened and who caused it', () => {
    expect(words('decideApproval', { by: 'owner' })).toEqual({ text: 'Approval decided', by: 'the owner' });
    expect(words('refuseOrder', { by: 'clock' })).toEqual({ text: 'Order refused', by: 'a timeout' });
    expect(words('capturePayment')).toEqual({ text: 'Payment captured' });
  });

  it('tells a refund that failed from one that did not', () => {
    expect(words('refundOrder', { state: 'refunded' }).text).toBe('Order refunded');
    expect(words('refundOrder:2', { state: 'compensationFailed' }).text).toBe('Refund failed (2)');
  });

  it('names mails that were not sent, repetitions, and steps that it does not know', () => {
    expect(words('mail:shipped').text).toBe('Mail “shipped” was not sent');
    expect(words('requestRefund:3').text).toBe('Refund requested (3)');
    expect(words('somethingNew').text).toBe('somethingNew');
  });
});

describe('a poisoned message', () => {
  const known = { id: '1', insertedAt: at, reason: 'gone' };

  it('is told by what a person recognises', () => {
    const message = { sku: 'mug', pictureId: 'pic_1', attempt: 5, nested: { a: 1 } };
    expect(messageText({ ...known, readable: true, message })).toBe('sku: mug · pictureId: pic_1 · attempt: 5');
    expect(messageText({ ...known, readable: false, text: '{"broken' })).toBe('{"broken');
    expect(['picture-jobs', 'other'].map(queueWords)).toEqual(['Pictures to render', 'other']);
  });

  it('comes with what its replay has done', () => {
    expect(replayWords({ replayed: 2, settled: 1, unreadable: 0 })).toBe('2 sent again, 1 had nothing left to do.');
    expect(replayWords({ replayed: 0, settled: 0, unreadable: 0 })).toBe('There was nothing to replay.');
  });
});

describe('an upload', () => {
  const sending = { step: 'sending', sentBytes: 50, totalBytes: 100, pictureId: 'pic_1' } as const;
  const sent = { step: 'sent', pictureId: 'pic_1' } as const;

  it('goes on from the file to the renditions, never back', () => {
    const states = [
      uploadProgress({ step: 'asking' }),
      uploadProgress(sending),
      uploadProgress(sent, { state: 'awaitingUpload' }),
      uploadProgress(sent, { state: 'processing' }),
      uploadProgress(sent, { state: 'ready' }),
    ];
    const shares = states.map(({ share }) => share ?? -1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(states.map(({ isOver }) => isOver)).toEqual([false, false, false, false, true]);
    expect(states[1]?.text).toBe('Sending, 50 %');
  });

  it('ends with the reason of a refusal or a fault', () => {
    expect(uploadProgress(sent, { state: 'refused', detail: 'The file ends too early.' })).toEqual({
      text: 'The file ends too early.',
      isOver: true,
    });
    expect(uploadProgress({ step: 'failed', why: 'No connection.' })).toEqual({ text: 'No connection.', isOver: true });
  });

  it('is looked at often while it moves, and not for ever', () => {
    const now = Date.parse(at) + 299_999;
    const states = ['awaitingUpload', 'processing', 'ready', 'refused'] as const;
    expect(states.map((state) => isOnItsWay({ state, updatedAt: at }, now))).toEqual([true, true, false, false]);
    expect(isOnItsWay({ state: 'awaitingUpload', updatedAt: at }, now + 1)).toBe(false);
  });

  it('is not begun with a file that the shop would refuse', () => {
    expect(refusalBeforeUpload({ type: 'image/heic', size: 1 }, 10)).toMatch(/not a JPEG/);
    expect(refusalBeforeUpload({ type: 'image/png', size: 11 * 1_048_576 }, 10 * 1_048_576)).toMatch(
      /larger than 10 MB/,
    );
    expect(refusalBeforeUpload({ type: 'image/png', size: 10 }, 10)).toBeUndefined();
  });
});
