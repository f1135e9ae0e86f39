// Settings for all tours: what is typed stays in this browser until the file has it, and no answer is shown over it.
import { $, Away, askJson, inTurn, make, patience, remember, remembered, rememberedNames, say, tell } from "./page.js";
import { act, choose } from "./clash.js";

const RETRY_MS = 1000;
const START = "audioguide-settings";
const WRITTEN_IN = "input:not([type=checkbox], [type=file], [type=color]), textarea, select";
const fields = new Map();  // key → { label, now(), write(base, value), put(value), isSeen }
const drafts = new Map();  // key → { base, value }
const notes = new Map();  // key → { message } of a refusal, or { theirs } of another wording
const shown = new Map();  // key → the file's value that the page shows
const successors = new Map();  // a row as the page showed it → what an edit of this page made of it
let draw = null, drawSteps = null, start = "", isPressed = false, isBehind = false, wasAway = false;

/** `form`: what the files hold, as the program last gave it. */
export const state = { form: null };

const nameOf = (key) => `${start}:${key}`;

/** Begin with what the files hold; `show()` draws the page, `showSteps()` what can be undone. What an earlier page left is
    sent now. */
export function begin(form, show, showSteps) {
  state.form = form;
  start = `${START}:${form.project}`;
  for (const name of rememberedNames(`${start}:`)) drafts.set(name.slice(start.length + 1), JSON.parse(remembered(name)));
  [draw, drawSteps] = [show, showSteps];
  drawSteps();
  drawNow();
  for (const key of [...drafts.keys()]) if (!key.startsWith("new/")) store(key);
}

/** A field whose value is in a file: `now()` gives it (undefined: the field is gone), `write(base, value)` the request that
    changes it, `put(value)` shows it. `isSeen`: the program compares more than this value, so that the page does first.
    `row()`: the row it belongs to, as the program compares it. */
export function bindField(key, field) {
  fields.set(key, field);
  shown.set(key, field.now());
  return valueOf(key);
}

/** What a field shows: what was typed, else what the file has. */
export const valueOf = (key) => drafts.get(key)?.value ?? fields.get(key)?.now();

/** What one is typing. It begins with what the page shows, even where the file has something else by now. */
export function keep(key, value) {
  const base = drafts.get(key)?.base ?? shown.get(key) ?? "";
  if (value.trim() === base) forget(key);
  else setDraft(key, { base, value });
}

/** A row that one saw, as one's own edits have left it: those of others are none of them. */
export function followRow(seen) {
  while (successors.has(seen)) seen = successors.get(seen);
  return seen;
}

function noteSuccessor(before, after) {
  if (before === undefined || after === undefined || before === after) return;
  successors.delete(after);
  successors.set(before, after);
}

function setDraft(key, draft) {
  drafts.set(key, draft);
  remember(nameOf(key), JSON.stringify(draft));
}

function forget(key) {
  drafts.delete(key);
  remember(nameOf(key), null);
}

/** Fields that are sent together, such as those of a new target: kept until they are in the file. */
export const typed = {
  get: (id) => drafts.get(`new/${id}`)?.value,
  set: (id, value) => setDraft(`new/${id}`, { base: "", value }),
  forget: (first) => { for (const key of [...drafts.keys()]) if (key.startsWith(`new/${first}`)) forget(key); },
};

/** Write what a field has into its file; tried again while the program is away. */
export async function store(key, value = drafts.get(key)?.value ?? "") {
  keep(key, value);
  note(key, null);
  for (;;) {
    const outcome = await inTurn(() => send(key));
    if (outcome !== "away") return outcome;
    await new Promise((over) => { setTimeout(over, RETRY_MS); });
  }
}

async function send(key) {
  const draft = drafts.get(key), field = fields.get(key);
  if (!draft) { tellState(); return true; }
  const sent = draft.value.trim();
  if (field?.now() === undefined) {
    forget(key);
    tell(say("settings_clash", { theirs: "–", mine: sent || "–" }), true);
    return false;
  }
  if (sent === field.now()) { forget(key); tellState(); return true; }
  if (field.isSeen && draft.base !== field.now()) { note(key, { theirs: field.now() }); tellState(); return false; }
  if (!wasAway) tell(say("saving"));
  try {
    const [path, body] = field.write(draft.base, sent);
    const form = await askJson(path, body, patience());
    const isTypedOn = drafts.has(key) && drafts.get(key).value.trim() !== sent;
    if (!isTypedOn) forget(key);
    take(form);  // what is typed on stays in the field, since there is a draft of it
    noteSuccessor(body.edit?.seen, field.row?.());
    if (isTypedOn) {
      const now = fields.get(key)?.now() ?? sent;
      shown.set(key, now);
      setDraft(key, { base: now, value: drafts.get(key).value });
    }
    tellState();
    return true;
  } catch (error) { return failed(key, error); }
}

