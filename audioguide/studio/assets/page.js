// What every page uses: words, requests, elements. No framework, nothing from outside.
export const words = JSON.parse(document.body.dataset.words);
export const page = Math.random().toString(36).slice(2);

export function say(key, fields = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_all, name) => fields[name] ?? "");
}

export const $ = (selector, root = document) => root.querySelector(selector);

/** An element: text and properties in `fields`, attributes with a dash or in `set`. */
export function make(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (name === "set") for (const [key, text] of Object.entries(value)) element.setAttribute(key, text);
    else if (name === "data") Object.assign(element.dataset, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Show a list again. An item that is as before stays the same element: a click that has begun on it is not lost.
    `about` (a property of an item): what its keys do, where its looks do not tell. */
export function showItems(list, items) {
  const before = [...list.children];
  items.forEach((item, at) => {
    const old = before[at];
    if (!old) list.append(item);
    else if (old.about !== item.about || !old.isEqualNode(item)) old.replaceWith(item);
  });
  for (const old of before.slice(items.length)) old.remove();
}

/** The program refused: `message` and `hint` are for a person, `theirs` is the other wording of a conflict. */
export class Refused extends Error {
  constructor(status, body) {
    const first = body.problems?.[0];
    super([body.message, body.hint, first?.message, first?.hint].filter(Boolean).join(" "));
    Object.assign(this, { status, theirs: body.theirs, problems: body.problems ?? [] });
  }
}

/** The program does not answer at all. */
export class Away extends Error {
  constructor() { super(say("away")); }
}

const MAX_WAIT_MS = 60_000;

export async function ask(path, body, options = {}) {
  let answer;
  try {
    const method = body === undefined ? "GET" : "POST";
    const raw = body instanceof Blob || body instanceof ArrayBuffer;
    answer = await fetch(path, { method, body: raw ? body : body && JSON.stringify(body), ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Away();
  }
  if (answer.ok) return answer;
  let answered = {};
  try { answered = await answer.json(); } catch { answered = { message: `${answer.status} ${answer.statusText}` }; }
  throw new Refused(answer.status, answered);
}

export async function askJson(path, body, options = {}) {
  const answer = await ask(path, body, options);
  try { return await answer.json(); } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Away();  // gone in the middle of its answer
  }
}

/** For requests that others wait for: a line that hangs must not hold up what is typed from then on. */
export const patience = () => ({ signal: AbortSignal.timeout(MAX_WAIT_MS) });

let last = Promise.resolve();

/** Requests whose answers hold words of the tour go one after the other: an answer that is older than another can never
    take its place on the page. */
export function inTurn(task) {
  const turn = last.then(task, task);
  last = turn.catch(() => {});
  return turn;
}

/** For what the page asks again after each change: one question at a time, and once more where something changed since.
    An answer that is older than another can never take its place, and a slow program gets no heap of questions. */
export function oneAtATime(ask) {
  let isAsking = false, isDue = false;
  return async function run() {
    isDue = true;
    if (isAsking) return;
    isAsking = true;
    try {
      while (isDue) {
        isDue = false;
        await ask();
      }
    } finally { isAsking = false; }
  };
}

/** Minutes and seconds of so many minutes. */
export function clock(minutes) {
  const seconds = Math.round(minutes * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A short line that screen readers speak. */
export function tell(text, alarm = false) {
  const status = $("#status");
  if (!status || status.textContent === text) return;
  status.textContent = text;
  status.classList.toggle("alarm", alarm);
}

export const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
export const rememberedNames = (start) => { try { return Object.keys(localStorage).filter((name) => name.startsWith(start)); } catch { return []; } };
export const remember = (name, value) => {
  try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* a full or forbidden store: the page itself still has it */ }
};

/** What is typed into a form outlives the page in this browser's store, as `name`, until the form is reset. */
export function keepForm(form, name) {
  const fields = [...form.elements].filter((field) => field.name && field.localName !== "button");
  const kept = JSON.parse(remembered(name) ?? "{}");
  for (const field of fields) if (kept[field.name]) field.value = kept[field.name];
  form.addEventListener("input", () => remember(name, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value])))));
  form.addEventListener("reset", () => remember(name, null));
}

/** A file chosen or dropped onto a label with an input in it. */
export function acceptFiles(label, take) {
  const input = $("input[type=file]", label);
  input.addEventListener("change", () => { if (input.files[0]) take(input.files[0]); input.value = ""; });
  label.addEventListener("dragover", (event) => { event.preventDefault(); label.classList.add("over"); });
  label.addEventListener("dragleave", () => label.classList.remove("over"));
  label.addEventListener("drop", (event) => {
    event.preventDefault();
    label.classList.remove("over");
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });
}

// A file dropped beside its place must not take the page away.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });

/** Show a popover beside a place of the window, inside its borders. */
export function openMenu(menu, box) {
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  const below = box.bottom + 6;
  menu.style.top = `${below + height < innerHeight ? below : Math.max(8, box.top - height - 6)}px`;
}
