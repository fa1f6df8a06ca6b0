// The pictures of a product: upload by drag and drop, by choice or with the camera of a phone, each followed until its renditions
// are there; and the way to render one again or delete it.

import { useState } from 'preact/hooks';
import { isOnItsWay } from '../models/upload-progress';
import { useConsole } from './console-context';
import { DropZone } from './drop-zone';
import { Loading } from './loading';
import { PictureCard } from './picture-card';
import { UploadRow } from './upload-row';
import { useLoaded } from './use-loaded';
import { useUploads } from './use-uploads';

const everyMs = 1_500;
const restingMs = 30_000;

export function ProductPictures({ sku }: { sku: string }) {
  const { api } = useConsole();
  const [isMoving, setMoving] = useState(false);
  const loaded = useLoaded(
    async (signal) => {
      const { pictures } = await api.pictures(sku, signal);
      setMoving(pictures.some((picture) => isOnItsWay(picture, Date.now())));
      return pictures;
    },
    sku,
    isMoving ? everyMs : restingMs,
  );
  const reload = () => void loaded.reload();
  const { uploads, add, remove } = useUploads(sku, reload);
  const shownAbove = new Set(uploads.map(({ upload }) => ('pictureId' in upload ? upload.pictureId : '')));
  return (
    <section class="card stack" aria-labelledby="pictures-title">
      <h2 id="pictures-title">Pictures</h2>
      <DropZone onFiles={add} />
      {uploads.length > 0 && (
        <ul class="rows" aria-label="Uploads">
          {uploads.map((one) => (
            <UploadRow
              key={one.id}
              name={one.name}
              upload={one.upload}
              picture={loaded.data?.find(
                ({ pictureId }) => 'pictureId' in one.upload && pictureId === one.upload.pictureId,
              )}
              onOver={() => remove(one.id)}
            />
          ))}
        </ul>
      )}
      <Loading loaded={loaded}>
        {(pictures) => (
          <>
            {pictures.length === 0 && uploads.length === 0 && <p class="quiet">It has no pictures yet.</p>}
            <ul class="picture-grid">
              {pictures
                .filter(({ pictureId, state }) => !shownAbove.has(pictureId) || state === 'ready')
                .map((picture) => (
                  <PictureCard key={picture.pictureId} picture={picture} onChange={reload} />
                ))}
            </ul>
          </>
        )}
      </Loading>
    </section>
  );
}
