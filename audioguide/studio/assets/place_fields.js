// Fields of places that are saved as one writes, and those of the stop in hand.
import { $, askJson, make, say } from "./page.js";
import { act } from "./clash.js";
import { announce, chooseStop, chosenStop, editPlaces, onPlaces, percent, places, planName, planOf, showAll, shownPlan, stopName, stopOf } from "./places_state.js";
import { forgetEdit, keepDraft, keepEdit, readDraft } from "./place_drafts.js";
import { movePin, pinEdit, putStop } from "./plan_stage.js";
import { savedField as savedInTour } from "./saved_field.js";

const READ_REST_MS = 400;

/** A field of places that is saved as one writes. */
export const savedField = (key, words, value, edit, took) => savedInTour(key, words, value, edit, (text) => { took(text); document.dispatchEvent(new Event("places-saved")); });

/** A field for coordinates or a link, with what the program reads in it. `set(pasted, base)` gives whether it is in the file,
    null where the author is asked; `base()`: what the field begins with. What is typed is kept in this browser as `key`
    until it is an edit that is kept, or until it is in the file (`isKept`: whether `set` keeps it). */
export function pasteField(key, words, set, base, isKept = true) {
  const input = make("input", { autocomplete: "off" });
  const note = make("p", { className: "quiet", set: { role: "status" } });
  const kept = `typed:${key}`;
  let timer = 0, known = "", draft = readDraft(kept);
  const read = async () => {
    const pasted = input.value.trim();
    if (!pasted) { note.textContent = ""; return; }
    try {
      const answer = await askJson("/api/positions", { pasted });
      if (input.value.trim() === pasted) note.textContent = say("place_read", { ...answer, application: answer.application || say("place_numbers") });
    } catch (error) { if (input.value.trim() === pasted) note.textContent = error.message; }
  };
  const keep = (next) => { draft = next; keepDraft(kept, next); };
  input.addEventListener("input", () => {
    keep(input.value.trim() === known ? null : { base: draft ? draft.base : base(), value: input.value });
    clearTimeout(timer);
    timer = setTimeout(read, READ_REST_MS);
  });
  const send = async () => {
    const typed = { base: draft ? draft.base : base(), value: input.value };
    const turn = set(typed.value, typed.base);
    keep(isKept ? null : typed);
    const outcome = await turn;
    if (outcome === false) keep(typed);
    if (outcome === false || input.value !== typed.value) return;
    keep(null);
    input.value = known;
    note.textContent = "";
  };
  input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); send(); } });
  const label = make("label", {}, make("span", { textContent: words }), input);
  const button = act(say("place_set"), send, "");
  button.setAttribute("aria-label", `${say("place_set")}: ${words}`);
  if (draft) { input.value = draft.value; read(); }
  return {
    element: make("div", {}, make("div", { className: "withbutton" }, label, button), note),
    input,
    refresh: (now) => {
      known = now;
      if (draft?.value.trim() === now) keep(null);
      if (!draft && document.activeElement !== input) input.value = now;
    },
    forget: () => keep(null),
  };
}

const holder = $("#stop-place"), select = $("#place-stop");
const FIELDS = ["trigger", "next", "steps", "slope", "seating", "toilets"];
const valueOf = (stop, name) => (name in stop.access ? stop.access[name] : stop[name]);
const wordsOf = (stop, name) => (name in stop.access ? say(`access_${name}`) : say(`${name}_label`));
const besidePlace = (box) => holder.prepend(box);
let panel = null;  // { number, fields, place, where }

function makePanel(stop) {
  for (const field of panel?.fields ?? []) field.leave();
  const { number } = stop;
  const fields = FIELDS.map((name) => savedField(`${number}/${name}`, wordsOf(stop, name), valueOf(stop, name),
    (base, value) => ({ kind: "set-place-field", stop: number, name, base, value }),
    (value) => { const now = places.data.stops.find((each) => each.number === number); if (now) (name in now.access ? now.access : now)[name] = value; }));
  const placeNow = () => stopOf(number)?.place ?? "";
  const setPlace = (pasted, base) => editPlaces({ kind: "set-place", stop: number, base, pasted }, besidePlace);
  const place = pasteField(number, say("place_label"), setPlace, placeNow);
  const out = act(say("place_out"), async () => { if (await setPlace("", placeNow())) { place.forget(); place.refresh(""); } }, "link");
  const where = make("div", {});
  panel = { number, fields, place, out, where };
  holder.replaceChildren(place.element, out, where, ...fields.map((field) => field.label), make("p", {}, make("a", { href: `#write/${number}`, textContent: say("to_text") })));
}

function showStopPlace() {
  const stop = chosenStop();
  if (!stop) return;
  const missing = (each) => [each.pin ? "" : say("no_stop_pin"), each.place ? "" : say("no_stop_place")].filter(Boolean).join(", ");
  const options = places.data.stops.map((each) => [each.number, missing(each) ? say("with_note", { text: `${each.number} ${each.title}`, note: missing(each) }) : `${each.number} ${each.title}`]);
  if (JSON.stringify(options) !== select.dataset.shown) {
    select.replaceChildren(...options.map(([value, textContent]) => make("option", { value, textContent })));
    select.dataset.shown = JSON.stringify(options);
  }
  select.value = stop.number;
  if (panel?.number !== stop.number) makePanel(stop);
  FIELDS.forEach((name, at) => panel.fields[at].refresh(valueOf(stop, name)));
  panel.place.refresh(stop.place);
  panel.out.hidden = !stop.place;
  showPin(stop);
}

/** The pin in numbers, for whoever does not drag. */
function showPin(stop) {
  if (panel?.number !== stop.number || panel.where.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
  const { pin } = stop;
  const buttons = [];
  if (shownPlan() && (!pin || pin.plan !== places.plan)) buttons.push(act(say("pin_on"), () => putStop(stop.number), ""));
  if (pin && !pin.is_computed) buttons.push(act(say("pin_off"), () => movePin(stop.number, "", ""), ""));
  const parts = [make("div", { className: "chips" }, ...buttons)];
  if (pin) {
    const [x, y] = ["x", "y"].map((axis) => make("input", { type: "number", min: 0, max: 100, step: 0.1, value: percent(pin[axis]), data: { axis } }));
    const pinAt = () => [stop.number, Number(x.value) / 100, Number(y.value) / 100, pin.plan];
    for (const input of [x, y]) {
      input.addEventListener("input", () => {
        const isAsBefore = x.value === percent(pin.x) && y.value === percent(pin.y);
        if (isAsBefore) forgetEdit(pinEdit(...pinAt()));
        else if (x.value && y.value) keepEdit(pinEdit(...pinAt()));
      });
      input.addEventListener("change", () => movePin(...pinAt()));
    }
    const plan = planOf(pin.plan);
    parts.unshift(make("p", { className: "quiet", textContent: plan ? planName(plan) : pin.plan }), make("div", { className: "pair" }, make("label", {}, make("span", { textContent: say("pin_left") }), x), make("label", {}, make("span", { textContent: say("pin_top") }), y)));
  }
  panel.where.replaceChildren(...parts);
}

select.addEventListener("change", () => {
  chooseStop(select.value);
  const stop = places.data.stops.find((each) => each.number === select.value);
  if (stop?.pin && planOf(stop.pin.plan)) places.plan = stop.pin.plan;
  showAll();
  if (stop) announce(stopName(stop));
});

onPlaces(showStopPlace);
