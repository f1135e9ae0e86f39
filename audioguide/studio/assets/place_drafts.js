// What was moved or typed about places, in the browser's store until the program says it is in the file: a closed tab or a
// program that was ended loses none of it.
import { remember, remembered, rememberedNames } from "./page.js";
import { tellSaved } from "./saver.js";
import { name as tour } from "./tour.js";

const START = `audioguide-draft:${tour}:place:`;
// edits that say what they begin with, so that the program sees when another came between; sent twice they do no harm
const KEYS = {
  "set-pin": ({ stop }) => stop,
  "set-place": ({ stop }) => stop,
  "set-point": ({ index, name }) => `${index}:${name}`,
  "set-reference": ({ plan, index, pasted }) => `${plan}:${index}:${pasted ? "place" : "spot"}`,
  "set-route-stops": ({ route }) => route,
  "set-route-field": ({ route, name }) => `${route}:${name}`,
};
const START_OF_EDITS = `${START}edit:`;
const keyOf = (edit) => (KEYS[edit.kind] ? `${START_OF_EDITS}${edit.kind}:${KEYS[edit.kind](edit)}` : "");
const waiting = new Set();

/** What an edit begins with has two names. */
export const withBase = (edit, base) => ("seen" in edit ? { ...edit, seen: base } : { ...edit, base });

/** Keep an edit, also one that a hand has not ended yet. Returns whether it is of those that are kept. */
export function keepEdit(edit) {
  const key = keyOf(edit);
  if (key) remember(key, JSON.stringify(edit));
  return Boolean(key);
}

/** The edit is in the file, or given up. One that came after it stays, and begins with what this one left. */
export function forgetEdit(edit, base = undefined) {
  const key = keyOf(edit);
  const now = key && remembered(key);
  if (!now) return;
  if (now === JSON.stringify(edit)) remember(key, null);
  else if (base !== undefined) remember(key, JSON.stringify(withBase(JSON.parse(now), base)));
}

/** Edits of an earlier page. */
export const keptEdits = () => rememberedNames(START_OF_EDITS).map((key) => JSON.parse(remembered(key)));

/** Something typed or clicked that is no edit yet. */
export function keepDraft(key, draft) {
  remember(START + key, draft && JSON.stringify(draft));
  if (!draft) tellSaved();
}
export const readDraft = (key) => JSON.parse(remembered(START + key) ?? "null");

/** An edit waits for the program until `forgetWay`; the page is not left without a question. */
export const noteWay = (edit) => waiting.add(edit);
export const forgetWay = (edit) => waiting.delete(edit);
addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

/** What is typed into a form comes back with the page, until the form is emptied. */
export function keepForm(form, key) {
  const fields = [...form.elements].filter((field) => field.name && field.localName !== "button");
  const draft = readDraft(key) ?? {};
  for (const field of fields) if (draft[field.name]) field.value = draft[field.name];
  form.addEventListener("input", () => keepDraft(key, Object.fromEntries(fields.map((field) => [field.name, field.value]))));
  form.addEventListener("reset", () => keepDraft(key, null));
}
