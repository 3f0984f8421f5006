// Speaks to the student, and shows what was said.

import { locale } from './words.js';

let muted = localStorage.getItem('muted') === 'yes';

export const isMuted = () => muted;

export function mute(on) {
  muted = on;
  localStorage.setItem('muted', on ? 'yes' : 'no');
  if (on) speechSynthesis?.cancel();
}

/// Says a sentence, in place of one that is being said.
export function speakAloud(text) {
  if (muted || !('speechSynthesis' in window)) return;
  speechSynthesis.cancel();
  const sentence = new SpeechSynthesisUtterance(text);
  sentence.lang = locale();
  speechSynthesis.speak(sentence);
}

export function hush() {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}
