/* The stream of events, for as long as the page lives: it comes back after every break with the last number seen.
   EventSource cannot send a header, so this reads server-sent events from fetch. Of several tabs one holds the stream
   and passes the events on, because a browser opens six connections to a host at most. */

const SILENCE_MS = 45_000;
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000];

/* Yields the events of a response; the server ends lines with LF and an event with an empty line. */
async function* parse(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    buffer += value;
    const blocks = buffer.split("\n\n");
    buffer = blocks.pop();
    for (const block of blocks) {
      const event = { id: null, type: "message", data: "" };
      for (const line of block.split("\n")) {
        const [, field, content] = /^(\w*): ?(.*)$/.exec(line) || [];
        if (field === "id") event.id = Number(content);
        if (field === "event") event.type = content;
        if (field === "data") event.data += content;
      }
      if (event.data) yield { ...event, data: JSON.parse(event.data) };
    }
  }
}

export class Stream {
  #last = 0;
  #failures = 0;
  #controller = null;
  #wake = () => {};
  #channel = null;

  /* `receive({id, type, data})` gets each event once; `connected(boolean)` says whether the server is there;
     `refused()` is called when it does not know the token. */
  constructor(api, { receive, connected, refused }) {
    Object.assign(this, { api, receive, connected, refused });
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
  }

  start(after) {
    this.#last = after;
    const name = `ronghe-${this.api.token.get()}`;
    this.#channel = "BroadcastChannel" in self ? new BroadcastChannel(name) : null;
    this.#channel?.addEventListener("message", ({ data }) => this.#take(data));
    // no locks outside secure contexts: then every tab has a stream of its own
    if (navigator.locks && this.#channel) navigator.locks.request(name, () => this.#run());
    else this.#run();
  }

  /* Tells the other tabs of something that happened here. */
  share(event) {
    this.#channel?.postMessage(event);
  }

  retry() {
    if (this.#failures) this.#wake();
  }

  #take(event) {
    if (event.type === "connected") this.connected(event.data);
    else if (event.id === null || event.id > this.#last) {
      if (event.id !== null) this.#last = event.id;
      this.receive(event);
    }
  }

  #say(event) {
    this.#take(event);
    this.share(event);
  }

  async #run() {
    for (;;) {
      try {
        await this.#read();
      } catch (problem) {
        if (problem.status === 401) {
          this.#channel?.close();
          this.refused();
          return;
        }
      }
      this.#failures += 1;
      if (this.#failures > 1) this.#say({ id: null, type: "connected", data: false });
      const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length) - 1];
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, wait * (0.75 + Math.random() / 2));
      });
    }
  }

  async #read() {
    this.#controller = new AbortController();
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#controller.abort(), SILENCE_MS);
    };
    alive();
    try {
      const response = await this.api.events(this.#last, this.#controller.signal);
      this.#failures = 0;
      this.#say({ id: null, type: "connected", data: true });
      for await (const event of parse(response.body, alive)) this.#say(event);
    } finally {
      clearTimeout(timer);
    }
  }
}
