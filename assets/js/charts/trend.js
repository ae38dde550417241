// trend: lines over points in time, named at their ends instead of in a legend. A
// missing figure is a gap.
mhCharts.kinds.trend = function (data, width, height) {
  'use strict';

  const { base, line, look, nameAxis, numbers, scoreAxis, text, tip } = mhCharts;
  const LABEL = 18;
  const format = numbers(data);
  const room = Math.max(...data.series.map((s) => s.name.length)) * 7 + 24;
  const grid = { left: 36, right: Math.min(room, width / 3), top: 12, bottom: 32 };
  const shifts = spread(data.series.map(last), height - grid.top - grid.bottom);

  function last(series) {
    return series.values.findLast((v) => v !== null) ?? null;
  }

  // spread moves end labels apart, by their own height, where lines end close
  // together; it returns the shift of each in pixels, downwards positive.
  function spread(ends, pixels) {
    const order = ends.map((value, i) => ({ i, at: (100 - (value ?? 0)) * pixels / 100 })).sort((a, b) => a.at - b.at);
    const placed = order.map((e) => e.at);
    for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i], placed[i - 1] + LABEL);
    const push = order.reduce((sum, e, i) => sum + placed[i] - e.at, 0) / order.length;
    const result = new Array(ends.length).fill(0);
    order.forEach((e, i) => { result[e.i] = placed[i] - push - e.at; });
    return result;
  }

  return {
    ...base(data),
    grid,
    xAxis: nameAxis(data.x, { boundaryGap: false, axisLabel: { ...text, interval: 'auto', margin: 12 } }),
    yAxis: scoreAxis(),
    tooltip: tip('axis', (points) => ({ title: points[0].axisValue, rows: points.map((p) => [p.seriesName, format(p.value)]) })),
    series: data.series.map((s, i) => ({
      ...line(s.kind),
      type: 'line',
      name: s.name,
      data: s.values,
      connectNulls: false,
      z: s.kind === 'own' ? 3 : 2,
      endLabel: {
        show: true, ...text, fontWeight: 600, color: look(s.kind).color, offset: [0, shifts[i]],
        width: grid.right - 12, overflow: 'truncate', formatter: '{a}',
      },
    })),
  };
};
