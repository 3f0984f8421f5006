// Elements, made in one line each.

const SVG = 'http://www.w3.org/2000/svg';

/// An element with properties (`class`, `on*`, attributes) and children: nodes, texts, or nothing.
export function el(tag, props = {}, ...children) {
  return filled(document.createElement(tag), props, children);
}

/// The same for SVG.
export function svg(tag, props = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

function filled(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/// A button; the first of a screen is its `primary` one.
export function button(label, onclick, kind = '') {
  return el('button', { type: 'button', class: kind, onclick }, label);
}

/// A drawing from the core, which is SVG of its own making.
export function drawing(markup, label) {
  const box = el('span', { class: 'drawing', role: 'img', 'aria-label': label });
  box.innerHTML = markup;
  return box;
}
