// Reads the municipal outlines out of react-denmark-map and writes them on a
// coarser grid, without the React code.

// One grid unit is 4 source units: a quarter of a pixel on a map 630 px wide.
const GRID = 4;

const AREA = /\{id:"[^"]*",name:"[^"]*",en_name:"[^"]*",display_name:"[^"]*",code:"(\d{3})",d:"([^"]*)"\}/g;
const VIEW = /exports\.Municipalities=function[^}]*viewBoxWidth:"(\d+)",viewBoxHeight:"(\d+)"/;
const COUNT = 98;

// compactOutlines returns JSON: {"width", "height", "outlines": {code: path data}},
// codes ascending.
export function compactOutlines(source) {
  const outlines = [...source.matchAll(AREA)].map(([, code, d]) => [code, compact(d)]);
  if (outlines.length !== COUNT) throw new Error(`react-denmark-map: ${outlines.length} municipalities, want ${COUNT}`);
  outlines.sort(([a], [b]) => a.localeCompare(b, 'en'));
  const [width, height] = viewBox(source);
  const lines = outlines.map(([code, d]) => `    ${JSON.stringify(code)}: ${JSON.stringify(d)}`);
  return `{\n  "width": ${width},\n  "height": ${height},\n  "outlines": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function viewBox(source) {
  const found = source.match(VIEW);
  if (!found) throw new Error('react-denmark-map: the municipal view box has moved');
  return [found[1], found[2]].map((side) => Math.ceil(Number(side) / GRID));
}

// compact rounds every absolute point to the grid and writes relative commands
// between the rounded points, so that rounding never adds up and borders that two
// municipalities share stay shared.
function compact(d) {
  let at = [0, 0];
  let start = [0, 0];
  let pen = [0, 0];
  let out = '';
  for (const [, command, rest] of d.matchAll(/([MmLlCcZ])([^MmLlCcZ]*)/g)) {
    if (command === 'Z') {
      out += 'z';
      at = start;
      pen = rounded(start);
      continue;
    }
    const numbers = rest.match(/-?\d*\.?\d+/g).map(Number);
    const relative = command === command.toLowerCase();
    const size = command.toLowerCase() === 'c' ? 6 : 2;
    for (let i = 0; i < numbers.length; i += size) {
      const points = pairs(numbers.slice(i, i + size), relative ? at : [0, 0]);
      at = points.at(-1);
      const kind = command.toLowerCase() === 'm' && i > 0 ? 'l' : command.toLowerCase();
      if (kind === 'm') start = at;
      out += segment(kind, points.map(rounded), pen);
      pen = rounded(at);
    }
  }
  return out;
}

// segment writes one command, or nothing for a step that vanished on the grid. A
// moveto at the start of a path may be relative: the pen is then at the origin.
function segment(kind, points, pen) {
  const steps = points.map(([x, y]) => [x - pen[0], y - pen[1]]);
  const end = steps.at(-1);
  if (kind !== 'm' && end[0] === 0 && end[1] === 0) return '';
  const drawn = kind === 'c' && nearlyStraight(steps) ? ['l', [end]] : [kind, steps];
  return drawn[0] + drawn[1].flat().join(' ').replaceAll(' -', '-');
}

// nearlyStraight tells whether a curve stays within half a grid unit of its chord.
function nearlyStraight([first, second, end]) {
  const length = Math.hypot(...end);
  const off = (p) => Math.abs(p[0] * end[1] - p[1] * end[0]) / length;
  return Math.max(off(first), off(second)) * 0.75 <= 0.5;
}

function pairs(numbers, [dx, dy]) {
  const points = [];
  for (let i = 0; i < numbers.length; i += 2) points.push([numbers[i] + dx, numbers[i + 1] + dy]);
  return points;
}

function rounded([x, y]) {
  return [Math.round(x / GRID), Math.round(y / GRID)];
}
