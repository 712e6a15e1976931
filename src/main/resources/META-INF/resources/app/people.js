import { h } from './dom.js';

/** An avatar: a letter on a colour of the account's own, because a picture would be loaded from another host. */
export function avatar(account) {
  const name = account?.display_name || account?.username || '?';
  const letter = [...name.trim()][0] ?? '?';
  return h('span', { class: `avatar hue-${hash(account?.acct ?? '') % 12}`, 'aria-hidden': 'true' }, letter.toUpperCase());
}

export function nameOf(account) {
  return account?.display_name || account?.username || 'Somebody';
}

export function byline(account) {
  return h('p', { class: 'byline' },
    h('bdi', { class: 'name' }, nameOf(account)), ' ',
    h('span', { class: 'acct' }, `@${account?.acct ?? '?'}`));
}

function hash(text) {
  let sum = 7;
  for (const letter of text) {
    sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  }
  return sum;
}
