// The plan with its pins: dragged by mouse and finger, moved by arrow keys, every position announced.
import { $, make, say, showItems } from "./page.js";
import { announce, chooseStop, chosenStop, editPlaces, onPlaces, percent, places, planName, planOf, shownPlan, shownRoute, showAll, stopName, stopOf } from "./places_state.js";
import { forgetEdit, keepDraft, keepEdit, readDraft } from "./place_drafts.js";
import { toggleStop } from "./place_routes.js";
import { name as tourName, state } from "./tour.js";

const STEP = 0.005, FAR = 0.05;
const REST_MS = 500;
const DRAG_PX = 4;
const MAX_ZOOM = 5;
const GLYPHS = { entrance: "▲", toilet: "WC", parking: "P", cafe: "☕", lift: "⇅" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const stage = $("#stage"), frame = $("#stage-frame");
const markers = new Map();  // key → { element, x, y, timer, spot, base, turn }
let shown = "";

const inside = (share) => Math.min(1, Math.max(0, Math.round(share * 10000) / 10000));

/** Shares of the picture for a place of the window; null outside of it. */
function shareAt(event) {
  const box = stage.getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? [inside(x), inside(y)] : null;
}

function isInFrame(event) {
  const box = frame.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

/** What stands on the shown plan: { key, kind, text, name, x, y, isComputed, isChosen, base(), edit(x, y, base), press() }.
    `base`: what a move begins with, so that what another changes during the move is asked about, not overwritten. */
function spots() {
  const plan = shownPlan();
  if (!plan) return [];
  const on = (thing) => thing.pin?.plan === plan.name;
  if (places.mode === "references") return referenceSpots(plan);
  const stops = places.data.stops.filter(on).map((stop) => ({
    key: `stop:${stop.number}`, kind: "stop", text: stop.number, name: stopName(stop), x: stop.pin.x, y: stop.pin.y, isComputed: stop.pin.is_computed,
    isChosen: stop.number === state.stop,
    base: () => stopOf(stop.number)?.pin_base,
    edit: (x, y, base) => pinEdit(stop.number, x, y, plan.name, base),
    press: () => { chooseStop(stop.number); if (places.mode === "route") toggleStop(stop.number); },
  }));
  const points = places.data.points.map((point, index) => ({ point, index })).filter(({ point }) => on(point)).map(({ point, index }) => ({
    key: `point:${index}`, kind: "point", text: GLYPHS[point.kind] ?? "•", name: [say(`kind_${point.kind}`), point.title].filter(Boolean).join(" "), x: point.pin.x, y: point.pin.y, isComputed: point.pin.is_computed,
    isChosen: false,
    base: () => places.data.points[index]?.seen,
    edit: point.is_shared ? null : (x, y, seen) => ({ kind: "set-point", index, seen, name: "plan", value: `${x}, ${y}, ${plan.name}` }),
    press: () => $(`#points [data-index="${index}"] input`)?.focus(),
  }));
  return [...stops, ...points];
}

function referenceSpots(plan) {
  const known = plan.references.map((point, index) => ({
    key: `reference:${index}`, kind: "reference", text: String(index + 1), name: say("name_reference", { number: index + 1 }), x: point.x, y: point.y, isChosen: false,
    base: () => planOf(plan.name)?.references[index]?.seen,
    edit: plan.is_shared ? null : (x, y, seen) => ({ kind: "set-reference", plan: plan.name, index, seen, x: String(x), y: String(y), pasted: "" }),
    press: () => $(`#plan-fields [data-reference="${index}"] input`)?.focus(),
  }));
  const { fresh } = places;
  if (fresh?.plan === plan.name) known.push({ key: "reference:new", kind: "reference", text: "＋", name: say("name_new_reference"), x: fresh.x, y: fresh.y, isChosen: true, base: () => "", put: (x, y) => setReference({ ...places.fresh, x, y }), press: () => $("#reference-form input")?.focus() });
  return known;
}

const besidePlan = (box) => $("#plan-hint").after(box);

/** The pin of a stop on the shown plan; without numbers it is taken off. */
export const movePin = (number, x, y, plan = places.plan) => editPlaces(() => pinEdit(number, x, y, plan), besidePlan);

export const pinEdit = (number, x, y, plan, base = undefined) => ({ kind: "set-pin", stop: number, base: base ?? stopOf(number)?.pin_base ?? "", x: String(x), y: String(y), plan });

/** Put a stop onto the shown plan and go to its pin. */
export async function putStop(number, x = 0.5, y = 0.5) {
  if (!shownPlan() || !(await movePin(number, x, y))) return;
  focusStop(number);
  announcePlace({ name: stopName(stopOf(number)), x, y });
}

export const focusStop = (number) => markers.get(`stop:${number}`)?.element.focus();

const announcePlace = ({ name, x, y }) => announce(say("pin_at", { name, x: percent(x), y: percent(y) }));

function put(marker, x, y) {
  Object.assign(marker, { x, y });
  marker.element.style.left = `${x * 100}%`;
  marker.element.style.top = `${y * 100}%`;
}

function makeMarker(spot) {
  const element = make("button", { className: "marker", type: "button", data: { kind: spot.kind, key: spot.key } });
  const marker = { element, x: spot.x, y: spot.y, timer: 0, spot, base: null, turn: null };
  element.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || !isMovable(marker.spot)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? FAR : STEP;
    begin(marker);
    put(marker, inside(marker.x + way[0] * step), inside(marker.y + way[1] * step));
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    announcePlace({ ...marker.spot, x: marker.x, y: marker.y });
    if (marker.spot.edit) keepEdit(marker.spot.edit(marker.x, marker.y, marker.base));
    clearTimeout(marker.timer);
    marker.timer = setTimeout(() => save(marker), REST_MS);
  });
  element.addEventListener("blur", () => save(marker));
  element.addEventListener("focus", () => { if (marker.spot.kind === "stop") chooseStop(marker.spot.key.slice(5)); });
  drag(element, {
    isFree: () => isMovable(marker.spot),
    moved: ([x, y]) => { begin(marker); put(marker, x, y); },
    dropped: () => save(marker, true),
    cancelled: () => { marker.base = null; put(marker, marker.spot.x, marker.spot.y); },
    pressed: () => marker.spot.press(),
  });
  return marker;
}

