// Takes pictures by drag and drop, by choice, or with the camera of a phone.

import { useRef, useState } from 'preact/hooks';
import { acceptedTypes } from '../models/upload-progress';

export function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra for a mouse; the buttons in it do the same.
    <div
      class={`drop ${isOver ? 'drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <p class="drop-hint">Drop pictures here, or</p>
      <FileButtons onFiles={onFiles} />
      <p class="quiet">JPEG, PNG, WebP or GIF, up to 20 MB.</p>
    </div>
  );
}

function FileButtons({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    onFiles([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  return (
    <>
      <div class="actions actions-even">
        <button type="button" class="button" onClick={() => input.current?.click()}>
          Choose files
        </button>
        <button type="button" class="button camera" onClick={() => camera.current?.click()}>
          Take a picture
        </button>
      </div>
      <input ref={input} type="file" accept={acceptedTypes} multiple hidden aria-label="Files" onChange={take} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label="Camera"
        onChange={take}
      />
    </>
  );
}
