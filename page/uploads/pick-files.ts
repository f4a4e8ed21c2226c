/** What is asked for: a folder, a picture from the camera, or one file. */
export type Asked = 'folder' | 'camera' | 'one';

/** Has the person choose files, in the window of the browser. @returns none where nothing was chosen. */
export async function pickFiles(asked: Asked): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  if (asked === 'folder') input.webkitdirectory = true;
  else input.accept = 'image/*';
  if (asked === 'camera') input.capture = 'environment';
  return await new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
