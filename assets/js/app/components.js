// Starts the dkfds components one by one, so that one with faulty markup does not
// stop the others: on the page when it is read, and on what htmx swaps in.
(function () {
  'use strict';

  const started = new WeakSet();

  // Texts are Danish inside dkfds; ours come with the element.
  function texts(element, names) {
    const given = {};
    for (const [attribute, keys] of Object.entries(names)) {
      const text = element.dataset[attribute];
      if (!text) return undefined;
      for (const key of keys) given[key] = text;
    }
    return given;
  }

  const limitTexts = {
    textRemaining: ['character_remaining', 'characters_remaining'],
    textOver: ['character_too_many', 'characters_too_many'],
  };
  const accordionTexts = { textOpenAll: ['open_all'], textCloseAll: ['close_all'] };

  const components = [
    ['.accordion, .accordion-bordered', (e) => new DKFDS.Accordion(e, texts(e, accordionTexts)).init()],
    ['.alert.has-close', (e) => new DKFDS.Alert(e).init()],
    ['.form-limit', (e) => new DKFDS.CharacterLimit(e, texts(e, limitTexts)).init()],
    ['.js-checkbox-toggle-content', (e) => new DKFDS.CheckboxToggleContent(e).init()],
    ['.js-dropdown', (e) => new DKFDS.Dropdown(e).init()],
    ['.js-menudropdown', (e) => new DKFDS.MenuDropdown(e).init()],
    ['.js-radio-toggle-group', (e) => new DKFDS.RadioToggleGroup(e).init()],
    ['.fds-modal', (e) => new DKFDS.Modal(e).init()],
    ['.tooltip-wrapper', (e) => new DKFDS.Tooltip(e).init()],
    ['.toast:not(.hide)', (e) => new DKFDS.Toast(e).show()],
    ['div.tab-container', (e) => new DKFDS.Tabs(e).init()],
    ['[data-module="error-summary"]', (e) => new DKFDS.ErrorSummary(e).init()],
  ];

  function start(scope) {
    for (const [selector, begin] of components) {
      const found = [...scope.querySelectorAll(selector)];
      if (scope instanceof Element && scope.matches(selector)) found.unshift(scope);
      for (const element of found) attempt(element, begin);
    }
  }

  function attempt(element, begin) {
    if (started.has(element)) return;
    started.add(element);
    try {
      begin(element);
    } catch (error) {
      console.warn('component not started', element, error);
    }
  }

  // The menu is the page's, never a fragment's: started twice it would add a
  // second "more" menu.
  function startMenu() {
    attempt(document.documentElement, () => new DKFDS.Navigation().init());
    const more = document.querySelector('.navigation-menu .more-button span');
    const text = document.querySelector('.navigation-menu nav[data-more]')?.dataset.more;
    if (more && text) more.textContent = text;
  }

  document.addEventListener('DOMContentLoaded', () => {
    if (typeof DKFDS === 'undefined') return;
    startMenu();
    start(document);
    document.addEventListener('htmx:load', (event) => start(event.detail.elt));
  });
})();
