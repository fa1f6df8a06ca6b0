// The event of an upload that Event Grid put on `picture-jobs` by itself does what the blob trigger would have done.

import { aContext, aStudio, job, name, now, pictureId } from '../../helpers/picture-studio';

const event = {
  id: 'f8d1',
  topic: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/shop',
  subject: `/blobServices/default/containers/uploads/blobs/oak/${pictureId}`,
  eventType: 'Microsoft.Storage.BlobCreated',
  eventTime: now,
  data: { api: 'PutBlob', eTag: '0x8D', contentLength: 3, blobType: 'BlockBlob' },
  dataVersion: '',
  metadataVersion: '1',
};

describe('the event of an upload on picture-jobs', () => {
  it('is rendered as the version that is there', async () => {
    const { handlers, fake, rendered } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    await handlers.renderPicture(event, aContext().context);
    expect(rendered).toEqual([job]);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('is let pass when the upload is gone', async () => {
    const { handlers, rendered } = aStudio();
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.renderPicture(event, context);
    expect(rendered).toEqual([]);
    expect(lines).toEqual(['information Message m1 is about an upload that needs no renditions.']);
  });

  it('is let pass when no ticket named the blob', async () => {
    const { handlers, rendered } = aStudio();
    const stranger = { ...event, subject: event.subject.replace(pictureId, 'photo.jpg') };
    await handlers.renderPicture(stranger, aContext().context);
    expect(rendered).toEqual([]);
  });

  it('makes the picture a failed one after the last attempt, and a job waits for people', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    await handlers.pictureJobPoisoned(event, aContext().context);
    expect(fake.record(pictureId)).toMatchObject({ state: 'failed', sourceEtag: '"e1"' });
    expect(fake.parkedMessages).toMatchObject([{ message: JSON.stringify(job) }]);
  });

  it('leaves nothing to people after the last attempt when the upload is gone', async () => {
    const { handlers, fake } = aStudio();
    await handlers.pictureJobPoisoned(event, aContext().context);
    expect(fake.parkedMessages).toEqual([]);
  });

  it.each([
    ['of another kind', { eventType: 'Microsoft.Storage.BlobDeleted' }],
    ['of another container', { subject: event.subject.replace('uploads', 'renditions') }],
  ])('%s is no job', async (_name, change) => {
    const rendering = aStudio().handlers.renderPicture({ ...event, ...change }, aContext({ id: 'm1' }).context);
    await expect(rendering).rejects.toThrow('Message m1 is not a picture job');
  });
});
