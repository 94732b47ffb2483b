/* The words of the page, in the language chosen; they come with the page, none stand in the code. */

export class Labels {
  constructor(all, tag) {
    this.all = all;
    this.tag = tag;
  }

  text(name, values = {}) {
    const words = this.all[this.tag][name] ?? name;
    return words.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  /* Words inside a message: in the message's language, whatever the page's is. */
  in(tag, name) {
    return this.all[tag]?.[name] ?? this.text(name);
  }

  /* Puts every marked element into another language. */
  speak(tag, root = document) {
    this.tag = tag;
    document.documentElement.lang = tag;
    document.title = this.text("title");
    for (const node of root.querySelectorAll("[data-label]")) node.textContent = this.text(node.dataset.label);
    for (const node of root.querySelectorAll("[data-label-aria]")) node.setAttribute("aria-label", this.text(node.dataset.labelAria));
    for (const node of root.querySelectorAll("[data-label-placeholder]")) node.placeholder = this.text(node.dataset.labelPlaceholder);
  }

  /* The time of day, with the day when it is not today's. */
  moment(date) {
    const today = date.toDateString() === new Date().toDateString();
    const day = today ? {} : { month: "short", day: "numeric" };
    return new Intl.DateTimeFormat(this.tag, { ...day, hour: "2-digit", minute: "2-digit" }).format(date);
  }
}
