// A request of htmx that fails must not fail in silence: the page's
// [data-request-error] element shows until the next one succeeds.
(function () {
  'use strict';

  function show(failed) {
    for (const notice of document.querySelectorAll('[data-request-error]')) notice.hidden = !failed;
  }

  document.addEventListener('htmx:sendError', () => show(true));
  document.addEventListener('htmx:responseError', () => show(true));
  document.addEventListener('htmx:timeout', () => show(true));
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful) show(false);
  });

  // A form that names its defaults (data-defaults) asks only for what differs
  // from them, so that the address says what was chosen and nothing else.
  document.addEventListener('htmx:configRequest', (event) => {
    const form = event.target.closest('form[data-defaults]');
    if (!form) return;
    const defaults = JSON.parse(form.dataset.defaults);
    const parameters = event.detail.parameters;
    for (const name of Object.keys(defaults)) {
      if (parameters[name] === defaults[name]) delete parameters[name];
    }
  });
})();
