import { drawBlurhash } from './blurhash.js';
import { clock, h } from './dom.js';
import { avatar, byline, nameOf } from './people.js';
import { safeAddress, sanitise } from './sanitise.js';

/** A status as nodes. It may come from any server and lack any member. */
export function statusNodes(status, { onTag } = {}) {
  const shown = status.reblog ?? status;
  const body = h('div', { class: 'body', lang: shown.language, dir: 'auto' }, sanitise(shown.content));
  const parts = [
    body,
    media(list(shown.media_attachments)),
    shown.poll ? poll(shown.poll) : null,
    shown.card ? card(shown.card) : null,
  ];
  return [
    status.reblog ? h('p', { class: 'context' }, `⟲ ${nameOf(status.account)} boosted`) : null,
    status.in_reply_to_id ? h('p', { class: 'context' }, '↩ In reply to a post') : null,
    h('header', {}, avatar(shown.account), byline(shown.account), facts(shown)),
    filtered(list(status.filtered)),
    shown.spoiler_text
      ? h('details', { class: 'spoiler' },
        h('summary', { dir: 'auto', lang: shown.language }, shown.spoiler_text), ...parts.filter(Boolean))
      : null,
    ...(shown.spoiler_text ? [] : parts),
    tags(list(shown.tags), onTag),
  ].filter(Boolean);
}

/** A value that should be an array, but from a stranger may be anything. */
function list(value) {
  return Array.isArray(value) ? value.filter((item) => item && typeof item === 'object') : [];
}

function facts(status) {
  const visibility = status.visibility && status.visibility !== 'public' ? status.visibility : null;
  return h('p', { class: 'facts' },
    visibility ? h('span', { class: 'fact' }, visibility) : null,
    status.language ? h('span', { class: 'fact', title: 'Language' }, status.language) : null,
    h('time', { datetime: status.created_at, title: 'Written' }, clock(new Date(status.created_at))));
}

function filtered(results) {
  if (results.length === 0) {
    return null;
  }
  const texts = results.map((result) =>
    `${result.filter?.title ?? 'a filter'} (${result.filter?.filter_action ?? 'warn'}): ${(result.keyword_matches ?? []).join(', ')}`);
  return h('p', { class: 'filtered' }, `Matches the filter ${texts.join('; ')}`);
}

function media(attachments) {
  if (attachments.length === 0) {
    return null;
  }
  return h('ul', { class: 'media' }, ...attachments.map((attachment) => {
    const canvas = h('canvas', { width: 32, height: 20, 'aria-hidden': 'true' });
    drawBlurhash(attachment.blurhash, canvas);
    return h('li', {}, h('figure', {}, canvas,
      h('figcaption', { dir: 'auto' }, h('span', { class: 'kind' }, attachment.type ?? 'file'), ' ',
        attachment.description || 'No description')));
  }));
}

function poll(data) {
  const options = list(data.options);
  const votes = Math.max(1, options.reduce((sum, option) => sum + (option.votes_count ?? 0), 0));
  return h('ul', { class: 'poll' }, ...options.map((option) => {
    const percent = Math.round((100 * (option.votes_count ?? 0)) / votes);
    return h('li', {},
      h('span', { class: 'option', dir: 'auto' }, option.title ?? ''),
      h('span', { class: 'percent' }, `${percent} %`),
      h('meter', { min: 0, max: 100, value: percent, 'aria-hidden': 'true' }));
  }));
}

function card(data) {
  const address = safeAddress(data.url);
  return h(address ? 'a' : 'p',
    { class: 'card-preview', ...(address ? { href: address, target: '_blank', rel: 'nofollow noopener noreferrer' } : {}) },
    h('span', { class: 'provider' }, data.provider_name || 'Link'),
    h('span', { class: 'title', dir: 'auto', lang: data.language }, data.title ?? ''));
}

function tags(items, onTag) {
  if (items.length === 0) {
    return null;
  }
  return h('ul', { class: 'tags' }, ...items.map((tag) => {
    const button = h('button', { type: 'button', title: `Watch #${tag.name}` }, `#${tag.name}`);
    button.addEventListener('click', () => onTag?.(tag.name));
    return h('li', {}, button);
  }));
}
