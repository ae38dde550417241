// Opens what an address points at inside a closed "details", and all of them
// while the page is printed.
(function () {
  'use strict';

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target?.closest('details');
    if (!details || details.open) return;
    details.open = true;
    target.scrollIntoView();
  }

  let opened = [];

  addEventListener('DOMContentLoaded', openTarget);
  addEventListener('hashchange', openTarget);
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('main details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
