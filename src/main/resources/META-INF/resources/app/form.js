import { h } from './dom.js';
import { SOCKET_PATH, STREAM_GROUPS, findStream, pathOf } from './streams.js';
import { Subscriptions, subscriptionOf } from './subscriptions.js';
import { ViewerChoice } from './viewers.js';

/** The choice of viewers, streams and transport. */
export class Form {
  #at = (id) => document.getElementById(id);
  #cast;
  #viewer;
  #beside;
  #subscriptions;
  #visited = false;

  /** listener: onTransport(), onSubscribe(subscription), onUnsubscribe(subscription), after the change */
  constructor(cast, listener) {
    this.#cast = cast;
    const onChange = () => this.#adapt();
    this.#viewer = new ViewerChoice('viewer', cast, { onChange });
    this.#beside = new ViewerChoice('beside', cast, { none: 'nobody else', onChange });
    this.#fill();
    this.#subscriptions = new Subscriptions(this.#at('chips'), this.#at('chips-announcer'), {
      onSubscribe: (subscription) => {
        this.#changed();
        listener.onSubscribe(subscription);
      },
      onUnsubscribe: (subscription) => {
        this.#changed();
        listener.onUnsubscribe(subscription);
      },
      onEmptied: () => this.#at('stream').focus(),
    });
    this.#recall();
    this.#adapt();
    for (const id of ['stream', 'tag', 'list', 'server']) {
      this.#at(id).addEventListener('input', onChange);
    }
    this.#at('transport').addEventListener('change', () => {
      this.#adapt();
      listener.onTransport();
    });
    this.#at('add').addEventListener('click', () => this.#add());
    for (const id of ['tag', 'list']) {
      this.#at(id).addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && this.overSocket) {
          event.preventDefault();
          this.#add();
        }
      });
    }
  }

  get overSocket() {
    return this.#at('transport-websocket').checked;
  }

  /** The choice for each viewer: { name, token, url, path, label }, and the subscriptions of a socket. */
  get targets() {
    const what = this.#what;
    const names = [];
    return this.#viewers.map((viewer) => {
      names.push(viewer.name);
      const again = names.filter((name) => name === viewer.name).length;
      return { ...what, token: viewer.token, name: again > 1 ? `${viewer.name} (${again})` : viewer.name };
    });
  }

  get #viewers() {
    return [this.#viewer, this.#beside].filter((viewer) => viewer.chosen);
  }

  get #what() {
    const server = this.own ? this.#at('server').value.trim().replace(/\/+$/, '') || location.origin : location.origin;
    if (this.overSocket) {
      return {
        url: server.replace(/^http/, 'ws') + SOCKET_PATH,
        path: SOCKET_PATH,
        label: this.#subscriptions.label,
        subscriptions: this.#subscriptions.all,
      };
    }
    const stream = findStream(this.#at('stream').value);
    const tag = this.#at('tag').value.trim();
    const list = this.#at('list').value.trim();
    const path = pathOf(stream, { tag, list });
    const detail = { tag: ` #${tag}`, list: ` ${list}` }[stream.needs] ?? '';
    return { url: server + path, path, label: stream.name + detail };
  }

  /** Over a socket one more stream, otherwise instead of the chosen one. */
  watchTag(tag) {
    this.#at('stream').value = 'hashtag';
    this.#at('tag').value = tag;
    this.#adapt();
    if (this.overSocket) {
      this.#add();
    }
  }

  #add() {
    const stream = findStream(this.#at('stream').value);
    this.#subscriptions.add(subscriptionOf(stream, stream.needs ? this.#at(stream.needs).value.trim() : ''));
  }

  /** Whether a token was typed in, which is not to be shown. */
  get own() {
    return this.#viewers.some((viewer) => viewer.own);
  }

  #fill() {
    for (const group of STREAM_GROUPS) {
      this.#at('stream').append(h('optgroup', { label: group.label },
        ...group.streams.map((stream) => h('option', { value: stream.name }, stream.name))));
    }
    this.#at('stream').value = 'public';
    this.#at('tags').append(...this.#cast.tags.map((tag) => h('option', { value: tag })));
    this.#at('server').value = location.origin;
  }

  #adapt() {
    const stream = findStream(this.#at('stream').value);
    this.#viewer.adapt();
    this.#beside.adapt();
    this.#at('server-fields').hidden = !this.own;
    this.#at('tag-fields').hidden = stream.needs !== 'tag';
    this.#at('list-fields').hidden = stream.needs !== 'list';
    const lists = this.#viewer.account?.lists ?? [];
    this.#at('lists').replaceChildren(...lists.map((list) => h('option', { value: list.id }, list.title)));
    if (stream.needs === 'list' && !this.#at('list').value && lists.length > 0) {
      this.#at('list').value = lists[0].id;
    }
    if (stream.needs === 'tag' && !this.#at('tag').value) {
      this.#at('tag').value = this.#cast.tags[0] ?? '';
    }
    this.#at('socket-fields').hidden = !this.overSocket;
    // A socket without a stream is of little use to a new visitor.
    if (this.overSocket && !this.#visited) {
      this.#visited = true;
      this.#add();
    }
    this.#changed();
  }

  #changed() {
    this.#at('request').textContent = `GET ${this.#what.path}${this.overSocket ? ' (Upgrade: websocket)' : ''}`;
    // A curl command for a WebSocket is not worth copying.
    this.#at('copy').hidden = this.overSocket;
    this.#remember();
  }

  /** Keeps the choice in the address, for a reload, but never a token that was typed in. */
  #remember() {
    const parameters = new URLSearchParams({ stream: this.#at('stream').value, viewer: this.#viewer.written });
    if (this.#beside.chosen) {
      parameters.set('beside', this.#beside.written);
    }
    for (const id of ['tag', 'list']) {
      if (!this.#at(`${id}-fields`).hidden) {
        parameters.set(id, this.#at(id).value);
      }
    }
    if (this.overSocket) {
      parameters.set('transport', 'websocket');
      for (const text of this.#subscriptions.written) {
        parameters.append('on', text);
      }
    }
    history.replaceState(null, '', `#${parameters}`);
  }

  #recall() {
    const parameters = new URLSearchParams(location.hash.slice(1));
    this.#viewer.read(parameters.get('viewer'));
    this.#beside.read(parameters.get('beside'));
    for (const id of ['stream', 'tag', 'list']) {
      const value = parameters.get(id);
      const field = this.#at(id);
      if (value && (!field.options || [...field.options].some((option) => option.value === value))) {
        field.value = value;
      }
    }
    if (parameters.get('transport') === 'websocket') {
      this.#at('transport-websocket').checked = true;
      this.#visited = parameters.has('on');
      this.#subscriptions.read(parameters.getAll('on'));
    }
  }
}
