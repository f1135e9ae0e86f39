// What the stop in hand needs beside its text: questions, problems, picture, voices.
import { $, acceptFiles, ask, askJson, make, oneAtATime, page, patience, say, showItems, tell } from "./page.js";
import { adoptDraft, showClash } from "./clash.js";
import { activePassage, field, passages } from "./editor.js";
import { hear } from "./hearing.js";
import { roleName } from "./passages.js";
import { openReadings } from "./readings.js";
import { Saver, saveAll } from "./saver.js";
import { apply, change, current, onChange, path, reload, state } from "./tour.js";

const PROBLEMS_REST_MS = 1500;
/** What can be moved about a voice, as voices.yaml bounds it. */
const AMOUNTS = {
  rate: { words: "speed", min: 0.5, max: 2, step: 0.05, usual: 1, shown: (value) => `× ${value.toFixed(2)}` },
  pitch: { words: "pitch", min: -200, max: 200, step: 5, usual: 0, shown: (value) => `${value > 0 ? "+" : ""}${value} Hz` },
  volume: { words: "volume", min: -100, max: 100, step: 5, usual: 0, shown: (value) => `${value > 0 ? "+" : ""}${value} %` },
};
let timer = 0;
let voices = null;

function showQuestions() {
  const stop = current();
  if (!stop) return;
  const todos = stop.todos.map((text) => {
    const done = make("button", { className: "link", type: "button", textContent: say("decided") });
    done.addEventListener("click", () => change({ kind: "resolve-todo", stop: stop.number, text }));
    return make("li", { about: stop.number }, text, " ", done);
  });
  const marks = passages().flatMap((each) => each.surface.marks.filter((mark) => ["problem", "doubtful"].includes(mark.kind)).map((mark) => {
    const go = make("button", { className: "link", type: "button", textContent: mark.kind === "problem" ? mark.message : say("how_read", { written: mark.written }) });
    go.addEventListener("click", () => { each.surface.element.focus(); each.surface.select(mark.start); openReadings(each, mark, each.surface.boxOf(mark)); });
    return make("li", { about: mark }, go);
  }));
  const marked = passages().flatMap((each) => each.surface.marks.map((mark) => mark.message));
  const others = state.problems.filter((problem) => (problem.stop === stop.number || (!problem.stop && problem.fixes.length)) && !["doubtful-reading", "todo"].includes(problem.code) && !marked.some((message) => message.startsWith(problem.message)))
    .map((problem) => make("li", { className: `severity-${problem.severity}`, about: JSON.stringify(problem) }, `${problem.message} `, make("span", { className: "quiet", textContent: problem.hint }), ...fixButtons(problem)));
  const all = [...todos, ...marks, ...others];
  showItems($("#questions"), all.length ? all : [make("li", { className: "quiet", textContent: say("nothing_open") })]);
}

const fixButtons = (problem) => problem.fixes.map((fix) => {
  const button = make("button", { type: "button", textContent: fix.label });
  button.addEventListener("click", () => change(fix.edit));
  return button;
});

/** Underline what the program remarks on, where its words stand. */
function showNotes() {
  for (const each of passages()) {
    const text = each.surface.text;
    const notes = state.problems.filter((problem) => problem.stop === each.stop.number && problem.excerpt && problem.excerpt !== each.stop.title && problem.code !== "doubtful-reading").flatMap((problem) => {
      const words = problem.excerpt.replace(/^…|…$/g, "");
      const start = text.indexOf(words);
      return start < 0 || each.surface.marks.some((mark) => mark.start < start + words.length && start < mark.end && mark.kind === "problem") ? [] : [{ kind: "noted", start, end: start + words.length, written: words, message: `${problem.message} ${problem.hint}`, choices: [], fixes: problem.fixes }];
    });
    each.surface.note(notes);
    each.remarks?.replaceChildren(...state.problems.filter((problem) => problem.stop === each.stop.number && problem.code.includes("recording") && problem.message.includes(each.segment.audio)).map((problem) => make("li", { className: `severity-${problem.severity}` }, `${problem.message} `, make("span", { className: "quiet", textContent: problem.hint }))));
  }
}

