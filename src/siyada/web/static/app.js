// Answers arrive sentence by sentence, sources open beside them. Pages are whole without it.
const KEPT = "siyada.question";
const language = document.documentElement.lang;
let shown = location.pathname;
const find = (selector) => document.querySelector(selector);
const make = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// A browser may refuse to keep anything.
const memory = (use) => { try { return use(localStorage); } catch {} };

// Each event: [name, data].
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "", part; !(part = await reader.read()).done; ) {
    text += part.value;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      if (name) yield [name, JSON.parse(data)];
    }
  }
}

async function fetchPage(address, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok) throw response.status;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function addClaim(list, claim) {
  const item = list.appendChild(document.createElement("li"));
  item.className = `claim ${claim.verdict}`;
  const text = item.appendChild(document.createElement("p"));
  text.dir = "auto";
  text.textContent = claim.text;
}

async function showAnswer(id, signal) {
  const path = `/answers/${id}`;
  const address = `/${language}${path}`;
  const page = await fetchPage(address, signal);
  find("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  history.pushState(null, "", address);
  shown = address;
  for (const link of document.querySelectorAll(".languages a")) link.href = `/${link.hreflang}${path}`;
  const asked = find("#asked");
  asked.tabIndex = -1;
  asked.focus({ preventScroll: true });
  asked.scrollIntoView({ block: "nearest" });
}

// What goes wrong is said in place of the answer.
async function ask(question, collections) {
  memory((store) => store.setItem(KEPT, question));
  const live = make("arriving");
  const part = (selector) => live.querySelector(selector);
  const control = new AbortController();
  part(".stop").onclick = () => control.abort();
  part(".again").onclick = () => ask(question, collections);
  part(".question").textContent = question;
  find("#live").replaceChildren(live);
  live.scrollIntoView({ block: "nearest" });
  try {
    const response = await fetch(find("form.ask").dataset.stream, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": language },
      body: JSON.stringify({ question, collections }),
      signal: control.signal,
    });
    if (!response.ok) throw (await response.json()).error;
    for await (const [name, data] of events(response)) {
      if (name === "claim") addClaim(part(".claims"), data);
      if (name === "error") throw data.error;
      if (name === "answer") {
        memory((store) => store.removeItem(KEPT));
        return await showAnswer(data.id, control.signal);
      }
    }
    throw "cut";
  } catch (error) {
    if (error.message && error.hint !== undefined) part(".notice").textContent = `${error.message} ${error.hint}`;
    part(".notice").hidden = control.signal.aborted;
  }
  part(".progress").remove();
  part(".stop").hidden = true;
  part(".again").hidden = false;
  part(".again").focus();
}

async function openBeside(link) {
  const page = await fetchPage(link.href);
  const beside = make("beside");
  beside.append(page.querySelector(".beside"));
  const close = () => { beside.remove(); link.focus(); };
  beside.querySelector(".close").onclick = close;
  beside.onkeydown = (event) => event.key === "Escape" && close();
  find("body > aside")?.remove();
  document.body.append(beside);
  beside.focus({ preventScroll: true });
  beside.querySelector("mark")?.scrollIntoView({ block: "center" });
}

addEventListener("submit", (event) => {
  if (!find("#arriving")) return;
  event.preventDefault();
  const sent = new FormData(event.target, event.submitter);
  find("body > aside")?.remove();
  ask(sent.get("question"), [sent.get("collection")].filter(Boolean));
});

addEventListener("click", (event) => {
  const link = event.target.closest(":is(.cites, .sources, .nearest) a");
  if (!link || !matchMedia("(min-width: 70rem)").matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openBeside(link).catch(() => location.assign(link.href));
});

// Enter sends, Shift+Enter breaks the line.
addEventListener("keydown", (event) => {
  if (event.target.id !== "question" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// A step to a fragment stays on the page.
addEventListener("popstate", () => location.pathname === shown || location.reload());

const box = find("#question");
if (box && !box.value && !find("#asked")) box.value = memory((store) => store.getItem(KEPT)) ?? "";
