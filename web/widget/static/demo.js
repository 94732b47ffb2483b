/* The questions on the page are put to the widget. */

const ask = (question) => document.dispatchEvent(new CustomEvent("ronghe:ask", { detail: question }));

for (const button of document.querySelectorAll("[data-question]")) {
  button.addEventListener("click", () => ask(button.textContent));
}
document.querySelector("[data-open]").addEventListener("click", () => ask(""));