const waiting = (stop) => stop.todos.length || state.problems.some((problem) => problem.stop === stop.number && problem.severity !== "note");

/** Go to the next stop that waits for a decision. */
export function nextQuestion() {
  const stops = state.tour.stops;
  const at = stops.findIndex((stop) => stop.number === state.stop);
  const next = [...stops.slice(at + 1), ...stops.slice(0, at + 1)].find(waiting);
  if (next) location.hash = `#write/${next.number}`;
}

function showPicture() {
  const stop = current();
  const holder = $("#picture");
  if (!stop || holder.contains(document.activeElement)) return;
  if (!stop.image) { holder.replaceChildren(); return; }
  const out = make("button", { className: "link", type: "button", textContent: say("take_picture_out") });
  out.addEventListener("click", async () => { if (await change({ kind: "set-stop-field", stop: stop.number, name: "image", base: stop.image, value: "" })) reload(); });
  const picture = make("img", { src: `/pictures/${stop.image.split("/").map(encodeURIComponent).join("/")}`, alt: stop.alt });
  holder.replaceChildren(picture, make("label", {}, make("span", { textContent: say("picture_alt") }), field(stop, "alt", say("picture_alt"))), out);
}

acceptFiles($("#picture-drop"), async (file) => {
  try {
    await ask(path(`/stops/${state.stop}/picture?page=${page}`), file);
    await reload();
    $("#picture input")?.focus();
  } catch (error) { tell(error.message, true); }
});

/** `written`: the role whose voice has just been written; its key has the focus again. */
async function showVoices(written = "") {
  const holder = $("#voices");
  try { voices ??= await askJson(path("/voices")); } catch { return; }
  const stop = current();
  if (!stop || (!written && holder.contains(document.activeElement))) return;
  const roles = [...new Set(stop.segments.filter((segment) => !segment.is_cue).map((segment) => segment.role))];
  holder.closest("section").hidden = !voices.voices.length;
  holder.replaceChildren(...roles.map(voiceOf), newRole());
  if (written) $(`[data-role="${CSS.escape(written)}"] .use`, holder)?.focus();
}

/** A role that this tour alone has, with its voice. */
function newRole() {
  const name = make("input", { required: true, maxLength: 40, autocomplete: "off" });
  const select = make("select", {}, ...voices.voices.map((voice) => make("option", { value: voice.name, textContent: `${voice.name} ${voice.note ?? ""}`.trim() })));
  const form = make("form", {}, make("p", { className: "quiet", textContent: say("role_new_where", { file: state.tour.file }) }), make("label", {}, make("span", { textContent: say("role_name") }), name), make("label", {}, make("span", { textContent: say("role_voice") }), select), make("button", { textContent: say("role_add_here") }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const role = name.value.trim().replace(/\s+/g, " ");
    if (state.tour.roles.includes(role)) { tell(say("role_there", { role: roleName(role) }), true); return; }
    if (!await change({ kind: "choose-voice", role, engine: voices.engine, voice: select.value })) return;
    tell(say("role_added", { role }));
    voices = null;
    document.activeElement?.blur();
    showVoices();
  });
  return make("details", { id: "new-role" }, make("summary", { textContent: say("role_new") }), form);
}

/** Role → what was moved there and is not written yet: it stays while other things of the page change. */
const trials = new Map();

/** A slider for what can be said of the voice. */
function amountOf(role, name, now) {
  const { words, min, max, step, usual, shown } = AMOUNTS[name];
  const value = trials.get(role)?.[name] ?? now?.[name] ?? usual;
  const input = make("input", { type: "range", min, max, step, value, data: { amount: name } });
  const output = make("output", { textContent: shown(value) });
  input.addEventListener("input", () => {
    trials.set(role, { ...trials.get(role), [name]: Number(input.value) });
    output.textContent = shown(Number(input.value));
  });
  return make("label", {}, make("span", { textContent: `${say(words)} ` }), input, output);
}

