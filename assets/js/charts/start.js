// Finds the chart boxes, draws them, and draws again when their width changes and for
// the printer.
(function () {
  'use strict';

  // A width that fits between the margins of an A4 page.
  const PAPER = 640;
  const drawn = new Map();

  // A box whose data or kind is missing stays hidden: the table beside it says the same.
  function start(box) {
    if (drawn.has(box)) return;
    const source = document.getElementById(box.dataset.source);
    const build = mhCharts.kinds[box.dataset.chart];
    if (!source || !build) return;
    try {
      draw(box, build, JSON.parse(source.textContent));
    } catch (error) {
      hide(box, true);
      console.warn('chart not drawn', box, error);
    }
  }

  function draw(box, build, data) {
    hide(box, false);
    let width = box.clientWidth;
    const options = build(data, width, box.clientHeight);
    if (!options) {
      hide(box, true);
      return;
    }
    const chart = echarts.init(box, null, { renderer: 'svg' });
    chart.setOption(options);
    // Height is fixed by the style sheet; watching it too would answer our own drawing.
    const observer = new ResizeObserver(() => {
      if (box.clientWidth === width || box.clientWidth === 0) return;
      width = box.clientWidth;
      redraw(width);
    });
    // A figure keeps the size it has on the screen, so it is drawn anew for the paper.
    function redraw(wide) {
      const height = box.clientHeight;
      chart.resize({ width: wide, height });
      chart.setOption({ ...build(data, wide, height), animation: false }, true);
    }
    observer.observe(box);
    drawn.set(box, { chart, observer, redraw });
  }

  function hide(box, hidden) {
    box.hidden = hidden;
    const frame = box.closest('.mh-chart-frame');
    if (frame) frame.hidden = hidden;
    for (const button of frame?.querySelectorAll('[data-chart-save]') ?? []) {
      button.onclick ??= () => mhCharts.save(box, button.dataset.chartSave);
    }
  }

  function boxes(scope) {
    const found = [...scope.querySelectorAll('.mh-chart[data-chart]')];
    if (scope instanceof Element && scope.matches('.mh-chart[data-chart]')) found.unshift(scope);
    return found;
  }

  function stop(scope) {
    for (const box of boxes(scope)) {
      const { chart, observer } = drawn.get(box) ?? {};
      observer?.disconnect();
      chart?.dispose();
      drawn.delete(box);
    }
  }

  addEventListener('beforeprint', () => {
    for (const [box, { redraw }] of drawn) redraw(Math.min(box.clientWidth, PAPER));
  });
  addEventListener('afterprint', () => {
    for (const [box, { redraw }] of drawn) redraw(box.clientWidth);
  });

  // Text is measured when it is drawn, so the font has to be there first.
  document.addEventListener('DOMContentLoaded', async () => {
    if (typeof echarts === 'undefined') return;
    await document.fonts.ready;
    boxes(document).forEach(start);
    document.addEventListener('htmx:load', (event) => boxes(event.detail.elt).forEach(start));
    document.addEventListener('htmx:beforeCleanupElement', (event) => stop(event.detail.elt));
  });
})();
