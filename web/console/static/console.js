/* Keeps the staff's pages fresh. The pages work without it: every move is a form. */

const find = (id) => document.getElementById(id);
const refresh = Number(document.body.dataset.refresh) * 1000;
const ticket = document.querySelector("[data-ticket]");
let failures = 0;

function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    const today = date.toDateString() === new Date().toDateString();
    const day = today ? {} : { month: "short", day: "numeric" };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit" }).format(date);
  }
}

function say(words) {
  const news = find("news");
  news.textContent = "";
  news.textContent = words;
}

/* What a link or button leads to: by it the focus finds its way back when a part is replaced. */
function target(node) {
  return node.form ? node.form.action : node.href;
}

/* Takes over what is new of a page: live parts whole, the log line by line, so that screen readers read the news only. */
function adopt(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!other) continue;
    if (part.dataset.mine !== other.dataset.mine) {
      location.reload();
      return;
    }
    const copy = document.importNode(other, true);
    localTimes(copy);
    if (part.isEqualNode(copy)) continue;
    const at = part.contains(document.activeElement) ? target(document.activeElement) : null;
    part.replaceChildren(...copy.childNodes);
    if (at) [...part.querySelectorAll("a, button")].find((node) => target(node) === at)?.focus();
  }
  const log = find("lines");
  const theirs = fresh.getElementById("lines");
  if (log && theirs) adoptLines(log, theirs);
  const news = find("news");
  const count = Number(fresh.getElementById("news")?.dataset.count);
  if (news && count > Number(news.dataset.count)) say(news.dataset.words);
  if (news) news.dataset.count = count;
  document.title = fresh.title;
}

function adoptLines(log, theirs) {
  for (const line of theirs.querySelectorAll("[data-line]")) {
    const known = log.querySelector(`[data-line="${line.dataset.line}"]`);
    const copy = document.importNode(line, true);
    localTimes(copy);
    if (!known) {
      log.append(copy);
      log.scrollTop = log.scrollHeight;
    } else if (known.dataset.state !== line.dataset.state) {
      known.replaceWith(copy);
    }
  }
}

async function look(page) {
  try {
    const response = page || (await fetch(location.href, { headers: { Accept: "text/html" } }));
    if (response.redirected && new URL(response.url).pathname === "/console/sign-in") {
      location.assign(response.url);
      return;
    }
    if (!response.ok) throw new Error(response.statusText);
    adopt(new DOMParser().parseFromString(await response.text(), "text/html"));
    failures = 0;
    find("offline").textContent = "";
  } catch {
    failures += 1;
    if (failures > 1) find("offline").textContent = document.body.dataset.offline;
  }
}

function newRequest() {
  find("request").value = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* A reply is sent without leaving the page; the same key goes with it until it has arrived, so that it is written once. */
function writeReplies(form) {
  const field = find("text");
  const key = `draft-${ticket.dataset.ticket}`;
  field.value = sessionStorage.getItem(key) || "";
  newRequest();
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(form.action, { method: "POST", body });
      if (response.ok && !new URL(response.url).search) {
        field.value = "";
        sessionStorage.removeItem(key);
        newRequest();
        field.focus();
        await look(response);
      } else {
        location.assign(response.url);
      }
    } catch {
      find("offline").textContent = document.body.dataset.offline;
    }
  });
}

async function beat() {
  const response = await fetch(`/console/tickets/${ticket.dataset.ticket}/heartbeat`, { method: "POST" }).catch(() => null);
  if (response && response.status === 409) location.reload();
}

find("lang")?.addEventListener("change", (event) => event.target.form.submit());
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
localTimes(document);
const lines = find("lines");
if (lines) lines.scrollTop = lines.scrollHeight;
if (find("reply")) {
  writeReplies(find("reply"));
  beat();
  setInterval(beat, Number(ticket.dataset.heartbeat) * 1000);
}
if (refresh) setInterval(() => document.hidden || look(), refresh);
if (refresh) document.addEventListener("visibilitychange", () => document.hidden || look());
