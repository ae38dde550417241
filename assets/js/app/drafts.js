// Saves what is being typed in form[data-draft] by itself.
//
// The form's values are sent to the address in data-draft with the header X-Draft.
// When the server does not take them (signed out, offline), they are kept in the
// tab's session storage together with the values the page came with, and put back
// on the next load into fields that still hold those values. Nothing outlives the
// tab, and nothing that has changed meanwhile is overwritten.
(function () {
  'use strict';

  const DELAY = 800;
  const PREFIX = 'draft ';
  const started = new WeakSet();

  class Draft {
    constructor(form) {
      this.form = form;
      this.key = PREFIX + (form.dataset.draftKey || form.dataset.draft);
      this.base = values(form);
      this.timer = 0;
      this.sending = false;
      this.changed = false;
    }

    start() {
      this.restore();
      this.form.addEventListener('input', () => this.change());
      this.form.addEventListener('change', () => this.change());
      this.form.addEventListener('submit', () => this.submitted());
      window.addEventListener('pagehide', () => this.leave());
    }

    change() {
      this.changed = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), DELAY);
    }

    // The form's own answer decides from here on. The values stay in store in case
    // that answer is a sign-in page.
    submitted() {
      clearTimeout(this.timer);
      if (this.changed) this.keep();
      this.changed = false;
    }

    leave() {
      if (!this.changed || !this.form.isConnected) return;
      clearTimeout(this.timer);
      this.keep();
      this.post(true).catch(() => {});
    }

    async save() {
      if (this.sending || !this.form.isConnected) return;
      this.sending = true;
      this.changed = false;
      let taken = false;
      try {
        taken = (await this.post(false)).ok;
      } catch {
        taken = false;
      }
      this.sending = false;
      if (taken) this.forget();
      else this.keep();
      this.tell(taken ? this.form.dataset.draftSaved : this.form.dataset.draftFailed);
      if (this.changed) this.change();
    }

    post(leaving) {
      return fetch(this.form.dataset.draft, {
        method: 'POST',
        body: new URLSearchParams(entries(this.form)),
        headers: { 'X-Draft': '1' },
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: leaving,
      });
    }

    keep() {
      store((kept) => kept.setItem(this.key, JSON.stringify({ base: this.base, typed: values(this.form) })));
    }

    forget() {
      store((kept) => kept.removeItem(this.key));
    }

    restore() {
      const text = store((kept) => kept.getItem(this.key));
      if (!text) return;
      this.forget();
      const { base, typed } = parse(text);
      const now = this.base;
      const names = Object.keys(typed).filter((name) => same(now[name], base[name]) && !same(now[name], typed[name]));
      if (names.length === 0) return;
      for (const name of names) fill(this.form, name, typed[name]);
      this.note(this.form.dataset.draftRestored);
      this.change();
    }

    tell(text) {
      const status = this.form.querySelector('.mh-draft-status');
      if (status && text) status.textContent = text.replace('{time}', clock());
    }

    note(text) {
      if (!text) return;
      const body = document.createElement('div');
      body.className = 'alert-body';
      const words = document.createElement('p');
      words.className = 'alert-text';
      words.textContent = text;
      body.append(words);
      const note = document.createElement('div');
      note.className = 'alert alert-info mh-draft-note';
      note.setAttribute('role', 'status');
      note.append(body);
      this.form.prepend(note);
    }
  }

  // What a person typed or chose: no hidden fields, passwords or files.
  function fields(form) {
    const without = ['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image'];
    return [...form.elements].filter((e) => e.name && !e.disabled && e.type !== 'fieldset' && !without.includes(e.type));
  }

  function isChoice(field) {
    return field.type === 'radio' || field.type === 'checkbox';
  }

  // values lists, for each name, what the fields of that name hold.
  function values(form) {
    const held = {};
    for (const field of fields(form)) {
      held[field.name] ??= [];
      if (!isChoice(field) || field.checked) held[field.name].push(field.value);
    }
    return held;
  }

  // entries are the pairs the form would send itself, hidden fields included.
  function entries(form) {
    return [...new FormData(form).entries()].filter(([, value]) => typeof value === 'string');
  }

  function fill(form, name, typed) {
    let next = 0;
    for (const field of fields(form).filter((e) => e.name === name)) {
      if (isChoice(field)) field.checked = typed.includes(field.value);
      else field.value = typed[next++] ?? '';
      // What is put back is to be seen.
      const folded = field.closest('details');
      if (folded && form.contains(folded)) folded.open = true;
      // Character counts and fields that unfold listen for these.
      field.dispatchEvent(new Event(isChoice(field) ? 'change' : 'keyup', { bubbles: true }));
    }
  }

  function same(a, b) {
    return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
  }

  function parse(text) {
    try {
      const { base, typed } = JSON.parse(text);
      return { base: base ?? {}, typed: typed ?? {} };
    } catch {
      return { base: {}, typed: {} };
    }
  }

  // What one person typed is not for the next who signs in at the same tab.
  function forgetAll() {
    store((kept) => Object.keys(kept).filter((key) => key.startsWith(PREFIX)).forEach((key) => kept.removeItem(key)));
  }

  // Session storage may be switched off; drafts are then only on the server.
  function store(use) {
    try {
      return use(window.sessionStorage);
    } catch {
      return null;
    }
  }

  function clock() {
    const language = document.documentElement.lang === 'en' ? 'en-GB' : 'da-DK';
    return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen' }).format(new Date());
  }

  function start(scope) {
    const forms = [...scope.querySelectorAll('form[data-draft]')];
    if (scope instanceof Element && scope.matches('form[data-draft]')) forms.unshift(scope);
    for (const form of forms) {
      if (started.has(form)) continue;
      started.add(form);
      new Draft(form).start();
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    start(document);
    document.addEventListener('htmx:load', (event) => start(event.detail.elt));
    document.addEventListener('submit', (event) => {
      if (event.target.matches('form[data-sign-out]')) forgetAll();
    });
  });
})();
