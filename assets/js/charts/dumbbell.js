// dumbbell: two ends per row and the distance between them, in the order given
// (largest distance first). An end known only as a range is a pale bar from low to
// high instead of a point; the interval of a point is a thin line beside the row,
// above for the first end and below for the second.
mhCharts.kinds.dumbbell = function (data, width) {
  'use strict';

  const { base, line, look, nameAxis, names, numbers, scoreAxis, text, tip, withUnit, MUTED } = mhCharts;
  const format = numbers(data);
  const rows = data.rows;

  function distance(params, api) {
    const row = rows[params.dataIndex];
    if (row.first === null || row.second === null) return null;
    const [x1, y] = api.coord([row.first, params.dataIndex]);
    const [x2] = api.coord([row.second, params.dataIndex]);
    return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: MUTED, lineWidth: 3 } };
  }

  function range(end) {
    return (params, api) => {
      const [low, high] = rows[params.dataIndex][end + 'Range'] ?? [];
      if (low === undefined) return null;
      const [x1, y] = api.coord([low, params.dataIndex]);
      const [x2] = api.coord([high, params.dataIndex]);
      const { color } = look(data[end].kind);
      return { type: 'rect', shape: { x: x1, y: y - 6, width: x2 - x1, height: 12 }, style: { fill: color, fillOpacity: 0.25, stroke: color, lineWidth: 1 } };
    };
  }

  function interval(end, side) {
    return (params, api) => {
      const [low, high] = rows[params.dataIndex][end + 'Interval'] ?? [];
      if (low === undefined || low === high) return null;
      const [x1, y] = api.coord([low, params.dataIndex]);
      const [x2] = api.coord([high, params.dataIndex]);
      const at = y + side * 11;
      const stroke = look(data[end].kind).color;
      const ends = [x1, x2].map((x) => ({ type: 'line', shape: { x1: x, y1: at - 3, x2: x, y2: at + 3 }, style: { stroke, lineWidth: 1.5 } }));
      return { type: 'group', children: [{ type: 'line', shape: { x1, y1: at, x2, y2: at }, style: { stroke, lineWidth: 1.5 } }, ...ends] };
    };
  }

  function points(end) {
    const { symbol, itemStyle } = line(data[end].kind);
    return {
      type: 'scatter', name: data[end].name, symbol, itemStyle, symbolSize: symbol === 'diamond' ? 16 : 14, z: 3,
      data: rows.map((row, i) => [row[end], i]).filter(([value]) => value !== null),
    };
  }

  function words(row, end) {
    const known = row[end + 'Range'];
    const interval = row[end + 'Interval'];
    const figure = withUnit(data[end], known ? `${format(known[0])}–${format(known[1])}` : format(row[end]));
    return interval && row[end] !== null && interval[0] !== interval[1] ? `${figure} (${format(interval[0])}–${format(interval[1])})` : figure;
  }

  // Both ends of a row stand on its category, so the tooltip is the row's.
  function content(params) {
    const row = rows[params[0].value[1]];
    return row && { title: row.name, rows: ['first', 'second'].map((end) => [data[end].name, words(row, end)]) };
  }

  const positions = rows.map((_, i) => [0, i]);
  const drawn = (renderItem) => ({ type: 'custom', silent: true, renderItem, data: positions, z: 2 });
  return {
    ...base(data),
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    xAxis: scoreAxis(),
    yAxis: nameAxis(names(rows, width), {
      inverse: true,
      axisLine: { show: false },
      axisLabel: { ...text, fontWeight: 500, interval: 0, width: width * 0.36, overflow: 'break' },
    }),
    tooltip: { ...tip('axis', content), axisPointer: { type: 'none', axis: 'y' } },
    series: [drawn(distance), drawn(range('first')), drawn(range('second')), drawn(interval('first', -1)), drawn(interval('second', 1)), points('first'), points('second')],
  };
};
