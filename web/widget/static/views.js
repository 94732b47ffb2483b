/* Makes elements of a view. Text goes in as text nodes; links lead to http(s) and tel only. */

const ADDRESS = /https?:\/\/[^\s<>"'，。；、）】」]+/g;

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function link(title, address) {
  const url = URL.canParse?.(address) === false ? null : new URL(address);
  if (url?.protocol === "tel:") return element("a", { href: url.href, class: "tel" }, title);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return document.createTextNode(title);
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" }, title);
}

/* Text in which web addresses can be followed. */
export function linked(text) {
  const parts = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.append(text.slice(end, match.index), link(match[0], match[0]));
    end = match.index + match[0].length;
  }
  parts.append(text.slice(end));
  return parts;
}

const paragraph = (text) => element("p", {}, linked(text));
const list = (block) => element(block.ordered ? "ol" : "ul", {}, ...block.items.map((item) => element("li", {}, linked(item))));
const lines = (block) => (block.items.length === 1 ? paragraph(block.items[0]) : list(block));

/* A section of a card: folded, so that an answer fits the screen of a phone, unless it is urgent. */
function section(block, folded) {
  if (!folded) return element("div", { class: "block" }, block.heading ? element("h4", {}, block.heading) : "", lines(block));
  return element("details", {}, element("summary", {}, block.heading), element("div", { class: "block" }, lines(block)));
}

const isCall = ({ url }) => url.startsWith("tel:");

/* Numbers to ring stand before everything else, sources after it. */
function calls(links) {
  return element("ul", { class: "links calls" }, ...links.map((one) => element("li", {}, link(one.title, one.url))));
}

function sources(links, words) {
  const rows = links.map((one) => {
    const found = link(one.title, one.url);
    if (found instanceof Element) found.append(element("span", { class: "hidden" }, ` (${words("opens-new-window")})`));
    return element("li", {}, found);
  });
  return element("div", { class: "sources" }, element("h4", {}, words("sources")), element("ul", { class: "links" }, ...rows));
}

/* The bubble of a view; a view with a title, blocks or links is a card. `words` gives labels in the view's language. */
export function bubble(view, words) {
  const plain = !view.title && !view.blocks.length && !view.links.length && !view.footer.length;
  if (plain) return element("div", { class: "bubble" }, ...view.paragraphs.map(paragraph));
  const body = element("div", { class: "body" }, view.title ? element("h3", {}, view.title) : "", ...view.paragraphs.map(paragraph));
  const card = element("div", { class: "bubble card" }, body);
  const numbers = view.links.filter(isCall);
  const pages = view.links.filter((one) => !isCall(one));
  if (numbers.length) card.append(calls(numbers));
  for (const block of view.blocks) card.append(section(block, block.heading && !view.urgent));
  if (pages.length) card.append(sources(pages, words));
  if (view.footer.length) card.append(element("div", { class: "footer" }, ...view.footer.map(paragraph)));
  return card;
}

/* The buttons under a message. */
export function chips(buttons, press) {
  return element("div", { class: "chips" }, ...buttons.map((button) => {
    const chip = element("button", { type: "button", class: "chip" }, button.title);
    chip.addEventListener("click", () => {
      chip.classList.add("chosen");
      press(button);
    });
    return chip;
  }));
}
