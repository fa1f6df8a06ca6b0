// One upload: how far it is, and its end.

import { type Upload, uploadProgress } from '../models/upload-progress';
import type { Picture } from '../schemas';

export interface UploadRowProps {
  name: string;
  upload: Upload;
  picture: Picture | undefined;
  /** Takes it off the list. */
  onOver: () => void;
}

export function UploadRow({ name, upload, picture, onOver }: UploadRowProps) {
  const { text, share, isOver } = uploadProgress(upload, picture);
  return (
    <li class="row upload-row">
      <span>
        <strong class="break">{name}</strong>
        <small role="status">{text}</small>
      </span>
      {isOver ? (
        <button type="button" class="button" aria-label={`Dismiss ${name}`} onClick={onOver}>
          Dismiss
        </button>
      ) : (
        <progress aria-label={`Progress of ${name}`} max="1" value={share ?? 0} />
      )}
    </li>
  );
}
