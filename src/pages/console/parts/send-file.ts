// Sends a file to the address of an upload ticket and tells how far it is: fetch() cannot tell that of a request.

import type { UploadTicket } from '../schemas';

/** @throws Error with what to do next. */
export function sendFile(
  file: File,
  { uploadUrl, method, headers }: Pick<UploadTicket, 'uploadUrl' | 'method' | 'headers'>,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, uploadUrl);
    request.setRequestHeader('content-type', file.type);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      if (request.status === 201) resolve();
      else reject(new Error(`Storage refused it (HTTP ${request.status}). Choose the file again.`));
    });
    request.addEventListener('error', () => {
      reject(new Error('The connection was lost, or storage lets no page of this address upload. Try again.'));
    });
    request.send(file);
  });
}
