// In a choice of levels a number key chooses the level while one of the choices
// has the focus, as the arrow keys do. Elsewhere number keys are left alone.
(function () {
  'use strict';

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    if (!event.target.matches?.('.mh-level > input[type="radio"]')) return;
    const wanted = [...event.target.closest('.mh-levels').querySelectorAll('input[type="radio"]')].find((field) => field.value === event.key);
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  });
})();