function voiceOf(role) {
  const now = voices.cast[role], chosen = trials.get(role)?.voice ?? now?.name;
  const select = make("select", {}, ...voices.voices.map((voice) => make("option", { value: voice.name, selected: voice.name === chosen, textContent: `${voice.name} ${voice.note ?? ""}`.trim() })));
  select.addEventListener("change", () => trials.set(role, { ...trials.get(role), voice: select.value }));
  const test = make("button", { type: "button", textContent: `▶ ${say("try_voice")}` });
  test.addEventListener("click", () => {
    const each = passages().find((one) => one.segment.role === role && one === activePassage()) ?? passages().find((one) => one.segment.role === role);
    if (each) hear(each, false, { ...trials.get(role), voice: select.value });
  });
  const use = make("button", { type: "button", className: "use", textContent: say("use_voice") });
  use.addEventListener("click", async () => {
    const moved = Object.fromEntries(Object.entries(trials.get(role) ?? {}).map(([name, value]) => [name, String(value)]));
    if (!await change({ kind: "choose-voice", role, engine: voices.engine, ...moved, voice: select.value })) return;
    trials.delete(role);
    voices = null;
    showVoices(role);
  });
  const amounts = Object.keys(AMOUNTS).filter((name) => voices.options.includes(name)).map((name) => amountOf(role, name, now));
  return make("div", { data: { role } }, make("label", {}, make("span", { textContent: say("voice_of", { role: roleName(role) }) }), select), ...amounts, make("div", { className: "chips" }, test, use));
}

const tourSavers = new Map();

/** Title and description of the tour, saved as one writes. */
function showTourFields() {
  for (const name of ["title", "description", "label", "cover_alt"]) {
    const input = $(`#field-${name}`);
    const saver = tourSavers.get(name);
    if (saver && (document.activeElement === input || !saver.isSaved)) continue;
    const put = (text) => { input.value = text; };
    put(state.tour[name]);
    if (saver) { saver.base = state.tour[name]; continue; }
    const fresh = new Saver(state.tour.id, name, state.tour[name], {
      edit: (base, value) => ({ kind: "set-tour-field", name, base, value }),
      read: () => input.value,
      saved: (value) => { state.tour[name] = value; if (name === "title") $("#tour-title").textContent = value; return value; },
      clash: (theirs) => { for (let at = input.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true; showClash(fresh, theirs, put, (box) => input.closest("label").after(box)); },
    });
    tourSavers.set(name, fresh);
    input.addEventListener("input", () => fresh.changed());
    adoptDraft(fresh, put);
  }
}

const loadProblems = oneAtATime(async () => {
  try { state.problems = await askJson(path("/problems"), undefined, patience()); showQuestions(); showNotes(); } catch { /* asked again after the next change */ }
});

/** After each change, this page's own and those of others. */
export function askProblems() {
  clearTimeout(timer);
  timer = setTimeout(loadProblems, PROBLEMS_REST_MS);
}

/** The number of the stop in hand: another one, or all in their order, before labels hang. */
function showNumber() {
  const input = $("#stop-number");
  if (current() && document.activeElement !== input) input.value = state.stop;
}

$("#stop-number").addEventListener("change", async (event) => {
  const { value } = event.target, number = state.stop;
  const chosen = value.trim().toLowerCase();
  if (!chosen || chosen === number || !confirm(say("renumber", { number, chosen, file: state.tour.file }))) { event.target.value = number; return; }
  await saveAll();
  if (await apply("/numbers", { stop: number, number: chosen })) location.hash = `#write/${chosen}`;
  else event.target.value = number;
});
$("#number-all").addEventListener("click", async () => {
  const at = state.tour.stops.findIndex((stop) => stop.number === state.stop);
  if (!confirm(say("number_all", { count: state.tour.stops.length, file: state.tour.file }))) return;
  await saveAll();
  if (await apply("/numbers")) location.hash = `#write/${state.tour.stops[at].number}`;
});

$("#editor").addEventListener("marked", showQuestions);
$("#editor").addEventListener("focusout", askProblems);
$("#next-question").addEventListener("click", nextQuestion);
onChange(() => { showTourFields(); showQuestions(); showPicture(); showVoices(); showNumber(); askProblems(); });
