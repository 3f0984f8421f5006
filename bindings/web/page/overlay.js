// Draws the core's display list over the preview.

import { svg } from './dom.js';

export class Overlay {
  constructor([width, height]) {
    this.size = [width, height];
    this.node = svg('svg', { class: 'overlay', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': true });
  }

  /// Draws the shapes of one frame, back to front.
  draw({ shapes }) {
    this.node.replaceChildren(...shapes.flatMap((shape) => this.#shape(shape)));
  }

  #shape(shape) {
    const path = this.#path(shape);
    const line = svg('path', { class: `shape ${shape.role} ${shape.tone}`, d: path });
    if (shape.dashed) line.classList.add('dashed');
    if (shape.role === 'arrow') return [line, this.#tip(shape)];
    if (shape.role !== 'safe_area') return [line];
    const [width, height] = this.size;
    const shade = svg('path', { class: 'shade', d: `M0 0H${width}V${height}H0Z${path}`, 'fill-rule': 'evenodd' });
    return [shade, line];
  }

  #path({ points, closed }) {
    const [width, height] = this.size;
    const at = points.map(([x, y]) => `${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`);
    return `M${at.join('L')}${closed ? 'Z' : ''}`;
  }

  /// The head of an arrow, at its last point.
  #tip({ points, tone }) {
    const [width, height] = this.size;
    const [[x0, y0], [x1, y1]] = points.slice(-2).map(([x, y]) => [x * width, y * height]);
    const turn = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
    const side = Math.max(width, height) / 40;
    const d = `M${-side} ${-side / 1.6}L0 0L${-side} ${side / 1.6}`;
    return svg('path', { class: `shape arrow ${tone}`, d, transform: `translate(${x1} ${y1}) rotate(${turn})` });
  }
}
