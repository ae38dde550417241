// radar: up to three series over the areas, or up to six municipalities (unit1 to unit6). An area in which some series has no
// figure is left out of the figure, because a missing point would be drawn as 0. A
// band lies below the series, between two rings.
mhCharts.kinds.radar = function (data, width, height) {
  'use strict';

  const { base, line, look, names, numbers, text, tip, LINE, NARROW } = mhCharts;
  const rings = data.series.map((s) => s.values);
  if (data.band) rings.push(data.band.low, data.band.high);
  const kept = data.axes.map((_, i) => i).filter((i) => rings.every((values) => values[i] !== null));
  if (kept.length < 3) return null;
  const axes = kept.map((i) => data.axes[i]);
  const shown = names(axes, width);
  const format = numbers(data);

  // Colour, dash and shape of each are those of the signs beside the names.
  const units = {
    unit1: unit('#0B4F75', 'circle', 'solid'),
    unit2: unit('#B3500F', 'diamond', [8, 4]),
    unit3: unit('#54278F', 'triangle', [3, 3]),
    unit4: unit('#2A6600', 'rect', [8, 3, 2, 3]),
    unit5: unit('#5C5C5C', 'emptyCircle', [2, 4]),
    unit6: unit('#A6266E', 'emptyDiamond', [10, 3]),
  };

  function unit(color, symbol, type) {
    return { symbol, symbolSize: symbol.endsWith('iamond') ? 12 : 9, lineStyle: { color, type, width: 2 }, itemStyle: { color, opacity: 1 } };
  }

  function item(series) {
    const { symbol, symbolSize, lineStyle, itemStyle } = units[series.kind] ?? line(series.kind);
    const own = series.kind === 'own';
    return {
      name: series.name,
      value: kept.map((i) => series.values[i]),
      symbol, symbolSize, lineStyle, itemStyle,
      areaStyle: own ? { color: look('own').color, opacity: 0.1 } : undefined,
      z: own ? 3 : 2,
    };
  }

  // The band is the higher ring filled and the lower one cut out of it, below the grid.
  function ring(values, color) {
    return {
      value: kept.map((i) => values[i]), symbol: 'none',
      lineStyle: { color: '#6F8794', width: 1 }, areaStyle: { color, opacity: 1 },
    };
  }

  function band() {
    const { low, high } = data.band;
    return { type: 'radar', z: 0, silent: true, tooltip: { show: false }, emphasis: { disabled: true }, data: [ring(high, '#D6E0E6'), ring(low, '#FFFFFF')] };
  }

  return {
    ...base(data),
    radar: {
      z: 1,
      indicator: shown.map((name, i) => ({ name, max: 100, min: 0, axisLabel: i === 0 ? { show: true, ...text, fontSize: 12 } : { show: false } })),
      splitNumber: 5,
      radius: width < NARROW ? Math.round(width * 0.24) : Math.round(Math.min(width * 0.31, height * 0.37)),
      axisName: { ...text, fontWeight: 500 },
      axisLine: { lineStyle: { color: LINE } },
      splitLine: { lineStyle: { color: LINE } },
      splitArea: { show: false },
    },
    tooltip: tip('item', (p) => ({ title: p.name, rows: axes.map((axis, i) => [axis.name, format(p.value[i])]) })),
    series: [
      ...(data.band ? [band()] : []),
      { type: 'radar', z: 2, data: data.series.map(item), emphasis: { lineStyle: { width: 4 } } },
    ],
  };
};
