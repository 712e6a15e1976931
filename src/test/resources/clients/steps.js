// What the programs of the libraries for Mastodon's API have in common: the person at the login, and what all streams have seen.

/** A line of JSON, as soon as it is known. */
exports.tell = (what) => console.log(JSON.stringify(what));

/** Opens the page that the client sends a person to and presses that person's button: the code that the page shows then. */
exports.choose = async (page, user) => {
  const choice = await (await fetch(page)).text();
  if (!choice.includes(`<button name=user value=${user}>`)) {
    throw new Error(`No button for ${user}: ${choice}`);
  }
  const body = `${new URL(page).search.slice(1)}&user=${user}`;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const answer = await (await fetch(new URL('/oauth/authorize', page), { method: 'POST', headers, body })).text();
  return /<code>(.+?)<\/code>/.exec(answer)[1];
};

exports.Seen = class {
  #streams;
  #events = [];
  #next;

  constructor(streams) {
    this.#streams = streams;
    this.#renew();
  }

  #renew() {
    this.next = new Promise((resolve) => (this.#next = resolve));
  }

  /** An event has come; `of` is the status's id, `content` what it says now. */
  add(stream, event, of, content) {
    this.#events.push({ stream, event, of, content });
    this.#next();
    this.#renew();
  }

  /** Posts until each stream has brought something: libraries do not say when a subscription has begun. */
  async begin(post) {
    while (this.#streams.some((stream) => !this.#events.some((event) => event.stream === stream))) {
      await post();
      await Promise.race([this.next, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }

  /** Waits until each stream has brought that event of that status; gives what they say. */
  async all(event, of) {
    const found = () => this.#streams.map((stream) =>
      this.#events.find((seen) => seen.stream === stream && seen.event === event && seen.of === of));
    while (found().includes(undefined)) {
      await this.next;
    }
    return { event, streams: this.#streams, content: [...new Set(found().map((seen) => seen.content))].filter(Boolean) };
  }
};