const isMovable = (spot) => Boolean(spot.edit || spot.put);
const move = (spot, x, y, base) => (spot.put ? spot.put(x, y) : editPlaces(spot.edit(x, y, base), besidePlan));

function begin(marker) {
  marker.base ??= marker.spot.base();
}

/** What the arrow keys or the mouse moved goes into the file. */
async function save(marker, isNow = false) {
  if (!marker.timer && !isNow) return;
  clearTimeout(marker.timer);
  marker.timer = 0;
  const { spot, x, y, base, turn: earlier } = marker;
  marker.base = null;
  if (!earlier && x === spot.x && y === spot.y) {
    if (spot.edit) forgetEdit(spot.edit(x, y, base));
    return;
  }
  // a move that follows on one's own begins with what that has left
  if (spot.edit) keepEdit(spot.edit(x, y, base));
  const turn = (async () => move(spot, x, y, (await earlier) ? marker.spot.base() : base))();
  marker.turn = turn;
  const isSaved = await turn;
  if (isSaved && marker.base !== null) marker.base = marker.spot.base();
  if (marker.turn === turn) marker.turn = null;
  if (!marker.timer) draw();
  if (isSaved) announcePlace({ ...spot, x, y });
}

/** Follow a finger or the mouse from an element over the plan. */
function drag(element, { isFree, moved, dropped, cancelled, pressed }) {
  let from = null, isDragged = false;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = event;
    isDragged = false;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!from || from.pointerId !== event.pointerId || !isFree()) return;
    if (!isDragged && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < DRAG_PX) return;
    isDragged = true;
    element.classList.add("dragged");
    const at = shareAt(event);
    if (at) moved(at);
  });
  const end = (event, isOver) => {
    if (!from) return;
    from = null;
    element.classList.remove("dragged");
    if (isDragged && isOver) dropped(isInFrame(event) ? shareAt(event) : null);
    else if (isDragged) cancelled();
  };
  element.addEventListener("pointerup", (event) => end(event, true));
  element.addEventListener("pointercancel", (event) => { end(event, false); isDragged = false; });
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    if (isDragged) isDragged = false;
    else pressed();
  });
}

function draw() {
  const plan = shownPlan();
  const wanted = spots();
  for (const [key, { element }] of markers) if (!wanted.some((spot) => spot.key === key)) { element.remove(); markers.delete(key); }
  for (const spot of wanted) {
    const marker = markers.get(spot.key) ?? makeMarker(spot);
    markers.set(spot.key, marker);
    if (!marker.element.isConnected) stage.append(marker.element);
    marker.spot = spot;
    if (!marker.timer && !marker.turn && !marker.element.classList.contains("dragged")) put(marker, spot.x, spot.y);
    if (spot.kind === "point") marker.element.dataset.glyph = spot.text;
    else marker.element.textContent = spot.text;
    marker.element.classList.toggle("computed", Boolean(spot.isComputed));
    marker.element.setAttribute("aria-label", say(spot.isComputed ? "pin_computed" : "pin_at", { name: spot.name, x: percent(marker.x), y: percent(marker.y) }));
    marker.element.setAttribute("aria-pressed", String(spot.isChosen));
  }
  // one pin is in the order of the Tab key: the chosen one, else the first
  const first = wanted.find((spot) => spot.isChosen) ?? wanted[0];
  for (const [key, { element }] of markers) element.tabIndex = key === first?.key || places.mode === "references" ? 0 : -1;
  drawWay(plan);
}

