// Pictures: upload tickets, renditions over HTTP, and the blob and queue triggers that render them.

import { output } from '@azure/functions';
import { app } from '../compose/app';
import { pictures } from '../compose/pictures';

const connection = 'AzureWebJobsStorage';

app.http('createPictureUpload', {
  methods: ['POST'],
  route: 'api/products/{sku}/pictures',
  authLevel: 'function',
  handler: pictures.createPictureUpload,
});

app.http('listProductPictures', {
  methods: ['GET'],
  route: 'api/products/{sku}/pictures',
  authLevel: 'function',
  handler: pictures.listProductPictures,
});

app.http('getPicture', {
  methods: ['GET'],
  route: 'api/pictures/{pictureId}',
  authLevel: 'function',
  handler: pictures.getPicture,
});

app.http('deletePicture', {
  methods: ['DELETE'],
  route: 'api/pictures/{pictureId}',
  authLevel: 'function',
  handler: pictures.deletePicture,
});

app.http('reprocessPicture', {
  methods: ['POST'],
  route: 'api/pictures/{pictureId}/reprocess',
  authLevel: 'function',
  handler: pictures.reprocessPicture,
});

app.http('reprocessPictures', {
  methods: ['POST'],
  route: 'api/admin/pictures/reprocess',
  authLevel: 'function',
  handler: pictures.reprocessPictures,
});

app.http('getMedia', {
  methods: ['GET'],
  route: 'api/media/{pictureId}/{file}',
  authLevel: 'anonymous',
  handler: pictures.getMedia,
});

app.storageBlob('pictureUploaded', {
  path: 'uploads/{sku}/{pictureId}',
  source: pictures.eventSource,
  connection,
  return: output.storageQueue({ queueName: 'picture-jobs', connection }),
  handler: pictures.pictureUploaded,
});

app.storageQueue('renderPicture', {
  queueName: 'picture-jobs',
  connection,
  handler: pictures.renderPicture,
});

app.storageQueue('pictureJobPoisoned', {
  queueName: 'picture-jobs-poison',
  connection,
  handler: pictures.pictureJobPoisoned,
});

app.hook.appStart(() => pictures.allowUploads());
