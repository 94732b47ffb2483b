/* Ronghe: a button and, once pressed, a frame of the assistant's own origin. docs/how-to/embed.md */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.__ronghe) return;
  window.__ronghe = true;
  const texts = {/*TEXTS*/};
  const { origin } = new URL(script.src);
  const { lang, position, site } = script.dataset;
  const match = (hint) => {
    for (let parts = hint.toLowerCase().split(/[-_]/); parts.length; parts.pop()) {
      const tag = texts.hints[parts.join("-")];
      if (tag) return tag;
    }
    return null;
  };
  let tag = [lang, document.documentElement.lang, ...navigator.languages].filter(Boolean).map(match).find(Boolean)
    || texts.fallback;
  const side = position === "left" ? "left" : "right";
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial}
button,iframe{position:fixed;${side}:20px;z-index:2147483000}
button{bottom:20px;width:60px;height:60px;border:2px solid #fff;border-radius:50%;padding:14px;background:#0a5a68;color:#fff;
cursor:pointer;box-shadow:0 6px 20px #06323c59}
button:hover{background:#084855}
button:focus-visible{outline:3px solid #0a5a68;outline-offset:3px}
b{position:absolute;top:-6px;right:-6px;min-width:12px;padding:3px 6px;border-radius:12px;background:#b3261e;
font:700 13px/18px system-ui,sans-serif}
iframe{bottom:92px;width:410px;height:min(700px,calc(100vh - 112px));border:0;border-radius:18px;background:#f1f6f7;
box-shadow:0 12px 48px #06323c47}
[hidden]{display:none}
@media(max-width:480px),(max-height:480px){iframe{inset:0;width:100%;height:100%;border-radius:0}
[aria-expanded=true]{visibility:hidden}}
@media print{:host{display:none}}`);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  const badge = document.createElement("b");
  const draw = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    return node;
  };
  const icon = draw("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2,
    "stroke-linecap": "round", "aria-hidden": "true" });
  const line = draw("path", {});
  icon.append(line);
  button.append(icon, badge);
  root.append(button);

  let frame;
  let opened = false;
  let unread = 0;
  const label = () => {
    const words = texts.labels[tag];
    button.setAttribute("aria-expanded", opened);
    const news = (unread === 1 ? words.one : words.more).replace("{count}", unread);
    button.setAttribute("aria-label", (opened ? words.close : words.open) + (unread ? ` (${news})` : ""));
    line.setAttribute("d", opened ? "M5 9l7 7 7-7"
      : "M21 11.5a8.4 8.4 0 0 1-12.3 7.4L3 21l2-5.5A8.4 8.4 0 1 1 21 11.5ZM8.5 11.5h0m4 0h0m4 0h0");
    badge.hidden = !unread;
    badge.textContent = unread;
    if (frame) frame.title = words.title;
  };
  const tell = (type, text) => frame.contentWindow.postMessage({ ronghe: type, text }, origin);
  const show = (question) => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = `${origin}/embed/${encodeURIComponent(site || texts.site)}?lang=${tag}`;
      frame.addEventListener("load", () => tell("opened", question), { once: true });
      root.append(frame);
    } else {
      tell("opened", question);
    }
    frame.hidden = false;
    unread = 0;
    opened = true;
    label();
    frame.focus();
  };
  const hide = () => {
    frame.hidden = true;
    opened = false;
    label();
    tell("closed");
    button.focus();
  };
  button.addEventListener("click", () => (opened ? hide() : show()));
  addEventListener("keydown", (event) => event.key === "Escape" && opened && hide());
  addEventListener("message", ({ origin: from, source, data }) => {
    if (!frame || from !== origin || source !== frame.contentWindow) return;
    if (data.ronghe === "close" && opened) hide();
    if (data.ronghe === "unread" && !opened) unread = Number(data.count);
    if (data.ronghe === "language" && texts.labels[data.tag]) tag = data.tag;
    label();
  });
  // a page may open it with a question: document.dispatchEvent(new CustomEvent("ronghe:ask", { detail: "…" }))
  document.addEventListener("ronghe:ask", (event) => show(event.detail));
  label();
  document.body.append(host);
})();
