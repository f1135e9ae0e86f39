// What belongs to the tour or to its stop besides words: cover, colour, state, music, further pictures, remarks.
import { $, acceptFiles, ask, keepForm, make, page, say, tell } from "./page.js";
import { markAll } from "./editor.js";
import { lexiconFile } from "./lexicons.js";
import { forgetSounds } from "./sound.js";
import { savedField } from "./saved_field.js";
import { showStops } from "./stops.js";
import { change, current, name as tourName, onChange, path, reload, state, tookStop } from "./tour.js";

const SOUNDS = ["music", "ambience"];
const NO_SOUND = "none";

const pictureAddress = (file) => `/pictures/${file.split("/").map(encodeURIComponent).join("/")}`;

/** A file goes into the tour; the page then shows the tour as it is. */
async function upload(rest, file) {
  try {
    await ask(path(`${rest}${rest.includes("?") ? "&" : "?"}page=${page}`), file);
    await reload();
  } catch (error) { tell(error.message, true); }
}

/** Fields of one thing in a holder: made again when it is another thing, else shown as the file has them now. */
const drawn = new Map();  // holder → { thing, fields }
function showFields(holder, thing, build) {
  const before = drawn.get(holder);
  if (before?.thing !== thing) {
    const hasFocus = holder.contains(document.activeElement);
    for (const { field } of before?.fields ?? []) field.leave();
    const fields = [];
    const add = (key, words, now, edit, took) => {
      const field = savedField(key, words, now(), edit, (value, answer) => { tookStop(answer); took(value); });
      fields.push({ field, now });
      return field;
    };
    holder.replaceChildren(...build(add));
    drawn.set(holder, { thing, fields });
    if (hasFocus) $("button, input, select", holder)?.focus();
  } else for (const { field, now } of before.fields) field.refresh(now());
}

const stopNow = (number) => (number ? state.tour.stops.find((each) => each.number === number) : state.tour);

/** Who finds the tour (`stop` is empty) or a stop, and why it is closed. */
function showState(name, stop) {
  const select = $(`#${name}-state`), holder = $(`#${name}-closed-words`);
  select.dataset.stop = stop;
  showFields(holder, `${state.tour.id}/${stop}`, (add) => {
    const { label, input } = add(stop ? `${stop}/closed` : "closed", say("closed_words"), () => stopNow(stop)?.closed ?? "", (base, value) => ({ kind: "set-closing-words", stop, base, value }), (value) => {
      const now = stopNow(stop);
      if (now) Object.assign(now, { closed: value, state: "closed" });
      showStops();
    });
    Object.assign(input, { id: `${name}-closed`, maxLength: 120 });
    return [label];
  });
  if (select === document.activeElement || $(`#${name}-closed`) === document.activeElement) return;
  select.value = stopNow(stop).state;
  holder.hidden = select.value !== "closed" && !$(`#${name}-closed`).value;
}
for (const name of ["tour", "stop"]) {
  $(`#${name}-state`).addEventListener("change", (event) => {
    const { value, dataset: { stop } } = event.target, words = $(`#${name}-closed`);
    $(`#${name}-closed-words`).hidden = value !== "closed";
    if (value === "closed" && !words.value.trim()) words.focus();
    else change({ kind: "set-stop-state", stop, state: value, words: words.value });
  });
}

function showTour() {
  const { tour } = state;
  showState("tour", "");
  if (document.activeElement !== $("#tour-accent")) $("#tour-accent").value = tour.accent || tour.usual_accent;
  $("#usual-accent").hidden = !tour.accent;
  $("#cover-alt").hidden = !tour.cover;
  $("#cover").replaceChildren(...(tour.cover ? [make("img", { src: pictureAddress(tour.cover), alt: tour.cover_alt }), button(say("take_picture_out"), () => setTour("cover", ""), "link")] : []));
  showSounds($("#tour-sounds"), "");
}

function button(text, act, className = "") {
  const element = make("button", { type: "button", className, textContent: text });
  element.addEventListener("click", act);
  return element;
}

const setTour = (name, value) => change({ kind: "set-tour-field", name, base: state.tour[name], value });
$("#tour-accent").addEventListener("change", (event) => setTour("accent", event.target.value));
$("#usual-accent").addEventListener("click", () => setTour("accent", ""));
acceptFiles($("#cover-drop"), (file) => upload("/cover", file));

/** Music and ambience of the tour (`stop` is empty) or of a stop. */
function showSounds(holder, stop) {
  const { sounds } = stopNow(stop);
  const thing = JSON.stringify([state.tour.id, stop, ...SOUNDS.map((kind) => sounds[kind].file)]);
  showFields(holder, thing, (add) => [make("p", { className: "quiet", textContent: say("sound_where", { file: state.tour.file }) }), ...SOUNDS.map((kind) => soundOf(sounds[kind].file, kind, stop, add))]);
}

