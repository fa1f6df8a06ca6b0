// Upload events that Event Grid sends directly to `picture-jobs` have the same effect as the blob trigger.

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
  it('renders the current version', async () => {
    const { handlers, fake, rendered } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    await handlers.renderPicture(event, aContext().context);
    expect(rendered).toEqual([job]);
    expect(fake.record(pictureId)).toMatchObject({ state: 'processing', sourceEtag: '"e1"' });
  });

  it('is ignored if the upload is gone', async () => {
    const { handlers, rendered } = aStudio();
    const { context, lines } = aContext({ id: 'm1' });
    await handlers.renderPicture(event, context);
    expect(rendered).toEqual([]);
    expect(lines).toEqual(['information Message m1 is about an upload that needs no renditions.']);
  });

  it('is ignored for a blob without a ticket', async () => {
    const { handlers, rendered } = aStudio();
    const stranger = { ...event, subject: event.subject.replace(pictureId, 'photo.jpg') };
    await handlers.renderPicture(stranger, aContext().context);
    expect(rendered).toEqual([]);
  });

  it('fails the picture after the last attempt, and a job is parked', async () => {
    const { handlers, fake } = aStudio();
    fake.upload(name, '"e1"', Buffer.from('x'));
    await handlers.pictureJobPoisoned(event, aContext().context);
    expect(fake.record(pictureId)).toMatchObject({ state: 'failed', sourceEtag: '"e1"' });
    expect(fake.parkedMessages).toMatchObject([{ message: JSON.stringify(job) }]);
  });

  it('is not parked after the last attempt if the upload is gone', async () => {
    const { handlers, fake } = aStudio();
    await handlers.pictureJobPoisoned(event, aContext().context);
    expect(fake.parkedMessages).toEqual([]);
  });

  it.each([
    ['of another kind', { eventType: 'Microsoft.Storage.BlobDeleted' }],
    ['of another container', { subject: event.subject.replace('uploads', 'renditions') }],
  ])('%s is not a job', async (_name, change) => {
    const rendering = aStudio().handlers.renderPicture({ ...event, ...change }, aContext({ id: 'm1' }).context);
    await expect(rendering).rejects.toThrow('Message m1 is not a picture job');
  });
});
