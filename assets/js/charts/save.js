// Saves a figure as a file. It is drawn anew at the width of print, out of sight, put
// into its picture, and written as SVG, or painted on a canvas and written as PNG:
// the content security policy lets no picture be loaded from data.
mhCharts.save = (function () {
  'use strict';

  const SCALE = 2;
  const shapes = {
    path: (e) => new Path2D(e.getAttribute('d') ?? ''),
    rect: (e) => made((p) => p.rect(number(e, 'x'), number(e, 'y'), number(e, 'width'), number(e, 'height'))),
    circle: (e) => made((p) => p.arc(number(e, 'cx'), number(e, 'cy'), number(e, 'r'), 0, 2 * Math.PI)),
    ellipse: (e) => made((p) => p.ellipse(number(e, 'cx'), number(e, 'cy'), number(e, 'rx'), number(e, 'ry'), 0, 0, 2 * Math.PI)),
    line: (e) => made((p) => { p.moveTo(number(e, 'x1'), number(e, 'y1')); p.lineTo(number(e, 'x2'), number(e, 'y2')); }),
    polyline: (e) => made((p) => corners(e).forEach(([x, y], i) => (i ? p.lineTo(x, y) : p.moveTo(x, y)))),
    polygon: (e) => made((p) => { corners(e).forEach(([x, y], i) => (i ? p.lineTo(x, y) : p.moveTo(x, y))); p.closePath(); }),
  };

  function made(draw) {
    const path = new Path2D();
    draw(path);
    return path;
  }

  function number(element, name) {
    return Number.parseFloat(element.getAttribute(name) ?? '0') || 0;
  }

  function corners(element) {
    const numbers = (element.getAttribute('points') ?? '').split(/[\s,]+/).filter(Boolean).map(Number);
    return numbers.flatMap((x, i) => (i % 2 ? [] : [[x, numbers[i + 1]]]));
  }

  // outOfSight returns a box for what has to be laid out but not seen.
  function outOfSight(width, height) {
    const box = document.createElement('div');
    box.setAttribute('aria-hidden', 'true');
    Object.assign(box.style, { position: 'fixed', left: '-9999px', top: '0', width: `${width}px`, height: `${height}px` });
    document.body.append(box);
    return box;
  }

  function drawn(kind, data) {
    const { inner } = mhCharts.picture;
    const height = kind === 'quadrant' ? 640 : Math.max(300, 44 * (data.rows?.length ?? 0) + 60);
    const box = outOfSight(inner, height);
    const chart = echarts.init(box, null, { renderer: 'svg', width: inner, height });
    chart.setOption({ ...mhCharts.kinds[kind](data, inner, height), animation: false });
    const svg = mhCharts.picture.compose(data, box.querySelector('svg'), height);
    box.replaceChildren(svg);
    return { svg, done: () => { chart.dispose(); box.remove(); } };
  }

  function written(svg) {
    const text = new XMLSerializer().serializeToString(svg);
    return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', text], { type: 'image/svg+xml' });
  }

  function painted(svg) {
    const canvas = document.createElement('canvas');
    canvas.width = number(svg, 'width') * SCALE;
    canvas.height = number(svg, 'height') * SCALE;
    const context = canvas.getContext('2d');
    const origin = svg.getScreenCTM();
    for (const element of svg.querySelectorAll(Object.keys(shapes).concat('text').join(','))) {
      if (element.closest('defs, clipPath')) continue;
      const style = getComputedStyle(element);
      if (style.display === 'none' || style.visibility === 'hidden') continue;
      const m = origin.inverse().multiply(element.getScreenCTM());
      context.setTransform(SCALE * m.a, SCALE * m.b, SCALE * m.c, SCALE * m.d, SCALE * m.e, SCALE * m.f);
      if (element.tagName === 'text') paintText(context, element, style);
      else paintShape(context, shapes[element.tagName](element), style);
    }
    return new Promise((done) => canvas.toBlob(done, 'image/png'));
  }

  function paintShape(context, path, style) {
    const opacity = Number(style.opacity);
    if (style.fill !== 'none') {
      context.globalAlpha = opacity * Number(style.fillOpacity);
      context.fillStyle = style.fill;
      context.fill(path);
    }
    const width = Number.parseFloat(style.strokeWidth);
    if (style.stroke !== 'none' && width > 0) {
      context.globalAlpha = opacity * Number(style.strokeOpacity);
      context.strokeStyle = style.stroke;
      context.lineWidth = width;
      context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(Number.parseFloat));
      context.stroke(path);
    }
  }

  function paintText(context, element, style) {
    context.globalAlpha = Number(style.opacity) * Number(style.fillOpacity);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.fill;
    context.textAlign = { middle: 'center', end: 'right' }[style.textAnchor] ?? 'left';
    context.textBaseline = { central: 'middle', middle: 'middle', hanging: 'hanging', 'text-before-edge': 'top', 'text-after-edge': 'bottom' }[style.dominantBaseline] ?? 'alphabetic';
    context.fillText(element.textContent, number(element, 'x'), number(element, 'y') + number(element, 'dy'));
  }

  function hand(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  return async function save(box, form) {
    const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
    const { svg, done } = drawn(box.dataset.chart, data);
    try {
      hand(form === 'png' ? await painted(svg) : written(svg), `${data.press.file}.${form}`);
    } finally {
      done();
    }
  };
})();
