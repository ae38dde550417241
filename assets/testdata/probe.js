// Runs in the style guide, looks at what the scripts made of it and writes what it
// saw into the page, where browser_test.go reads it.
(function () {
  'use strict';

  const seen = { violations: [], errors: [], overflow: [], charts: {}, drafts: {}, axe: [] };
  document.addEventListener('securitypolicyviolation', (e) => seen.violations.push(`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}`));
  window.addEventListener('error', (e) => seen.errors.push(e.message));
  const warn = console.warn;
  console.warn = (...words) => { seen.errors.push(words.join(' ')); warn(...words); };

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  async function hover(box) {
    const { left, top, width, height } = box.getBoundingClientRect();
    for (let x = 0.1; x < 0.95; x += 0.04) {
      for (let y = 0.1; y < 0.9; y += 0.04) {
        box.firstElementChild.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: left + width * x, clientY: top + height * y }));
        if (box.querySelector('.mh-tip-title')) return;
      }
    }
  }

  async function charts() {
    for (const box of document.querySelectorAll('.mh-chart')) {
      if (!box.hidden) await hover(box);
      seen.charts[box.dataset.chart] = {
        hidden: box.hidden || box.closest('.mh-chart-frame').hidden,
        drawn: box.querySelectorAll('svg path').length,
        label: box.getAttribute('aria-label'),
        tip: box.querySelector('.mh-tip')?.textContent ?? '',
        text: [...box.querySelectorAll('svg text')].map((t) => t.textContent).join('|'),
      };
    }
  }

  // What the printer gets: the width of each figure before, on and after the paper.
  function paper() {
    const wide = () => [...document.querySelectorAll('.mh-chart:not([hidden]) svg')].map((s) => s.width.baseVal.value);
    const before = wide();
    window.dispatchEvent(new Event('beforeprint'));
    const paper = wide();
    window.dispatchEvent(new Event('afterprint'));
    seen.paper = { before, paper, after: wide() };
  }

  function type(id, words) {
    const field = document.getElementById(id);
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  async function drafts() {
    type('ev', 'Vi måler det hvert år');
    type('f2-t', 'Skrevet uden forbindelse');
    await wait(2000);
    for (const id of ['f1', 'f2']) {
      const form = document.getElementById(id);
      seen.drafts[id] = { status: form.querySelector('.mh-draft-status').textContent, kept: sessionStorage.getItem('draft ' + form.dataset.draftKey) };
    }
    restore();
  }

  // A form that comes anew, as after signing in again, gets the kept words back.
  function restore() {
    const old = document.getElementById('f2');
    const anew = old.cloneNode(true);
    anew.querySelector('textarea').value = '';
    old.replaceWith(anew);
    document.body.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true, detail: { elt: anew } }));
    seen.drafts.restored = { value: anew.querySelector('textarea').value, note: anew.querySelector('.mh-draft-note')?.textContent ?? '', open: anew.querySelector('details').open };
  }

  function overflow() {
    const width = document.documentElement.clientWidth;
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || element.closest('.mh-table-scroll, .sr-only')) continue;
      if (box.right > width + 0.5) seen.overflow.push(`${element.tagName}.${element.getAttribute('class')} ends at ${Math.round(box.right)} of ${width}`);
    }
  }

  async function rules() {
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    seen.axe = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    seen.checked = result.passes.length;
  }

  window.addEventListener('load', async () => {
    try {
      await document.fonts.ready;
      await wait(800);
      overflow();
      await charts();
      paper();
      await drafts();
      await rules();
    } catch (error) {
      seen.errors.push(String(error));
    }
    const answer = document.createElement('script');
    answer.type = 'application/json';
    answer.id = 'seen';
    answer.textContent = JSON.stringify(seen);
    document.body.append(answer);
  });
})();
