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
// municipalities share stay shared. A part that vanishes on the grid is left out.
function compact(d) {
  let out = '';
  let pen = [0, 0];
  for (const part of parts(d)) {
    const start = rounded(part.start);
    let at = start;
    let drawn = '';
    for (const points of part.segments) {
      const next = points.map(rounded);
      drawn += segment(next, at);
      at = next.at(-1);
    }
    if (!drawn) continue;
    out += `m${steps([start], pen)}${drawn}z`;
    pen = start;
  }
  return out;
}

// parts reads path data made of M, L, C (either case) and Z into closed parts: a
// start and segments of one (line) or three (curve) absolute points.
function parts(d) {
  const found = [];
  let at = [0, 0];
  for (const [, command, rest] of d.matchAll(/([MmLlCcZ])([^MmLlCcZ]*)/g)) {
    if (command === 'Z') {
      at = found.at(-1).start;
      continue;
    }
    const numbers = rest.match(/-?\d*\.?\d+/g).map(Number);
    const kind = command.toLowerCase();
    const size = kind === 'c' ? 6 : 2;
    for (let i = 0; i < numbers.length; i += size) {
      const points = pairs(numbers.slice(i, i + size), command === kind ? at : [0, 0]);
      at = points.at(-1);
      if (kind === 'm' && i === 0) found.push({ start: at, segments: [] });
      else found.at(-1).segments.push(points);
    }
  }
  return found;
}

// segment writes one line or curve, or nothing for a step that vanishes.
function segment(points, at) {
  const end = points.at(-1);
  if (end[0] === at[0] && end[1] === at[1]) return '';
  const relative = points.map(([x, y]) => [x - at[0], y - at[1]]);
  if (points.length === 3 && !nearlyStraight(relative)) return `c${steps(points, at)}`;
  return `l${steps([end], at)}`;
}

function steps(points, [x, y]) {
  return points.map((p) => `${p[0] - x} ${p[1] - y}`).join(' ').replaceAll(' -', '-');
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
