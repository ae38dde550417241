// What all charts share: colours, number format, axes, the tooltip, and the list of
// kinds that the other files fill. One global, mhCharts.
//
// Data blocks are read once and trusted: the server writes them.
window.mhCharts = (function () {
  'use strict';

  const INK = '#1A1A1A';
  const MUTED = '#5C5C5C';
  const LINE = '#DCDCDC';
  const NARROW = 420;

  // Shape and dash repeat the colour.
  const series = {
    own: { color: '#0B4F75', symbol: 'circle', type: 'solid', width: 3 },
    group: { color: '#B3500F', symbol: 'diamond', type: 'dashed', width: 2 },
    country: { color: '#5C5C5C', symbol: 'emptyCircle', type: 'dotted', width: 2 },
    perceived: { color: '#B3500F', symbol: 'circle', type: 'solid', width: 2 },
    measured: { color: '#54278F', symbol: 'diamond', type: 'solid', width: 2 },
    even: { color: '#5C5C5C', symbol: 'rect', type: 'solid', width: 2 },
    sure: { color: '#0B4F75', symbol: 'circle', type: 'solid', width: 2 },
    open: { color: '#B3500F', symbol: 'emptyCircle', type: 'solid', width: 2 },
    seats: { color: '#5C5C5C', symbol: 'emptyDiamond', type: 'solid', width: 2 },
  };

  const levels = ['#F8EFD8', '#BFE9E2', '#86C5C6', '#459CAA', '#146FA1', '#00365D'];
  const levelEdges = ['#8C7B4F', '#3F8580', '#3F8585', '#459CAA', '#146FA1', '#00365D'];

  const text = { fontFamily: '"IBM Plex Sans", sans-serif', fontSize: 14, color: INK };

  function look(kind) {
    return series[kind] || series.even;
  }

  // numbers returns a formatter in the data's language: decimal comma in Danish, the
  // minus sign U+2212 in both, an en dash for what is missing.
  function numbers(data, decimals) {
    const digits = decimals ?? data.decimals ?? 1;
    const format = new Intl.NumberFormat(data.lang === 'en' ? 'en-GB' : 'da-DK', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    return (value) => (value === null || value === undefined ? '–' : format.format(value).replace('-', '−'));
  }

  function withUnit(data, formatted) {
    return data.unit && formatted !== '–' ? `${formatted} ${data.unit}` : formatted;
  }

  // base is the part of the options that every kind has.
  function base(data) {
    return {
      animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      animationDuration: 300,
      textStyle: text,
      aria: { enabled: true, label: { description: data.description } },
    };
  }

  // scoreAxis runs from 0 to 100 with a line every 20.
  function scoreAxis(extra) {
    return {
      type: 'value',
      min: 0,
      max: 100,
      interval: 20,
      axisLabel: { ...text, formatter: '{value}' },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: LINE } },
      ...extra,
    };
  }

  function nameAxis(names, extra) {
    return {
      type: 'category',
      data: names,
      axisLabel: { ...text, interval: 0, margin: 12 },
      axisLine: { lineStyle: { color: MUTED } },
      axisTick: { show: false },
      ...extra,
    };
  }

  function names(rows, width) {
    return rows.map((row) => (width < NARROW && row.short ? row.short : row.name));
  }

  // tip is the only tooltip that the content security policy allows: a node with
  // classes, text set as text, no transition.
  function tip(trigger, content) {
    return {
      trigger,
      confine: true,
      className: 'mh-tip',
      transitionDuration: 0,
      backgroundColor: '#FFFFFF',
      borderColor: '#8E8E8E',
      borderWidth: 1,
      padding: [8, 12],
      textStyle: text,
      axisPointer: { type: 'line', lineStyle: { color: MUTED, type: 'dotted' } },
      formatter: (params) => {
        const shown = content(params);
        return shown ? tipNode(shown.title, shown.rows) : '';
      },
    };
  }

  function tipNode(title, rows) {
    const node = document.createElement('div');
    node.append(span('mh-tip-title', title));
    for (const [name, value] of rows) {
      const row = span('mh-tip-row', '');
      row.append(span('', name), span('mh-tip-value', value));
      node.append(row);
    }
    return node;
  }

  function span(name, words) {
    const node = document.createElement('span');
    if (name) node.className = name;
    node.textContent = words;
    return node;
  }

  // line is the look of one series: line and points.
  function line(kind) {
    const { color, symbol, type, width } = look(kind);
    return {
      symbol,
      symbolSize: symbol === 'diamond' ? 11 : 9,
      showSymbol: true,
      lineStyle: { color, type, width },
      itemStyle: { color, opacity: 1 },
    };
  }

  return {
    INK, MUTED, LINE, NARROW, levels, levelEdges, text,
    base, line, look, nameAxis, names, numbers, scoreAxis, tip, withUnit,
    kinds: {},
  };
})();
