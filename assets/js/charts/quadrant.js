// quadrant: places in two dimensions, a line across at a reference value in each,
// names in the corners. Labels are set by a small greedy routine: a name that finds
// no free place of eight is left to the tooltip and the table.
mhCharts.kinds.quadrant = function (data, width, height) {
  'use strict';

  const { base, line, numbers, scoreAxis, text, tip, MUTED, INK, NARROW } = mhCharts;
  const format = numbers(data);
  const narrow = width < NARROW;
  const grid = { left: 56, right: 16, top: 16, bottom: 56 };
  const plot = { width: width - grid.left - grid.right, height: height - grid.top - grid.bottom };

  const spans = { x: data.x.range ?? [0, 100], y: data.y.range ?? [0, 100] };
  const part = (value, [low, high]) => (value - low) / (high - low);
  const x = (value) => grid.left + part(value, spans.x) * plot.width;
  const y = (value) => grid.top + (1 - part(value, spans.y)) * plot.height;
  const wide = (words, size) => words.length * size * 0.56;

  const radius = (point) => (point.own ? 9 : 6);

  // Eight places around a point: the direction from it, and which part of the label
  // lies there (0 start, -0.5 middle, -1 end).
  const places = [
    [1, 0, 0, -0.5], [-1, 0, -1, -0.5], [0, -1, -0.5, -1], [0, 1, -0.5, 0],
    [0.8, -0.8, 0, -1], [-0.8, -0.8, -1, -1], [0.8, 0.8, 0, 0], [-0.8, 0.8, -1, 0],
  ];

  function overlaps(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }

  function box(point, [dx, dy, alignX, alignY], words) {
    const w = wide(words, 14);
    const clear = radius(point) + 4;
    const left = x(point.x) + dx * clear + alignX * w;
    const top = y(point.y) + dy * clear + alignY * 18;
    return { left, top, right: left + w, bottom: top + 18 };
  }

  function spot(point) {
    const r = radius(point);
    return { left: x(point.x) - r, right: x(point.x) + r, top: y(point.y) - r, bottom: y(point.y) + r };
  }

  function inside(b) {
    return b.left >= grid.left && b.right <= width - grid.right && b.top >= grid.top && b.bottom <= height - grid.bottom;
  }

  // labels returns, for each point, the place of its name or null. Own points first,
  // then as given.
  function labels(points) {
    const taken = [...corners().map(cornerBox), ...points.map(spot)];
    const order = points.map((_, i) => i).sort((a, b) => Boolean(points[b].own) - Boolean(points[a].own) || a - b);
    const placed = new Array(points.length).fill(null);
    for (const i of order) {
      const words = label(points[i]);
      const place = places.find((candidate) => {
        const b = box(points[i], candidate, words);
        return inside(b) && !taken.some((t) => overlaps(b, t));
      });
      if (!place) continue;
      taken.push(box(points[i], place, words));
      placed[i] = place;
    }
    return placed;
  }

  function label(point) {
    return narrow && point.short ? point.short : point.name;
  }

  function corners() {
    const names = data.corners ?? {};
    return [['topLeft', 0, 0], ['topRight', 1, 0], ['bottomLeft', 0, 1], ['bottomRight', 1, 1]]
      .filter(([key]) => names[key]).map(([key, right, low]) => ({ words: names[key], right, low }));
  }

  function cornerAt({ right, low }) {
    return { x: right ? width - grid.right - 8 : grid.left + 8, y: low ? height - grid.bottom - 8 : grid.top + 8 };
  }

  function cornerBox(corner) {
    const at = cornerAt(corner);
    const w = wide(corner.words, 14);
    return { left: corner.right ? at.x - w : at.x, right: corner.right ? at.x : at.x + w, top: corner.low ? at.y - 18 : at.y, bottom: corner.low ? at.y : at.y + 18 };
  }

  function drawCorner(params) {
    const corner = corners()[params.dataIndex];
    return {
      type: 'text', silent: true,
      style: { ...cornerAt(corner), text: corner.words, font: '600 14px "IBM Plex Sans", sans-serif', fill: MUTED, textAlign: corner.right ? 'right' : 'left', textVerticalAlign: corner.low ? 'bottom' : 'top' },
    };
  }

  const placed = labels(data.points);
  const points = data.points.map((p, i) => ({
    value: [p.x, p.y],
    symbol: line(p.kind).symbol,
    symbolSize: 2 * radius(p),
    itemStyle: pointStyle(p),
    label: placed[i] ? place(p, placed[i]) : { show: false },
  }));

  // Hollow signs have their colour on the edge.
  function pointStyle(point) {
    const { symbol, itemStyle } = line(point.kind);
    if (symbol.startsWith('empty')) return { ...itemStyle, borderWidth: 2 };
    return { ...itemStyle, borderColor: point.own ? INK : undefined, borderWidth: point.own ? 2 : 0 };
  }

  function place(point, [dx, dy, alignX, alignY]) {
    const clear = radius(point) + 4;
    const align = alignX === 0 ? 'left' : alignX === -1 ? 'right' : 'center';
    const verticalAlign = alignY === 0 ? 'top' : alignY === -1 ? 'bottom' : 'middle';
    return { show: true, position: 'inside', offset: [dx * clear, dy * clear], align, verticalAlign, ...text, fontWeight: point.own ? 600 : 400, formatter: label(point) };
  }

  const named = { nameLocation: 'middle', nameTextStyle: { ...text, fontWeight: 600 } };
  const within = ([min, max]) => ({ min, max, interval: min === 0 && max === 100 ? 20 : 10 });
  const figure = (value, interval) => (interval ? `${format(value)} (${format(interval[0])}–${format(interval[1])})` : format(value));
  const framed = { axisLine: { show: true, lineStyle: { color: MUTED } } };
  const lines = [data.x.line !== null && data.x.line !== undefined && { xAxis: data.x.line }, data.y.line !== null && data.y.line !== undefined && { yAxis: data.y.line }];
  return {
    ...base(data),
    grid,
    xAxis: scoreAxis({ ...within(spans.x), name: data.x.name, nameGap: 32, ...named, ...framed }),
    yAxis: scoreAxis({ ...within(spans.y), name: data.y.name, nameGap: 36, ...named, ...framed }),
    tooltip: tip('item', (p) => {
      const point = data.points[p.dataIndex];
      const rows = [[data.x.name, figure(point.x, point.xInterval)], [data.y.name, figure(point.y, point.yInterval)]];
      return { title: point.name, rows: point.note ? [...rows, [point.note, '']] : rows };
    }),
    series: [
      { type: 'custom', silent: true, renderItem: drawCorner, data: corners().map(() => [spans.x[0], spans.y[0]]), tooltip: { show: false }, z: 1 },
      {
        type: 'scatter', data: points, z: 3,
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: MUTED, type: 'solid', width: 1 }, data: lines.filter(Boolean) },
      },
    ],
  };
};
