// What belongs to the tour or to its stop besides words: cover, colour, state, music, further pictures, remarks.
import { $, acceptFiles, ask, make, page, say, tell } from "./page.js";
import { markAll } from "./editor.js";
import { lexiconFile } from "./lexicons.js";
import { forgetSounds } from "./sound.js";
import { change, current, onChange, path, reload, state } from "./tour.js";

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

const isIn = (element) => element.contains(document.activeElement);

function showTour() {
  const { tour } = state;
  const select = $("#tour-state"), words = $("#tour-closed");
  if (![select, words].includes(document.activeElement)) {
    select.value = tour.state;
    words.value = tour.closed;
    words.closest("label").hidden = tour.state !== "closed";
  }
  if (document.activeElement !== $("#tour-accent")) $("#tour-accent").value = tour.accent || tour.usual_accent;
  $("#usual-accent").hidden = !tour.accent;
  $("#cover-alt").hidden = !tour.cover;
  $("#cover").replaceChildren(...(tour.cover ? [make("img", { src: pictureAddress(tour.cover), alt: tour.cover_alt }), button(say("take_picture_out"), () => setTour("cover", ""), "link")] : []));
  showSounds($("#tour-sounds"), tour, "");
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

const setState = (chosen, words) => change({ kind: "set-stop-state", stop: "", state: chosen, words });
$("#tour-state").addEventListener("change", (event) => {
  const words = $("#tour-closed");
  words.closest("label").hidden = event.target.value !== "closed";
  if (event.target.value === "closed" && !words.value.trim()) words.focus();
  else setState(event.target.value, words.value);
});
$("#tour-closed").addEventListener("change", (event) => setState("closed", event.target.value));

/** Music and ambience of the tour (`stop` is empty) or of a stop. */
function showSounds(holder, owner, stop) {
  if (isIn(holder)) return;
  holder.replaceChildren(make("p", { className: "quiet", textContent: say("sound_where", { file: state.tour.file }) }), ...SOUNDS.map((kind) => soundOf(owner.sounds[kind], kind, stop)));
}

function soundOf(sound, kind, stop) {
  const set = (fields) => change({ kind: "set-sound", stop, sound: kind, base: sound.file, ...sound, ...fields });
  const input = make("input", { type: "file", accept: "audio/*,.m4a,.mp3,.wav,.ogg,.opus,.flac" });
  const drop = make("label", { className: "drop" }, make("span", { textContent: say(`sound_${kind}`) }), input);
  acceptFiles(drop, (file) => upload(`/sounds?kind=${kind}&stop=${encodeURIComponent(stop)}`, file));
  const parts = [drop];
  if (stop && sound.file !== NO_SOUND) parts.push(button(say("sound_none"), () => set({ file: NO_SOUND }), "link"));
  if (sound.file === NO_SOUND) parts.push(make("p", { textContent: say("sound_none") }), button(say("sound_of_tour"), () => set({ file: "" }), "link"));
  else if (sound.file) {
    const detail = (name) => {
      const field = make("input", { value: sound[name] });
      field.addEventListener("change", () => set({ [name]: field.value }));
      return make("label", {}, make("span", { textContent: say(`sound_${name}`) }), field);
    };
    parts.push(make("audio", { controls: true, src: `/recordings/${sound.file.split("/").map(encodeURIComponent).join("/")}`, preload: "none", set: { "aria-label": say(`sound_${kind}`) } }), ...["level", "credit", "licence"].map(detail), button(say(stop ? "sound_of_tour" : "sound_out"), () => set({ file: "" }), "link"));
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
  if (!isIn($("#lexicon-file"))) $("#lexicon-file").replaceChildren(box);
}
$("#add-reading").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [word, reading, context] = ["word", "say", "context"].map((each) => event.target.elements[each].value.trim());
  const base = state.tour.lexicon.find((entry) => entry.word === word && entry.context === context)?.say ?? "";
  if (await decide({ word, context, base, say: reading })) event.target.reset();
});

/** Pictures after the first one, each with its words. */
function showPictures(stop) {
  $("#further-drop").hidden = !stop.image && !stop.images.length;
  const holder = $("#pictures");
  if (isIn(holder)) return;
  holder.replaceChildren(...stop.images.map(({ file, ...words }, index) => {
    const field = (name, label) => {
      const input = make("input", { value: words[name] });
      input.addEventListener("change", () => change({ kind: "set-picture-field", stop: stop.number, index, file, name, base: words[name], value: input.value }));
      return make("label", {}, make("span", { textContent: say(label) }), input);
    };
    return make("div", { className: "further" }, make("img", { src: pictureAddress(file), alt: words.alt }), field("alt", "picture_alt"), field("caption", "picture_caption"), field("credit", "picture_credit"), button(say("take_picture_out"), () => change({ kind: "remove-picture", stop: stop.number, index, file }), "link"));
  }));
}
acceptFiles($("#further-drop"), (file) => upload(`/stops/${state.stop}/pictures`, file));

function showRemarks(stop) {
  $("#remarks").replaceChildren(...stop.notes.map((text) => make("li", {}, text, " ", button(say("remark_out"), () => change({ kind: "set-remark", stop: stop.number, name: "note", base: text, value: "" }), "link"))));
}
$("#add-remark").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { words } = event.target.elements;
  if (await change({ kind: "set-remark", stop: state.stop, name: event.submitter.value, base: "", value: words.value })) words.value = "";
});

onChange(() => {
  showTour();
  showLexicon();
  showLexiconFile();
  const stop = current();
  if (!stop) return;
  showSounds($("#stop-sounds"), stop, stop.number);
  showPictures(stop);
  showRemarks(stop);
});
