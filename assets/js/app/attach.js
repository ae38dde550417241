// Sends the files chosen in input[data-attach] at once, with the button beside
// it, so that they are safe before anything else is done. The button is for
// browsers without scripts.
(function () {
  'use strict';

  const started = new WeakSet();

  function attach(input) {
    const button = input.parentElement.querySelector('button');
    if (!button) return;
    button.hidden = true;
    input.addEventListener('change', (event) => {
      // What is chosen is no draft: the form itself goes.
      event.stopPropagation();
      if (input.files.length === 0) return;
      const status = input.form.querySelector('.mh-draft-status');
      if (status) status.textContent = input.dataset.attach;
      // Clicked, because htmx sends a button's name for no other submission.
      button.click();
    });
  }

  function start(scope) {
    for (const input of scope.querySelectorAll('input[data-attach]')) {
      if (started.has(input)) continue;
      started.add(input);
      attach(input);
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    start(document);
    document.addEventListener('htmx:load', (event) => start(event.detail.elt));
  });
})();
