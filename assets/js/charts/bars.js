// bar: one horizontal bar per row, in the order given, the figure at its end. A row
// with level takes the level's fill; an interval is drawn as a thin line.
mhCharts.kinds.bar = function (data, width) {
  'use strict';

  const { base, levels, levelEdges, look, nameAxis, names, numbers, scoreAxis, text, tip, withUnit, INK, MUTED } = mhCharts;
  const format = numbers(data);
  const rows = data.rows;

  function bar(row) {
    const known = row.level !== undefined;
    return {
      value: row.value,
      itemStyle: { color: known ? levels[row.level] : look('own').color, borderColor: known ? levelEdges[row.level] : undefined, borderWidth: known ? 1 : 0 },
    };
  }

  // extra draws what stands beside the bar: the interval and, clear of it, the figure.
  function extra(params, api) {
    const row = rows[params.dataIndex];
    const end = Math.max(row.value ?? 0, row.interval?.[1] ?? 0);
    const [x, y] = api.coord([end, params.dataIndex]);
    const children = row.interval && row.value !== null ? whiskers(row.interval, params.dataIndex, api) : [];
    return { type: 'group', children: [...children, figure(x, y, format(row.value))] };
  }

  function whiskers([low, high], index, api) {
    const [from, y] = api.coord([low, index]);
    const [to] = api.coord([high, index]);
    const style = { stroke: INK, lineWidth: 2 };
    const stroke = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
    return [stroke(from, y, to, y), stroke(from, y - 5, from, y + 5), stroke(to, y - 5, to, y + 5)];
  }

  function figure(x, y, words) {
    return { type: 'text', style: { x: x + 8, y, text: words, font: '14px "IBM Plex Sans", sans-serif', fill: INK, textVerticalAlign: 'middle' } };
  }

  function content(points) {
    const row = rows[points[0].dataIndex];
    const range = row.interval ? [[data.intervalName ?? '', `${format(row.interval[0])}–${format(row.interval[1])}`]] : [];
    return { title: row.name, rows: [[data.valueName ?? '', withUnit(data, format(row.value))], ...range] };
  }

  const mark = data.mark && {
    silent: true,
    symbol: 'none',
    lineStyle: { color: MUTED, type: 'dotted', width: 2 },
    label: { ...text, color: MUTED, formatter: `${data.mark.name} ${format(data.mark.value)}` },
    data: [{ xAxis: data.mark.value }],
  };

  return {
    ...base(data),
    grid: { left: 8, right: 44, top: data.mark ? 28 : 8, bottom: 8, containLabel: true },
    xAxis: scoreAxis(),
    yAxis: nameAxis(names(rows, width), { inverse: true, axisLabel: { ...text, interval: 0, width: width * 0.36, overflow: 'break' } }),
    tooltip: tip('axis', content),
    series: [
      {
        type: 'bar', data: rows.map(bar), barMaxWidth: 22, markLine: mark || undefined,
      },
      { type: 'custom', silent: true, z: 3, renderItem: extra, data: rows.map((_, i) => [0, i]), tooltip: { show: false } },
    ],
  };
};

// histogram: how many fall in each class from 0 to 100, in the fill of the class's
// level, with a line where the own score lies.
mhCharts.kinds.histogram = function (data) {
  'use strict';

  const { base, levels, levelEdges, look, numbers, scoreAxis, text, tip, withUnit, INK, MUTED } = mhCharts;
  const score = numbers(data);
  const whole = numbers(data, 0);
  const most = Math.max(1, ...data.bins.map((bin) => bin.count));

  function column(params, api) {
    const bin = data.bins[params.dataIndex];
    const [left, top] = api.coord([bin.from, bin.count]);
    const [right, bottom] = api.coord([bin.to, 0]);
    const known = bin.level !== undefined;
    return {
      type: 'rect',
      shape: { x: left + 1, y: top, width: Math.max(1, right - left - 2), height: bottom - top },
      style: { fill: known ? levels[bin.level] : look('own').color, stroke: known ? levelEdges[bin.level] : undefined, lineWidth: known ? 1 : 0 },
    };
  }

  const count = (i) => (data.bins[i].count > 0 ? whole(data.bins[i].count) : '');
  const named = { nameLocation: 'middle', nameTextStyle: { ...text, fontWeight: 600 } };
  const mark = data.mark && {
    silent: true,
    symbol: 'none',
    lineStyle: { color: INK, type: 'solid', width: 2 },
    label: { ...text, fontWeight: 600, formatter: `${data.mark.name} ${score(data.mark.value)}` },
    data: [{ xAxis: data.mark.value }],
  };

  return {
    ...base(data),
    grid: { left: 52, right: 16, top: 28, bottom: 52 },
    xAxis: scoreAxis({ name: data.x.name, nameGap: 30, ...named, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: MUTED } } }),
    yAxis: scoreAxis({ name: data.y.name, nameGap: 34, ...named, max: undefined, interval: undefined, minInterval: 1, splitNumber: Math.min(4, most) }),
    tooltip: tip('item', (p) => {
      const bin = data.bins[p.dataIndex];
      return bin && { title: `${whole(bin.from)}–${whole(bin.to)}`, rows: [[bin.name ?? '', withUnit(data, whole(bin.count))]] };
    }),
    series: [
      { type: 'custom', renderItem: column, encode: { x: [0, 1], y: 2 }, data: data.bins.map((bin) => [bin.from, bin.to, bin.count]) },
      {
        type: 'scatter', silent: true, symbolSize: 0, markLine: mark || undefined,
        data: data.bins.map((bin) => [(bin.from + bin.to) / 2, bin.count]),
        label: { show: true, position: 'top', ...text, fontSize: 12, formatter: (p) => count(p.dataIndex) },
      },
    ],
  };
};
