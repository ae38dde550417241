// trend: lines over points in time, named at their ends instead of in a legend. A
// missing figure is a gap. With days in "at" the points stand as far apart as the days.
mhCharts.kinds.trend = function (data, width, height) {
  'use strict';

  const { base, line, look, nameAxis, numbers, scoreAxis, text, tip, MUTED } = mhCharts;
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

  const days = data.at?.length > 1 && data.at[0] < data.at.at(-1) ? data.at : null;

  // labelled are the first and the last day, and those between with room for their words.
  function labelled() {
    const pixels = (width - grid.left - grid.right) / (days.at(-1) - days[0]);
    const words = (i) => data.x[i].length * 7.5;
    const end = days.length - 1;
    const kept = [0];
    for (let i = 1; i < end; i++) {
      const before = kept.at(-1);
      const left = (days[i] - days[before]) * pixels - (before === 0 ? words(0) : words(before) / 2);
      const right = (days[end] - days[i]) * pixels - words(end);
      if (Math.min(left, right) > words(i) / 2 + 12) kept.push(i);
    }
    return [...kept, end].map((i) => days[i]);
  }

  function timeAxis() {
    const label = (day) => data.x[days.indexOf(day)] ?? '';
    return {
      type: 'value',
      min: days[0],
      max: days.at(-1),
      axisLabel: { ...text, customValues: labelled(), formatter: label, alignMinLabel: 'left', alignMaxLabel: 'right', margin: 12 },
      axisLine: { show: true, lineStyle: { color: MUTED } },
      axisTick: { show: false },
      splitLine: { show: false },
    };
  }

  return {
    ...base(data),
    grid,
    xAxis: days ? timeAxis() : nameAxis(data.x, { boundaryGap: false, axisLabel: { ...text, interval: 'auto', margin: 12 } }),
    yAxis: scoreAxis(),
    tooltip: tip('axis', (points) => ({
      title: data.x[points[0].dataIndex],
      rows: points.map((p) => [p.seriesName, format(days ? p.value[1] : p.value)]),
    })),
    series: data.series.map((s, i) => ({
      ...line(s.kind),
      type: 'line',
      name: s.name,
      data: days ? s.values.map((value, i) => [days[i], value]) : s.values,
      connectNulls: false,
      z: s.kind === 'own' ? 3 : 2,
      endLabel: {
        show: true, ...text, fontWeight: 600, color: look(s.kind).color, offset: [0, shifts[i]],
        width: grid.right - 12, overflow: 'truncate', formatter: '{a}',
      },
    })),
  };
};
