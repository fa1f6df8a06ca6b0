// One picture of a product with its state, and what can be done about it.

import { useState } from 'preact/hooks';
import { Badge } from '../../shared/badge';
import { pictureStateWords } from '../models/state-words';
import type { Picture } from '../schemas';
import { ActDialog } from './act-dialog';
import { useConsole } from './console-context';
import { ProblemNote } from './problem-note';
import { useAct } from './use-act';

export interface PictureCardProps {
  picture: Picture;
  onChange: () => void;
}

export function PictureCard({ picture, onChange }: PictureCardProps) {
  const { api, announce } = useConsole();
  const { isBusy, fault, run } = useAct();
  const [isOpen, setOpen] = useState(false);
  const { pictureId, state, code, detail, renditions, width, height } = picture;
  const small = renditions?.find(({ name, contentType }) => name === 'small' && contentType === 'image/jpeg');
  const reprocess = () =>
    run(async () => {
      await api.reprocess(pictureId);
      announce('The picture is being rendered again.');
      onChange();
    });
  async function remove() {
    await api.deletePicture(pictureId);
    announce('The picture is deleted.');
    onChange();
  }
  return (
    <li class="picture">
      {small ? (
        <img
          class="picture-shown"
          src={small.url}
          alt={pictureId}
          width={small.width}
          height={small.height}
          loading="lazy"
        />
      ) : (
        <span class="picture-shown" aria-hidden="true" />
      )}
      <p>
        <Badge {...pictureStateWords[state]} />
        <small class="quiet">{width && height ? `${width} × ${height}` : pictureId}</small>
        {detail && (
          <small>
            {detail} {code && <code>{code}</code>}
          </small>
        )}
      </p>
      {fault !== undefined && <ProblemNote fault={fault} />}
      <div class="actions">
        {state !== 'awaitingUpload' && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void reprocess()}>
            Render again
          </button>
        )}
        <button type="button" class="button danger" onClick={() => setOpen(true)}>
          Delete
        </button>
      </div>
      {isOpen && (
        <ActDialog
          title="Delete this picture?"
          action="Delete"
          isDestructive
          act={remove}
          onClose={() => setOpen(false)}
        >
          <p>The file and all its sizes are removed from the shop. This cannot be taken back.</p>
        </ActDialog>
      )}
    </li>
  );
}
