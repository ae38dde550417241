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
})();
