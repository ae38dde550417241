// The picture of a figure that stands alone: title above, signs, the figure, source
// below and a mark on what is invented. An SVG element made of nodes and
// presentation attributes, so that it keeps to the content security policy.
mhCharts.picture = (function () {
  'use strict';

  const { INK, MUTED, look } = mhCharts;
  const NS = 'http://www.w3.org/2000/svg';
  const FONT = '"IBM Plex Sans", Arial, sans-serif';
  const MARGIN = 24;
  const WIDTH = 1000;

  function node(name, attributes, words) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    return made;
  }

  function line(words, x, y, extra) {
    return node('text', { x, y, fill: INK, 'font-family': FONT, 'font-size': 14, ...extra }, words);
  }

  // wrapped breaks words into lines of a width, by about how wide letters are.
  function wrapped(words, size) {
    const most = Math.floor((WIDTH - 2 * MARGIN) / (size * 0.54));
    const lines = [];
    for (const word of words.split(' ')) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  }

  function sign(kind, x, y) {
    const { color, symbol } = look(kind);
    const hollow = symbol.startsWith('empty');
    const paint = hollow ? { fill: '#FFFFFF', stroke: color, 'stroke-width': 2 } : { fill: color };
    const r = hollow ? 5 : 6;
    if (symbol.toLowerCase().includes('diamond')) return node('path', { d: `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`, ...paint });
    return node('circle', { cx: x, cy: y, r, ...paint });
  }

  // signs are what the legend beside the figure says.
  function signs(data) {
    if (data.kinds) return data.kinds;
    return [data.first, data.second].filter(Boolean);
  }

  function heading(svg, data) {
    let y = MARGIN;
    for (const words of wrapped(data.press.title, 22)) {
      y += 26;
      svg.append(line(words, MARGIN, y, { 'font-size': 22, 'font-weight': 600 }));
    }
    if (data.press.mark) {
      y += 32;
      const width = data.press.mark.length * 7.6 + 24;
      svg.append(node('rect', { x: MARGIN, y: y - 19, width, height: 28, fill: '#FFFFFF', stroke: '#B00000', 'stroke-width': 2 }));
      svg.append(line(data.press.mark, MARGIN + 12, y, { 'font-weight': 600, fill: '#B00000' }));
    }
    y += 32;
    let x = MARGIN + 6;
    for (const { kind, name } of signs(data)) {
      svg.append(sign(kind, x, y - 5), line(name, x + 14, y));
      x += 14 + name.length * 7.4 + 32;
    }
    return y + 16;
  }

  function footing(svg, data, from) {
    let y = from + 8;
    for (const words of data.press.lines.flatMap((text) => wrapped(text, 13))) {
      y += 19;
      svg.append(line(words, MARGIN, y, { 'font-size': 13, fill: MUTED }));
    }
    return y + MARGIN;
  }

  // compose puts the drawn figure, an SVG element, into the picture.
  function compose(data, figure, height) {
    const svg = node('svg', { xmlns: NS, width: WIDTH, role: 'img' });
    const ground = node('rect', { width: WIDTH, fill: '#FFFFFF' });
    svg.append(node('title', {}, data.description), ground);
    const top = heading(svg, data);
    figure.setAttribute('x', MARGIN);
    figure.setAttribute('y', top);
    figure.setAttribute('width', WIDTH - 2 * MARGIN);
    figure.setAttribute('height', height);
    svg.append(figure);
    const bottom = footing(svg, data, top + height);
    for (const element of [svg, ground]) element.setAttribute('height', bottom);
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${bottom}`);
    return svg;
  }

  return { compose, inner: WIDTH - 2 * MARGIN };
})();
