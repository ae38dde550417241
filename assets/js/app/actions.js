// Buttons that only a script can answer: they are hidden without one.
// [data-copy] copies its text and says [data-copied]; [data-print] prints the page.
(function () {
  'use strict';

  function show(scope) {
    for (const button of scope.querySelectorAll('button[data-copy], button[data-print]')) button.hidden = false;
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.querySelector('span') ?? button;
    words.textContent = button.dataset.copied;
    const live = document.getElementById('live');
    if (live) live.textContent = button.dataset.copied;
  }

  document.addEventListener('DOMContentLoaded', () => show(document));
  document.addEventListener('htmx:load', (event) => show(event.detail.elt));
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('button[data-copy], button[data-print]');
    if (!button) return;
    if (button.dataset.copy) copy(button).catch(() => {});
    else window.print();
  });
})();
