// dumbbell: two ends per row and the distance between them, in the order given
// (largest distance first). An end known only as a range is a pale bar from low to
// high instead of a point.
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

  function points(end) {
    const { symbol, itemStyle } = line(data[end].kind);
    return {
      type: 'scatter', name: data[end].name, symbol, itemStyle, symbolSize: symbol === 'diamond' ? 16 : 14, z: 3,
      data: rows.map((row, i) => [row[end], i]).filter(([value]) => value !== null),
    };
  }

  function words(row, end) {
    const known = row[end + 'Range'];
    return withUnit(data[end], known ? `${format(known[0])}–${format(known[1])}` : format(row[end]));
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
    series: [drawn(distance), drawn(range('first')), drawn(range('second')), points('first'), points('second')],
  };
};
