// The desk: which view is open, what the program says, and the keys that work everywhere.
import { $, askJson, make, oneAtATime, page, patience, remember, remembered, say, tell } from "./page.js";
import { change, apply, current, name, onChange, path, reload, state } from "./tour.js";
import "./stops.js";
import { activePassage, markAll, showStop } from "./editor.js";
import { askProblems, nextQuestion } from "./side.js";
import "./dialogs.js";
import { catchUp, showBuild, showColours, showGates, showPages } from "./building.js";
import { showEditions } from "./editions.js";
import { showPlaces } from "./places.js";
import { focusStop } from "./plan_stage.js";
import "./tour_fields.js";
import { followRename, openTourTools } from "./tour_tools.js";
import { loadFindings, showProof } from "./proofs.js";
import { showStops } from "./stops.js";
import { loadVisitors } from "./visitors.js";
import { saveAll, tellSaved } from "./saver.js";
import { forgetSounds, stopSound } from "./sound.js";
import { toPoints } from "./surface.js";

const VIEWS = ["write", "places", "editions", "build", "pages", "labels", "publish"];

function showView() {
  const [view, stop] = location.hash.slice(1).split("/");
  const wanted = VIEWS.includes(view) ? view : "write";
  for (const each of VIEWS) $(`#${each}`).hidden = each !== wanted;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.getAttribute("href") === `#${wanted}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (stop && state.tour?.stops.some((each) => each.number === stop) && state.stop !== stop) goTo(stop);
  if (wanted === "pages") showPages();
  if (wanted === "editions") showEditions();
  if (wanted === "places") showPlaces();
  if (wanted === "publish") showGates();
  if (wanted === "labels") showColours();
}

async function goTo(stop) {
  state.stop = stop;
  remember(`audioguide-last:${name}`, stop);
  $("#stops").dataset.folded = "true";
  $("#fold").setAttribute("aria-expanded", "false");
  for (const listener of state.listeners) listener();
  tellPresence();
}

function showHead() {
  $("#tour-title").textContent = state.tour.title;
  document.title = `${state.tour.title} · audioguide`;
  for (const step of ["undo", "redo"]) {
    const label = state.tour[step];
    $(`#${step}`).disabled = !label;
    $(`#${step}`).title = label ? say(`${step}_of`, { label }) : "";
  }
  $("#editions-tab").hidden = state.tour.editions.length < 2;
  $("#join-stop").disabled = state.tour.stops.at(-1)?.number === state.stop;
  $("#remove-stop").disabled = state.tour.stops.length < 2;
}
onChange(showHead);

const tellPresence = () => askJson("/api/presence", { page, name: remembered("audioguide-name") ?? "", tour: name, stop: state.stop }).catch(() => {});

let reloading = 0;
function reloadSoon() {
  clearTimeout(reloading);
  reloading = setTimeout(() => reload().then(saveAll).catch(() => {}), 150);
}

function listen() {
  const source = new EventSource(`/api/events?page=${page}`);
  let opened = false;
  source.addEventListener("open", () => { if (opened) { saveAll(); reloadSoon(); } opened = true; tellPresence(); });
  source.addEventListener("message", (message) => {
    const event = JSON.parse(message.data);
    if (event.kind === "hello") catchUp(event);
    if (event.kind === "hello" || event.kind === "presence") { state.people = event.present; if (state.tour) showStops(); }
    else if (event.kind === "changed" && event.tour === name && event.by !== page) {
      if (event.outside) tell(say("changed_outside"));
      reloadSoon();
    } else if (event.kind === "changed" && event.tour === name) { refreshSteps(); askProblems(); }
    else if (event.kind === "renamed") followRename(event, name);
    else if (event.kind === "removed" && event.tour === name) tell(say("tour_removed"), true);
    else if (event.kind === "readings") { forgetSounds(); markAll(); }
    else if (event.kind.startsWith("buil")) { showBuild(event); if (event.kind === "built") loadFindings(); }
    else if (event.kind.startsWith("proof")) showProof(event);
  });
}

/** After an edit of this page: what can be undone now. */
let stepTimer = 0;
const loadSteps = oneAtATime(async () => {
  try { Object.assign(state.tour, await askJson(path("/steps"), undefined, patience())); showHead(); } catch { /* asked again after the next change */ }
});
function refreshSteps() {
  clearTimeout(stepTimer);
  stepTimer = setTimeout(loadSteps, 200);
}

for (const step of ["undo", "redo"]) $(`#${step}`).addEventListener("click", async () => { await saveAll(); await apply(`/${step}`); });
$("#fold").addEventListener("click", () => {
  const folded = $("#stops").dataset.folded !== "true";
  $("#stops").dataset.folded = String(folded);
  $("#fold").setAttribute("aria-expanded", String(!folded));
});
$("#add-stop").addEventListener("click", async () => {
  const before = new Set(state.tour.stops.map((stop) => stop.number));
  if (await change({ kind: "add-stop", after: state.stop, title: say("new_title"), text: say("new_text") })) {
    const fresh = state.tour.stops.find((stop) => !before.has(stop.number));
    if (fresh) { location.hash = `#write/${fresh.number}`; setTimeout(() => { $("#editor .heading input")?.select(); }); }
  }
});
$("#open-tour-tools").addEventListener("click", () => openTourTools(name, saveAll).catch((error) => tell(error.message, true)));
$("#duplicate-stop").addEventListener("click", () => change({ kind: "duplicate-stop", stop: state.stop }));
$("#remove-stop").addEventListener("click", () => {
  if (confirm(say("remove_stop", { number: state.stop, file: state.tour.file }))) change({ kind: "remove-stop", stop: state.stop });
});
$("#join-stop").addEventListener("click", () => {
  const at = state.tour.stops.findIndex((stop) => stop.number === state.stop);
  const below = state.tour.stops[at + 1];
  if (below && confirm(say("join_stop", { number: state.stop, below: below.number }))) change({ kind: "join-stop", stop: state.stop });
});
$("#split-stop").addEventListener("click", async () => {
  const each = activePassage();
  if (!each) return;
  const text = each.surface.text;
  const offset = toPoints(text, each.surface.selection().start);
  await saveAll();
  change({ kind: "split-stop", stop: state.stop, segment: each.index, base: text, offset, title: say("new_title") });
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.altKey && step && state.tour) {
    const at = state.tour.stops.findIndex((stop) => stop.number === state.stop);
    const next = state.tour.stops[at + step];
    const view = $("#places").hidden ? "write" : "places";
    if (next) { event.preventDefault(); location.hash = `#${view}/${next.number}`; setTimeout(() => (view === "places" ? focusStop(next.number) : $("#editor .surface")?.focus())); }
  } else if (event.key === "F8" && event.ctrlKey) { event.preventDefault(); nextQuestion(); }
  else if (event.key === "Escape") stopSound();
});
addEventListener("hashchange", showView);

try {
  await reload();
  const stop = location.hash.slice(1).split("/")[1] ?? (location.hash ? "" : remembered(`audioguide-last:${name}`));
  if (stop && state.tour.stops.some((each) => each.number === stop)) await goTo(stop);
  showView();
  if (!current()) showStop();
  tellSaved();
  listen();
  loadFindings();
  loadVisitors();
  askJson(path("/warm"), {}).catch(() => {});
} catch (error) {
  tell(error.message, true);
  $("#editor").replaceChildren(make("div", { className: "alarm-box" }, error.message, make("ul", {}, ...(error.problems ?? []).map((problem) => make("li", { textContent: `${problem.place.file}:${problem.place.line} ${problem.message} ${problem.hint}` })))));
}
