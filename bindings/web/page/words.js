// Every text of the page comes from the core's catalogue, by its key.

let texts = {};
let current = 'zh';

/// The language a person chose, or the browser's.
export function preferred() {
  const kept = localStorage.getItem('language');
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/// Loads the texts of a language, `zh` or `en`.
export async function speak(language) {
  const answer = await fetch(`texts.${language}.json`);
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  texts = await answer.json();
  current = language;
  localStorage.setItem('language', language);
  document.documentElement.lang = locale();
}

export const language = () => current;
export const isChinese = () => current === 'zh';
export const locale = () => (current === 'zh' ? 'zh-CN' : 'en');

/// The text of a key, with `{name}` filled in.
export function say(key, values = {}) {
  const text = texts[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/// Whether there is such a text.
export const known = (key) => key in texts;