function drawWay(plan) {
  $("svg", stage)?.remove();
  const route = places.mode === "route" ? shownRoute() : null;
  const pins = (route?.stops ?? []).map((number) => stopOf(number)?.pin).filter((pin) => pin?.plan === plan?.name);
  if (pins.length < 2) return;
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "polyline");
  line.setAttribute("points", pins.map(({ x, y }) => `${x * 100},${y * 100}`).join(" "));
  svg.append(line);
  $("img", stage)?.after(svg);
}

function showPicture(plan) {
  const address = `/drawings/${encodeURIComponent(tourName)}/${encodeURIComponent(plan.name)}?v=${plan.version}`;
  if (shown === address + plan.alt + plan.error) return;
  shown = address + plan.alt + plan.error;
  // the markers stay where they are: one of them may be on its way
  for (const old of stage.querySelectorAll("img, .broken")) old.remove();
  stage.prepend(plan.error ? make("p", { className: "broken", textContent: plan.error }) : make("img", { src: address, alt: plan.alt, width: plan.width, height: plan.height, draggable: false }));
}

function showUnplaced() {
  const missing = places.data.stops.filter((stop) => !stop.pin);
  const list = $("#unplaced");
  list.hidden = places.mode !== "pins" || !missing.length;
  if ($(".dragged", list)) return;  // shown when the stop is let go
  const focused = document.activeElement?.closest?.("#unplaced")?.contains(document.activeElement) ? document.activeElement.dataset.stop : "";
  showItems(list, missing.map((stop) => {
    const chip = make("button", { className: "unplaced", type: "button", textContent: `${stop.number} ${stop.title}`, data: { stop: stop.number }, set: { "aria-pressed": String(stop.number === state.stop) } });
    drag(chip, { isFree: () => true, moved: () => {}, dropped: (at) => { if (at) putStop(stop.number, ...at); else showUnplaced(); }, cancelled: showUnplaced, pressed: () => chooseStop(stop.number) });
    return make("li", {}, chip);
  }));
  if (focused) $(`#unplaced [data-stop="${focused}"]`)?.focus();
}

function showStage() {
  const plan = shownPlan();
  $("#plan-panel").hidden = !plan;
  if (!plan) { shown = ""; return; }
  const isRouteless = places.mode === "route" && !shownRoute() && !places.draft;
  $("#plan-hint").textContent = say(isRouteless ? "hint_no_route" : `hint_${places.mode}`);
  $("#plan-panel").setAttribute("aria-label", planName(plan));
  showPicture(plan);
  showUnplaced();
  draw();
}

stage.addEventListener("click", (event) => {
  const at = shareAt(event);
  const plan = shownPlan();
  if (!at || !plan || event.target.closest(".marker")) return;
  if (places.mode === "references" && !plan.is_shared) startReference(...at);
  const stop = chosenStop();
  if (places.mode === "pins" && stop && !stop.pin) putStop(stop.number, ...at);
});

/** A reference point that waits for its coordinates. */
export const startReference = (x, y) => setReference({ plan: places.plan, x, y });

export function setReference(fresh) {
  places.fresh = fresh;
  keepDraft("fresh", fresh);
  showAll();
  return true;
}

/** The reference point that an earlier page left without coordinates. */
export function showKeptReference() {
  const fresh = readDraft("fresh");
  if (!fresh || !planOf(fresh.plan) || planOf(fresh.plan).is_shared) return;
  Object.assign(places, { plan: fresh.plan, fresh });
  setMode("references");
}

let zoom = 1;
function setZoom(next) {
  zoom = Math.min(MAX_ZOOM, Math.max(1, next));
  stage.dataset.zoom = String(zoom);
  $("#plan-larger").setAttribute("aria-disabled", String(zoom === MAX_ZOOM));
  $("#plan-smaller").setAttribute("aria-disabled", String(zoom === 1));
  markers.get(`stop:${state.stop}`)?.element.scrollIntoView({ block: "nearest", inline: "center" });
}
$("#plan-larger").addEventListener("click", () => setZoom(zoom + 1));
$("#plan-smaller").addEventListener("click", () => setZoom(zoom - 1));
setZoom(1);

for (const radio of document.querySelectorAll("#plan-modes input")) radio.addEventListener("change", () => { places.mode = radio.value; showAll(); });

/** What a click on the plan does from now on. */
export function setMode(mode) {
  places.mode = mode;
  $(`#plan-modes input[value=${mode}]`).checked = true;
  showAll();
}

onPlaces(showStage);
