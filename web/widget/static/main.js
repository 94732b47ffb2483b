/* The assistant's panel: ties the parts together. */

import { Api } from "./api.js";
import { composer } from "./composer.js";
import { Host } from "./host.js";
import { Labels } from "./labels.js";
import { Stream } from "./stream.js";
import { Transcript } from "./transcript.js";

const ANSWER_MS = 60_000;
const AGAIN_MS = 3000;

const find = (id) => document.getElementById(id);
const page = JSON.parse(find("page").textContent);
const labels = new Labels(page.labels, page.language);
const api = new Api(page.site);
const pending = new Map();
let visible = true;
let unread = 0;
let standing = { state: "bot", staff: "", position: null };
let timer = 0;

const status = (name = "", values = {}, trouble = false) => {
  find("status").textContent = name ? labels.text(name, values) : "";
  find("status").classList.toggle("trouble", trouble);
};

const working = (on) => {
  clearTimeout(timer);
  find("working").hidden = !on;
  status(on ? "thinking" : "");
  if (on) {
    timer = setTimeout(() => working(false), ANSWER_MS);
    find("working").scrollIntoView({ block: "nearest" });
  }
};

const transcript = new Transcript(find("log"), find("scroll"), labels, {
  press: (button) => submit({ choice: button.id, text: button.title }),
  again: (id) => deliver(id),
  missed: (something) => {
    find("latest").hidden = !something;
  },
});

const stream = new Stream(api, {
  receive: ({ type, data }) => (type === "mine" ? transcript.addMine(data) : type === "status" ? follow(data) : arrive(data)),
  connected: (up) => status(up ? "" : "reconnecting", {}, !up),
  refused: () => {
    api.forget();
    transcript.note("session-ended");
    begin();
  },
});

const host = new Host(page.origins, {
  opened(question, trusted) {
    visible = true;
    unread = 0;
    find("close").hidden = false;
    if (question && trusted) submit({ text: question });
    else if (question) writer.fill(question);
    writer.focus();
  },
  closed() {
    visible = false;
  },
});

const writer = composer(find("composer"), find("text"), (text) => submit({ text }));

function identifier() {
  // randomUUID is missing on pages that are not served over https
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function submit(message) {
  const id = identifier();
  pending.set(id, { message: { id, ...message }, answered: false });
  transcript.addMine({ id, text: message.text, at: Date.now() }, "sending");
  deliver(id);
}

async function deliver(id, renewed = false) {
  transcript.mark(id, "sending");
  try {
    await session;
    await api.send(pending.get(id).message);
  } catch (problem) {
    if (problem.status === 401 && !renewed) {
      api.forget();
      begin();
      deliver(id, true);
      return;
    }
    const reason = { 429: "too-many", 413: "too-long" }[problem.status] || "not-sent";
    transcript.mark(id, "failed", reason, { seconds: problem.wait });
    status(reason, { seconds: problem.wait }, true);
    return;
  }
  transcript.mark(id, "sent");
  stream.share({ id: null, type: "mine", data: { id, text: pending.get(id).message.text, at: Date.now() } });
  // the answer may have come before the acknowledgement
  if (pending.get(id).answered || standing.state !== "bot") status();
  else working(true);
}

function arrive(message) {
  if (!transcript.addTheirs(message)) return;
  // after the line that says that a message has arrived, the answer is still to come
  if (message.label !== "received" && !message.more) {
    if (pending.has(message.answers)) pending.get(message.answers).answered = true;
    working(false);
  }
  if (!visible) {
    unread += 1;
    host.tell("unread", { count: unread });
  }
}

function follow({ state, staff, position, language }) {
  standing = { state, staff, position };
  if (state !== "bot") working(false);
  const banner = find("banner");
  banner.hidden = state === "bot";
  banner.textContent = state === "bot" ? "" : labels.text(state === "staff" ? "staff-answering" : "queue-position", { name: staff, position });
  if (language && language !== labels.tag) speak(language);
}

function speak(tag) {
  labels.speak(tag);
  find("language").value = tag;
  host.tell("language", { tag });
  follow({ ...standing, language: null });
}

async function open() {
  for (;;) {
    try {
      return await api.session(labels.tag);
    } catch (problem) {
      if (problem.status === 401) api.forget();
      else status("reconnecting", {}, true);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

let session = null;

/* Opens or resumes the conversation, shows what was said and follows it. */
function begin() {
  session = (async () => {
    const opened = await open();
    if (opened.language && opened.language !== labels.tag) speak(opened.language);
    const { messages, last } = await api.history();
    for (const message of messages) {
      if (message.author === "visitor") transcript.addMine(message);
      else transcript.addTheirs(message);
    }
    status();
    if (messages.length) transcript.show();
    stream.start(last);
  })();
  session.catch(() => setTimeout(begin, AGAIN_MS));
}

find("language").addEventListener("change", async (event) => {
  const tag = event.target.value;
  speak(tag);
  try {
    await session;
    await api.prefer(tag);
  } catch {
    status("reconnecting", {}, true);
  }
});
find("latest").addEventListener("click", () => {
  transcript.show();
  find("latest").hidden = true;
  writer.focus();
});
/* An answer may come before the page that holds the frame has closed it. */
function leave() {
  visible = false;
  host.tell("close");
}

find("close").addEventListener("click", leave);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && host.framed) leave();
});
for (const example of find("examples").children) {
  example.addEventListener("click", () => submit({ text: example.textContent }));
}

begin();