function soundOf(file, kind, stop, add) {
  const now = () => stopNow(stop)?.sounds[kind] ?? {};
  const set = (fields) => change({ kind: "set-sound", stop, sound: kind, base: file, ...now(), ...fields });
  const input = make("input", { type: "file", accept: "audio/*,.m4a,.mp3,.wav,.ogg,.opus,.flac" });
  const drop = make("label", { className: "drop" }, make("span", { textContent: say(`sound_${kind}`) }), input);
  acceptFiles(drop, (chosen) => upload(`/sounds?kind=${kind}&stop=${encodeURIComponent(stop)}`, chosen));
  const parts = [drop];
  if (stop && file !== NO_SOUND) parts.push(button(say("sound_none"), () => set({ file: NO_SOUND }), "link"));
  if (file === NO_SOUND) parts.push(make("p", { textContent: say("sound_none") }), button(say("sound_of_tour"), () => set({ file: "" }), "link"));
  else if (file) {
    const detail = (name) => add(stop ? `${stop}/sound:${kind}:${name}` : `sound_${kind}_${name}`, say(`sound_${name}`), () => now()[name] ?? "", (base, value) => ({ kind: "set-sound-field", stop, sound: kind, file, name, base, value }), (value) => { now()[name] = value; }).label;
    parts.push(make("audio", { controls: true, src: `/recordings/${file.split("/").map(encodeURIComponent).join("/")}`, preload: "none", set: { "aria-label": say(`sound_${kind}`) } }), ...["level", "credit", "licence"].map(detail), button(say(stop ? "sound_of_tour" : "sound_out"), () => set({ file: "" }), "link"));
  }
  return make("div", { className: "sound", data: { kind } }, ...parts);
}

async function decide(reading) {
  const isDecided = await change({ kind: "set-reading", ...reading });
  forgetSounds();
  markAll();
  return isDecided;
}

/** Readings that hold for the tour, or in it within a longer text. */
function showLexicon() {
  $("#lexicon").replaceChildren(...state.tour.lexicon.map(({ word, say: reading, context }) => make("li", {}, `${word}: ${reading} `, context ? make("span", { className: "quiet", textContent: `${say("reading_only", { context })} ` }) : null, button(say("reading_out"), () => decide({ word, context, base: reading, say: "" }), "link"))));
}
const lexiconOutcome = make("div");
function showLexiconFile() {
  const box = lexiconFile({
    address: path(`/lexicon?page=${page}`), where: state.tour.file, isEmpty: !state.tour.lexicon.length, outcome: lexiconOutcome,
    added: () => reload(),
    decide: (word, reading) => change({ kind: "decide-reading", word, say: reading }),
  });
  if (!$("#lexicon-file").contains(document.activeElement)) $("#lexicon-file").replaceChildren(box);
}
$("#add-reading").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [word, reading, context] = ["word", "say", "context"].map((each) => event.target.elements[each].value.trim());
  const base = state.tour.lexicon.find((entry) => entry.word === word && entry.context === context)?.say ?? "";
  if (await decide({ word, context, base, say: reading })) event.target.reset();
});

/** Pictures after the first one, each with its words. */
function showPictures({ number, image, images }) {
  $("#further-drop").hidden = !image && !images.length;
  showFields($("#pictures"), JSON.stringify([state.tour.id, number, ...images.map(({ file }) => file)]), (add) => images.map(({ file, alt }, index) => {
    const now = () => stopNow(number)?.images.find((each) => each.file === file) ?? {};
    const field = (name) => add(`${number}/picture:${file}:${name}`, say(`picture_${name}`), () => now()[name] ?? "", (base, value) => ({ kind: "set-picture-field", stop: number, index, file, name, base, value }), (value) => { now()[name] = value; }).label;
    return make("div", { className: "further" }, make("img", { src: pictureAddress(file), alt }), ...["alt", "caption", "credit"].map(field), button(say("take_picture_out"), () => change({ kind: "remove-picture", stop: number, index, file }), "link"));
  }));
}
acceptFiles($("#further-drop"), (file) => upload(`/stops/${state.stop}/pictures`, file));

function showRemarks(stop) {
  $("#remarks").replaceChildren(...stop.notes.map((text) => make("li", {}, text, " ", button(say("remark_out"), () => change({ kind: "set-remark", stop: stop.number, name: "note", base: text, value: "" }), "link"))));
}
$("#add-remark").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { words } = event.target.elements;
  if (await change({ kind: "set-remark", stop: state.stop, name: event.submitter.value, base: "", value: words.value })) event.target.reset();
});

for (const form of document.querySelectorAll("#add-remark, #add-reading")) keepForm(form, `audioguide-typed:${tourName}:${form.id}`);

onChange(() => {
  showTour();
  showLexicon();
  showLexiconFile();
  const stop = current();
  if (!stop) return;
  showState("stop", stop.number);
  showSounds($("#stop-sounds"), stop.number);
  showPictures(stop);
  showRemarks(stop);
});
