// The uploads of one product that were begun on this page, each from its file to storage.

import { useRef, useState } from 'preact/hooks';
import { problemWords } from '../models/problem-words';
import { maxUploadBytes, refusalBeforeUpload, type Upload } from '../models/upload-progress';
import { useConsole } from './console-context';
import { sendFile } from './send-file';

export interface OwnUpload {
  id: number;
  /** Of the file. */
  name: string;
  upload: Upload;
}

export interface Uploads {
  uploads: readonly OwnUpload[];
  add(files: readonly File[]): void;
  remove(id: number): void;
}

/** @param onSent called when a file has reached storage: its picture may change any time. */
export function useUploads(sku: string, onSent: () => void): Uploads {
  const { api } = useConsole();
  const [uploads, setUploads] = useState<readonly OwnUpload[]>([]);
  const count = useRef(0);

  const set = (id: number, upload: Upload) =>
    setUploads((known) => known.map((one) => (one.id === id ? { ...one, upload } : one)));

  async function send(id: number, file: File): Promise<void> {
    const why = refusalBeforeUpload(file, maxUploadBytes);
    if (why) return set(id, { step: 'failed', why });
    try {
      const ticket = await api.uploadTicket(sku);
      const { pictureId } = ticket;
      const sending = { step: 'sending', totalBytes: file.size, pictureId } as const;
      set(id, { ...sending, sentBytes: 0 });
      await sendFile(file, ticket, (sentBytes) => set(id, { ...sending, sentBytes }));
      set(id, { step: 'sent', pictureId });
      onSent();
    } catch (fault) {
      const { text, next } = problemWords(fault);
      set(id, { step: 'failed', why: `${text} ${next}` });
    }
  }

  return {
    uploads,
    add(files) {
      const added = files.map((file) => ({ file, id: ++count.current }));
      const begun = added.map(({ id, file }) => ({ id, name: file.name, upload: { step: 'asking' } as const }));
      setUploads((known) => [...begun, ...known]);
      for (const { id, file } of added) void send(id, file);
    },
    remove: (id) => setUploads((known) => known.filter((one) => one.id !== id)),
  };
}
