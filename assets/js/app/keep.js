// Keeps the text that is being typed in form[data-keep] in the tab's session
// storage, so that a session that ends in the middle takes no word with it.
//
// The form's hidden fields "status" and "last" say what it is about. While they
// are the same on the next load, an empty field gets its text back; once the form
// was taken they differ, and the text is dropped. The key begins like a draft's:
// signing out removes both.
(function () {
  'use strict';

  const PREFIX = 'draft ';

  function about(form) {
    return [form.elements.status?.value, form.elements.last?.value].join(' ');
  }

  // Session storage may be switched off.
  function store(use) {
    try {
      return use(window.sessionStorage);
    } catch {
      return null;
    }
  }

  function kept(key) {
    try {
      return JSON.parse(store((s) => s.getItem(key))) ?? {};
    } catch {
      return {};
    }
  }

  function start(form) {
    const key = PREFIX + form.dataset.keep;
    const field = form.querySelector('textarea');
    const { subject, text } = kept(key);
    if (text && subject === about(form) && field.value === '') {
      field.value = text;
      // Character counts listen for this.
      field.dispatchEvent(new Event('keyup', { bubbles: true }));
    } else {
      store((s) => s.removeItem(key));
    }
    form.addEventListener('input', () => {
      store((s) => s.setItem(key, JSON.stringify({ subject: about(form), text: field.value })));
    });
  }

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('form[data-keep]').forEach(start);
    // A part of a page that htmx has swapped in.
    document.addEventListener('htmx:load', (event) => event.detail.elt.querySelectorAll?.('form[data-keep]').forEach(start));
  });
})();
