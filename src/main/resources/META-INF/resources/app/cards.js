import { clock, h } from './dom.js';
import { avatar, byline, nameOf } from './people.js';
import { gapWords } from './resume.js';
import { sanitise, textOf } from './sanitise.js';
import { statusNodes } from './status.js';

const DEEDS = {
  mention: 'mentioned you',
  favourite: 'favourited your post',
  reblog: 'boosted your post',
  follow: 'follows you',
  follow_request: 'asks to follow you',
  poll: 'ran a poll that has ended',
  status: 'posted',
  update: 'edited a post',
};

/** One viewer's events as cards; edits and deletions change the card of their status. */
export class Cards {
  #rows;
  #column;
  #options;
  #event;

  constructor(rows, column, options) {
    this.#rows = rows;
    this.#column = column;
    this.#options = options;
  }

  /** event: as event.js reads it; an event from several streams is one card with all their names. */
  add(event) {
    this.#event = event;
    if (!this.#cameFromAnother()) {
      this.#show(event);
    }
  }

  #show({ event, data, payload }) {
    switch (event) {
      case 'update':
        this.#prepend(event, { id: `status-${payload?.id}` }, ...this.#status(payload));
        break;
      case 'status.update':
        this.#edit(payload);
        break;
      case 'delete':
        this.#strike(`status-${data}`, event, `Deleted: ${data}`);
        break;
      case 'notification':
        this.#prepend(event, {}, ...notification(payload));
        break;
      case 'conversation':
        this.#prepend(event, {}, h('p', { class: 'context' }, '✉ Direct conversation'), ...this.#status(payload?.last_status));
        break;
      case 'announcement':
        this.#prepend(event, { id: `announcement-${payload?.id}` },
          h('p', { class: 'context' }, '📣 Announcement'),
          h('div', { class: 'body', dir: 'auto' }, sanitise(payload?.content)), h('ul', { class: 'reactions' }));
        break;
      case 'announcement.reaction':
        this.#react(payload, data);
        break;
      case 'announcement.delete':
        this.#strike(`announcement-${data}`, event, `Announcement ${data} was withdrawn`);
        break;
      case 'notifications_merged':
        this.#line(event, 'Notification requests were merged into the notifications');
        break;
      case 'filters_changed':
        this.#line(event, 'The filters were changed');
        break;
      case 'events_missed':
        this.#prepend(event, { class: 'small gap' }, h('p', { class: 'line' }, gapWords(payload?.reason)));
        break;
      default:
        this.#line(event, data.slice(0, 200));
    }
  }

  /** Adds this stream to the card of an event that another stream has already brought. */
  #cameFromAnother() {
    const { stream } = this.#event;
    const streams = this.#rows.cardOf(this.#event, this.#column)?.querySelector('.streams');
    if (!streams || [...streams.children].some((each) => each.textContent === stream)) {
      return false;
    }
    streams.append(h('li', { dir: 'auto' }, stream));
    return true;
  }

  #status(status) {
    return status && typeof status === 'object'
      ? statusNodes(status, this.#options)
      : [h('p', { class: 'line' }, 'A status that cannot be shown')];
  }

  #edit(status) {
    const card = this.#find(`status-${status?.id}`);
    if (!card) {
      this.#prepend('status.update', { id: `status-${status?.id}` }, mark('edited'), ...this.#status(status));
      return;
    }
    card.querySelector('.content').replaceChildren(mark(`edited ${clock()}`), ...this.#status(status));
    card.dataset.edited = '';
    this.#line('status.update', `${nameOf(status.account)} edited: ${textOf(status.content).slice(0, 90)}…`);
  }

  #strike(id, event, text) {
    const card = this.#find(id);
    if (card) {
      card.dataset.deleted = '';
      card.querySelector('.content').prepend(mark(`deleted ${clock()}`));
    }
    this.#line(event, text);
  }

  #react(payload, data) {
    const reactions = this.#find(`announcement-${payload?.announcement_id}`)?.querySelector('.reactions');
    if (reactions) {
      reactions.querySelector(`[data-name="${CSS.escape(payload.name)}"]`)?.remove();
      reactions.append(h('li', { 'data-name': payload.name }, `${payload.name} ${payload.count}`));
    }
    this.#line('announcement.reaction', payload ? `${payload.name} × ${payload.count} on an announcement` : data);
  }

  #line(event, text) {
    this.#prepend(event, { class: 'small' }, h('p', { class: 'line', dir: 'auto' }, text));
  }

  #find(id) {
    return this.#rows.cardWith(id, this.#column);
  }

  #prepend(event, { id, class: extra }, ...nodes) {
    this.#rows.put(this.#event, this.#column,
      h('div', { class: `card ${extra ?? ''}`, 'data-event': event, 'data-id': id },
        h('div', { class: 'label' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), h('code', {}, event),
          h('ul', { class: 'streams', 'aria-label': 'From' }, h('li', { dir: 'auto' }, this.#event.stream)),
          this.#event.missed ? h('span', { class: 'missed' }, 'missed meanwhile') : null,
          h('time', { title: 'Arrived' }, clock())),
        h('article', { class: 'content' }, ...nodes)));
  }
}

function notification(payload) {
  const status = payload?.status;
  return [
    h('header', {}, avatar(payload?.account), byline(payload?.account)),
    h('p', { class: 'deed' }, DEEDS[payload?.type] ?? payload?.type ?? 'did something'),
    status
      ? h('blockquote', { dir: 'auto', lang: status.language }, textOf(status.content).slice(0, 180))
      : null,
  ].filter(Boolean);
}

function mark(text) {
  return h('p', { class: 'mark' }, text);
}
