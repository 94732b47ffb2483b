/* Speaks to the page around the frame. Only the window above us, and only from an origin of the site's list. */

export class Host {
  #origin = null;

  constructor(origins, { opened, closed }) {
    this.framed = window.parent !== window;
    addEventListener("message", ({ origin, source, data }) => {
      if (!this.framed || source !== window.parent || !origins.includes(origin)) return;
      this.#origin = origin;
      if (data?.ronghe === "opened") opened(typeof data.text === "string" ? data.text : "", origin === location.origin);
      if (data?.ronghe === "closed") closed();
    });
  }

  tell(type, values = {}) {
    if (this.#origin) window.parent.postMessage({ ronghe: type, ...values }, this.#origin);
  }
}
