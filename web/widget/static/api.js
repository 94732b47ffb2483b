/* Speaks to /api/web. The token travels in a header, never in an address: addresses end in logs and histories. */

export class ApiError extends Error {
  constructor(status, code, wait) {
    super(code);
    this.status = status;
    this.code = code;
    this.wait = wait;
  }
}

/* Keeps the token where a reload finds it, or in memory where the browser blocks storage in frames. */
class Token {
  constructor(site) {
    this.key = `ronghe-token-${site}`;
    this.value = null;
  }

  get() {
    try {
      return localStorage.getItem(this.key) || this.value;
    } catch {
      return this.value;
    }
  }

  set(value) {
    this.value = value;
    try {
      if (value) localStorage.setItem(this.key, value);
      else localStorage.removeItem(this.key);
    } catch {
      // kept in memory: the conversation lasts as long as the page
    }
  }
}

export class Api {
  constructor(site) {
    this.site = site;
    this.token = new Token(site);
  }

  /* Opens a conversation or takes up the one of the stored token. */
  async session(language) {
    const session = await this.#post("session", { site: this.site, language });
    if (session.token) this.token.set(session.token);
    return session;
  }

  send(message) {
    return this.#post("messages", message);
  }

  prefer(language) {
    return this.#post("language", { language });
  }

  async history() {
    return (await this.#request("history")).json();
  }

  /* The stream of events that follow a number; the caller reads the body. */
  events(after, signal) {
    return this.#request("events", { signal, headers: { "Last-Event-ID": String(after), Accept: "text/event-stream" } });
  }

  forget() {
    this.token.set(null);
  }

  async #post(name, body) {
    const headers = { "Content-Type": "application/json" };
    return (await this.#request(name, { method: "POST", headers, body: JSON.stringify(body) })).json();
  }

  async #request(name, { headers = {}, ...options } = {}) {
    const token = this.token.get();
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(`/api/web/${name}`, { ...options, headers, credentials: "omit", cache: "no-store" });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw new ApiError(response.status, problem.error || "", Number(response.headers.get("Retry-After")) || 0);
  }
}
