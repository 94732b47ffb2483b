/* What was said, as a log: who, when, what. */

import { bubble, chips, element } from "./views.js";

const NEAR = 160;
const AUTHORS = { bot: "assistant", staff: "staff", system: "system" };

export class Transcript {
  #atEnd = false;
  #mine = new Map();
  #theirs = new Set();

  /* `missed(boolean)` is told whether something new stands below what is in sight. */
  constructor(log, scroller, labels, { press, again, missed }) {
    Object.assign(this, { log, scroller, labels, press, again, missed });
    scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    // when the keyboard of a phone comes up, the end stays in sight
    new ResizeObserver(() => this.#atEnd && scroller.scrollTo(0, scroller.scrollHeight)).observe(scroller);
  }

  /* Shows something that the visitor sent: `{id, text, at}`. Returns false when it stands there already. */
  addMine({ id, text, at, language = null }, state = "sent") {
    if (this.#mine.has(id)) return false;
    const words = element("div", { class: "bubble", lang: language }, element("p", {}, text));
    const node = element("article", { class: `message you ${state}` }, this.#meta("you", "", at), words);
    this.#mine.set(id, node);
    this.#append(node, true);
    return true;
  }

  /* Changes how far a sent message has come; a failed one says why and can be sent again. */
  mark(id, state, reason = "", values = {}) {
    const node = this.#mine.get(id);
    node.querySelector(".retry")?.remove();
    node.className = `message you ${state}`;
    if (state !== "failed") return;
    const button = element("button", { type: "button", "data-label": "send-again" }, this.labels.text("send-again"));
    button.addEventListener("click", () => this.again(id));
    node.append(element("div", { class: "retry" }, element("span", {}, this.labels.text(reason, values)), button));
    node.scrollIntoView({ block: "nearest" });
  }

  /* Shows a message to the visitor; returns false when it stands there already. */
  addTheirs({ id, author, name, at, view }) {
    if (this.#theirs.has(id)) return false;
    this.#theirs.add(id);
    const kind = AUTHORS[author];
    const node = element("article", { class: `message ${author}${view.urgent ? " urgent" : ""}` });
    if (author !== "system") node.append(this.#meta(kind, name, at));
    const said = bubble(view, (label) => this.labels.in(view.language, label));
    said.lang = view.language;
    node.append(said);
    if (view.buttons.length) {
      const row = chips(view.buttons, this.press);
      row.lang = view.language;
      node.append(row);
    }
    this.#append(node, false);
    return true;
  }

  /* Shows a line of the page's own. */
  note(name) {
    const words = element("div", { class: "bubble" }, element("p", { "data-label": name }, this.labels.text(name)));
    this.#append(element("article", { class: "message system" }, words), true);
  }

  #meta(label, name, at) {
    const date = new Date(at);
    const time = element("time", { datetime: date.toISOString() }, this.labels.moment(date));
    const who = element("span", { "data-label": label }, this.labels.text(label));
    return element("p", { class: "meta" }, who, name ? ` ${name}` : "", " · ", time);
  }

  #isNear() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #look() {
    this.#atEnd = this.#isNear();
    if (this.#atEnd) this.missed(false);
  }

  #append(node, always) {
    const near = this.#isNear();
    this.log.append(node);
    if (always || near) this.show(node);
    else this.missed(true);
  }

  /* Brings a message into sight: from its beginning when it is longer than the window. */
  show(node = this.log.lastElementChild) {
    if (!node) return;
    const tall = node.offsetHeight > this.scroller.clientHeight - 48;
    node.scrollIntoView({ block: tall ? "start" : "end" });
  }
}
