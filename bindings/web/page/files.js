// Pictures from a person: chosen, dropped or pasted. And files for a person.

import { el } from './dom.js';
import { say } from './words.js';

/// A place to give a picture to; `given` gets its `File`. `label` says what is wanted.
export function pictureField(label, given) {
  const input = el('input', { type: 'file', accept: 'image/*', class: 'hidden' });
  input.onchange = () => {
    if (input.files[0]) given(input.files[0]);
    input.value = '';
  };
  const field = el('label', { class: 'drop' }, input, el('strong', {}, label), el('span', {}, say('web.drop')));
  field.ondragover = (event) => {
    event.preventDefault();
    field.classList.add('over');
  };
  field.ondragleave = () => field.classList.remove('over');
  field.ondrop = (event) => {
    event.preventDefault();
    field.classList.remove('over');
    const [file] = event.dataTransfer.files;
    if (file) given(file);
  };
  const paste = (event) => {
    const [file] = event.clipboardData.files;
    if (file && field.isConnected) given(file);
  };
  addEventListener('paste', paste);
  field.end = () => removeEventListener('paste', paste);
  return field;
}

export const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/// A picture of bytes.
export function picture(bytes, alt, kind = '') {
  const image = el('img', { alt, class: kind });
  image.onload = () => URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(new Blob([bytes]));
  return image;
}

/// Saves bytes under a name, where the person's browser puts its files.
export function save(bytes, name, type) {
  const link = el('a', { download: name, href: URL.createObjectURL(new Blob([bytes], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
