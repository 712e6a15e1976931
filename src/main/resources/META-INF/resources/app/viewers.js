import { h } from './dom.js';

const NOBODY = 'nobody';
const OWN = 'own';

/** The choice of a viewer: one of the cast, an anonymous one, or one by a token that is typed in. */
export class ViewerChoice {
  #cast;
  #select;
  #note;
  #own;
  #token;

  /**
   * id: of the select; the ids of its other elements begin with it
   * none: the label for no viewer at all, if the choice is optional
   */
  constructor(id, cast, { none, onChange }) {
    this.#cast = cast;
    this.#select = document.getElementById(id);
    this.#note = document.getElementById(`${id}-note`);
    this.#own = document.getElementById(`${id}-own`);
    this.#token = document.getElementById(`${id}-token`);
    if (none) {
      this.#select.append(h('option', { value: '' }, none));
    }
    for (const account of cast.accounts) {
      this.#select.append(h('optgroup', { label: `${account.displayName} @${account.acct}` },
        ...account.tokens.map((token) =>
          h('option', { value: token.token }, `${account.acct} · ${token.scopes}${token.note ? ` (${token.note})` : ''}`))));
    }
    this.#select.append(h('optgroup', { label: 'Others' },
      h('option', { value: NOBODY }, 'nobody (no token)'), h('option', { value: OWN }, 'a token of your own …')));
    if (!none && cast.accounts.length === 0) {
      this.#select.value = OWN;
    }
    this.#select.addEventListener('input', onChange);
    this.#token.addEventListener('input', onChange);
  }

  get chosen() {
    return this.#select.value !== '';
  }

  get own() {
    return this.#select.value === OWN;
  }

  get token() {
    return this.own ? this.#token.value.trim() : this.#select.value === NOBODY ? '' : this.#select.value;
  }

  /** The chosen one of the cast. */
  get account() {
    return this.#cast.accounts.find((each) => each.tokens.some((token) => token.token === this.token));
  }

  get name() {
    return this.account ? `@${this.account.acct}` : this.own ? 'the owner of your token' : 'a reader without a token';
  }

  adapt() {
    this.#own.hidden = !this.own;
    this.#note.textContent = this.account?.about ?? '';
  }

  /** As a text for the address, which never contains a token that was typed in … */
  get written() {
    return this.#select.value;
  }

  /** … and back from there. */
  read(text) {
    if (text && [...this.#select.options].some((option) => option.value === text)) {
      this.#select.value = text;
    }
  }
}