async function failed(key, error) {
  if (error instanceof Away || error.status === 401 || error.status >= 500) {
    wasAway = true;
    tell(error instanceof Away ? say("offline") : error.message, true);
    return "away";
  }
  if (error.theirs !== undefined) {
    try { take(await askJson("/api/settings")); } catch { /* shown when the program is back */ }
    note(key, { theirs: fields.get(key)?.isSeen ? fields.get(key).now() ?? "" : error.theirs });
  } else note(key, { message: error.message });
  tellState();
  return false;
}

/** All is in the files, or what is not. */
function tellState() {
  if (notes.size) tell(say("waiting", { places: [...notes.keys()].map((key) => fields.get(key)?.label ?? key).join("; ") }), true);
  else tell(say(wasAway ? "back" : "saved"));
  wasAway = false;
}

/** A request that is no field: a row added or taken out, a step back. Gives whether it is in the file.
    `given`: its body, or what gives the body in its turn. */
export function perform(path, given, refused = (message) => tell(say("not_saved", { message }), true)) {
  return inTurn(async () => {
    const body = typeof given === "function" ? given() : given;
    tell(say("saving"));
    try {
      take(await askJson(path, body, patience()), true);
      tellState();
      return true;
    } catch (error) {
      if (error.theirs === undefined) { refused(error.message); return false; }
      take(await askJson("/api/settings"), true);
      const isNew = body.base === "" || body.parts;
      refused(isNew ? say("row_there", { theirs: error.theirs || "–" }) : say("settings_clash", { theirs: error.theirs || "–", mine: body.value || body.edit?.value || "–" }));
      return false;
    }
  });
}

/** What is beside a field: why it is not in the file, or what the file has instead. */
export function noteOf(key) {
  const box = make("div", { className: "setting-note", data: { note: key } });
  fillNote(key, box);
  return box;
}

function note(key, what) {
  if (what) notes.set(key, what);
  else if (!notes.delete(key)) return;
  const box = $(`[data-note="${CSS.escape(key)}"]`);
  if (!box) return;
  fillNote(key, box);
  if (what) for (let at = box.parentElement; at; at = at.parentElement) if (at.localName === "details") at.open = true;
}

function fillNote(key, box) {
  const what = notes.get(key);
  box.replaceChildren();
  for (const element of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) what ? element.setAttribute("aria-invalid", "true") : element.removeAttribute("aria-invalid");
  if (!what) return;
  const theirs = () => { forget(key); note(key, null); fields.get(key)?.put?.(fields.get(key).now() ?? ""); tellState(); drawNow(); };
  if (what.theirs === undefined) box.append(make("p", { className: "severity-error", set: { role: "alert" } }, what.message), act(say("setting_back"), theirs, "link"));
  else choose((element) => box.append(element), say("setting_clash"), what.theirs || "–", [say("take_theirs"), theirs], [say("keep_mine"), () => { drafts.get(key).base = what.theirs; store(key); }]);
}

/** Take over what the files hold. It is drawn when nobody writes in a field and no key of the mouse is down. */
export function take(form, isForced = false) {
  if (!isForced && !isBehind && JSON.stringify(form) === JSON.stringify(state.form)) return;
  state.form = form;
  for (const [key, field] of fields) {
    const now = field.now();
    if (now === undefined || drafts.has(key) || shown.get(key) === now) continue;
    shown.set(key, now);
    field.put?.(now);
  }
  isBehind = true;
  drawSteps();
  if (isForced) drawNow();
  else drawSoon();
}

function drawSoon() {
  if (isBehind && !isPressed && !document.activeElement?.matches(`#groups :is(${WRITTEN_IN})`)) drawNow();
}

function drawNow() {
  isBehind = false;
  const { activeElement: active } = document;
  const { key } = active?.dataset ?? {}, fold = active?.closest("details")?.dataset.title;
  const caret = active?.matches("input:not([type=number], [type=color], [type=checkbox], [type=file]), textarea") ? [active.selectionStart, active.selectionEnd] : null;
  fields.clear();
  shown.clear();
  draw();
  const again = key && $(`[data-key="${CSS.escape(key)}"]`);
  const besides = fold && $(`details[data-title="${CSS.escape(fold)}"] > summary`);
  if (again && !again.disabled) { again.focus(); if (caret) again.setSelectionRange(...caret); } else if (key || fold) (besides || $("#groups summary"))?.focus();
}

addEventListener("pointerdown", () => { isPressed = true; }, true);
const released = () => setTimeout(() => { isPressed = false; drawSoon(); });
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, released, true);
addEventListener("blur", released);
$("#groups").addEventListener("focusout", () => setTimeout(drawSoon));

/** Another page changed a setting, or the program is back. */
export async function refresh() {
  try { take(await inTurn(() => askJson("/api/settings", undefined, patience()))); } catch (error) { if (!(error instanceof Away)) tell(error.message, true); }
}
