// Saves what is being typed in form[data-draft] by itself.
//
// The form's values are sent to the address in data-draft with the header X-Draft.
// When the server does not take them (signed out, offline), they are kept in the
// tab's session storage together with the values the page came with, sent again
// until they are taken, and put back on the next load into fields that still hold
// those values; the others are shown beside the form. Nothing outlives the tab,
// nothing that has changed meanwhile is overwritten, and nothing is shown to
// anybody but who typed it.
(function () {
  'use strict';

  const DELAY = 800;
  // How long to wait before trying again, each time longer.
  const RETRIES = [2000, 5000, 10000, 20000, 30000];
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
      this.failures = 0;
    }

    start() {
      this.restore();
      this.form.addEventListener('input', () => this.change());
      this.form.addEventListener('change', () => this.change());
      this.form.addEventListener('submit', () => this.submitted());
      this.form.addEventListener('click', (event) => this.sendTo(event));
      window.addEventListener('pagehide', () => this.leave());
      window.addEventListener('online', () => this.failures && this.save());
      window.addEventListener('beforeunload', (event) => {
        if (this.failures && this.form.isConnected) event.preventDefault();
      });
    }

    // A button with an address of its own sends the whole form there.
    sendTo(event) {
      const button = event.target.closest('button[formaction]');
      if (!button) return;
      event.preventDefault();
      this.submitted();
      this.form.action = button.getAttribute('formaction');
      this.form.submit();
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
      if (this.changed || this.failures) this.keep();
      this.changed = false;
      this.failures = 0;
    }

    leave() {
      if (!this.changed || !this.form.isConnected) return;
      clearTimeout(this.timer);
      this.keep();
      this.post(true).catch(() => {});
    }

    async save() {
      if (this.sending || !this.form.isConnected) return;
      clearTimeout(this.timer);
      this.sending = true;
      this.changed = false;
      const answer = await this.ask();
      this.sending = false;
      if (answer?.ok) this.taken();
      else await this.refused(answer);
      if (this.changed) this.change();
    }

    // ask sends the draft and returns the answer, null without one. After a new
    // sign-in in another tab it learns the new session's token first.
    async ask() {
      try {
        const answer = await this.post(false);
        if (answer.status === 403 && (await renewToken(this.form))) return await this.post(false);
        return answer;
      } catch {
        return null;
      }
    }

    taken() {
      this.failures = 0;
      this.forget();
      this.offer(false);
      this.tell(this.form.dataset.draftSaved, false);
    }

    async refused(answer) {
      this.keep();
      if (answer?.status === 409) {
        this.offer(true);
        this.tell(await answer.text(), true);
        return;
      }
      const signedOut = answer?.type === 'opaqueredirect' || answer?.status === 401;
      this.tell((signedOut && this.form.dataset.draftSignedOut) || this.form.dataset.draftFailed, true);
      this.timer = setTimeout(() => this.save(), RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
      this.failures++;
    }

    // offer shows or hides the way to a colleague's draft.
    offer(shown) {
      const button = this.form.querySelector('[data-draft-compare]');
      if (button) button.hidden = !shown;
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
      const wanted = Object.keys(typed).filter((name) => !same(base[name], typed[name]) && !same(now[name], typed[name]));
      const names = wanted.filter((name) => same(now[name], base[name]));
      const lost = wanted.filter((name) => !names.includes(name) && typed[name].join('') !== '');
      if (wanted.length === 0) return;
      for (const name of names) fill(this.form, name, typed[name]);
      this.note(this.form.dataset.draftRestored, lost.map((name) => typed[name].join(', ')));
      if (names.length > 0) this.change();
    }

    tell(text, unsaved) {
      const status = this.form.querySelector('.mh-draft-status');
      if (!status || !text) return;
      status.textContent = text.replace('{time}', clock());
      status.classList.toggle('mh-draft-unsaved', unsaved);
    }

    // note says above the form that typing was put back, and shows what could
    // not be because the field has changed meanwhile.
    note(text, lost) {
      if (!text) return;
      const body = document.createElement('div');
      body.className = 'alert-body';
      const words = document.createElement('p');
      words.className = 'alert-text';
      words.textContent = text;
      body.append(words);
      for (const piece of lost) {
        const quote = document.createElement('p');
        quote.className = 'mh-typed';
        quote.textContent = `”${piece}”`;
        body.append(quote);
      }
      const note = document.createElement('div');
      note.className = 'alert alert-info mh-draft-note';
      note.setAttribute('role', 'status');
      note.append(body);
      this.form.prepend(note);
      if (!location.hash) note.scrollIntoView();
    }
  }

  // renewToken fetches this page again for the token of the session that the
  // person has now, and reports whether there is one for the same person.
  async function renewToken(form) {
    const account = form.elements.account?.value;
    const answer = await fetch(location.href, { credentials: 'same-origin', redirect: 'error' });
    if (!answer.ok || !account) return false;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('form[data-draft]');
    if (fresh?.elements.account?.value !== account) return false;
    for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = fresh.elements.csrf.value;
    return true;
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

  // What somebody else typed in this tab is gone when another person works here.
  function forgetOthers(account) {
    const own = `${PREFIX}${account} `;
    store((kept) =>
      Object.keys(kept)
        .filter((key) => key.startsWith(PREFIX) && !key.startsWith(own))
        .forEach((key) => kept.removeItem(key)),
    );
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
    const account = forms[0]?.elements.account?.value;
    if (account) forgetOthers(account);
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
