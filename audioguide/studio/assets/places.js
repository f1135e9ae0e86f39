// The screen of places: it loads what is where, shows points that are no stops, remarks, and files of coordinates.
import { $, Away, acceptFiles, askJson, make, oneAtATime, patience, say, showItems } from "./page.js";
import { act } from "./clash.js";
import { pasteField } from "./place_fields.js";
import "./place_plans.js";
import "./place_routes.js";
import { keepForm, keptEdits } from "./place_drafts.js";
import { showKeptReference } from "./plan_stage.js";
import { announce, chosenStop, chooseStop, editPlaces, loadPlaces, onPlaces, places, planOf, sendFile, sendKeptEdits, showAll, shownPlan } from "./places_state.js";
import { onChange, path } from "./tour.js";

const PROBLEMS_REST_MS = 700;
const RETRY_MS = 1000;
const KINDS = ["entrance", "toilet", "parking", "cafe", "lift"];
const isShown = () => !$("#places").hidden;
const items = [];
let isBusy = false, isWanted = false, timer = 0, remarked = "";

/** Load and show the places; what is chosen stays chosen. */
export async function showPlaces() {
  if (isBusy) { isWanted = true; return; }
  isBusy = true;
  try {
    const isFirst = !places.data;
    await loadPlaces();
    const pin = chosenStop()?.pin;
    if (isFirst && pin && planOf(pin.plan)) { places.plan = pin.plan; showAll(); }
    $("#places").dataset.shown = places.data.revision;
    if (isFirst) {
      showKeptReference();
      sendKeptEdits();
    }
  } catch (error) {
    announce(error instanceof Away ? say("offline") : error.message);
    if (error instanceof Away) setTimeout(() => { if (isShown() || keptEdits().length) showPlaces(); }, RETRY_MS);
  }
  isBusy = false;
  if (isWanted) { isWanted = false; showPlaces(); }
}

onChange(() => {
  if (!isShown()) return;
  if (places.data && chosenStop()) showAll();
  showPlaces();
});

const loadProblems = oneAtATime(async () => {
  try { showProblems(await askJson(path("/places/problems"), undefined, patience())); } catch { /* asked again after the next change */ }
});

function askProblems() {
  clearTimeout(timer);
  if (isShown()) timer = setTimeout(loadProblems, PROBLEMS_REST_MS);
}

function showProblems(problems) {
  const list = $("#place-problems");
  showItems(list, problems.length ? problems.map((problem) => {
    const go = problem.stop ? make("button", { className: "link", type: "button", textContent: problem.stop }) : null;
    go?.addEventListener("click", () => chooseStop(problem.stop));
    const fixes = problem.fixes.map((fix) => act(fix.label, () => editPlaces(fix.edit), ""));
    return make("li", { className: problem.severity === "error" ? "severity-error" : "", about: JSON.stringify(problem), data: { code: problem.code } }, go, go ? " " : "", `${problem.message} `, make("span", { className: "quiet", textContent: problem.hint }), " ", ...fixes);
  }) : [make("li", { className: "quiet", textContent: say("nothing_remarked") })]);
  list.dataset.shown = places.data?.revision ?? "";
}
document.addEventListener("places-saved", askProblems);

const label = (text, field, className = "") => make("label", { className }, make("span", { textContent: text }), field);
const besidePoints = (box) => $("#points").after(box);

function makePoint(index) {
  const now = () => places.data.points[index];
  const set = (name, value) => editPlaces(() => ({ kind: "set-point", index, seen: now().seen, name, value }), besidePoints);
  const kind = make("select", {}, ...KINDS.map((each) => make("option", { value: each, textContent: say(`kind_${each}`) })));
  kind.addEventListener("change", () => set("kind", kind.value));
  const title = make("input", { maxLength: 80 });
  title.addEventListener("change", () => set("title", title.value));
  const place = pasteField(`point:${index}`, say("point_place"), (value, seen) => editPlaces({ kind: "set-point", index, seen, name: "place", value }, besidePoints), () => now().seen);
  const put = act(say("pin_on"), () => set("plan", `0.5, 0.5, ${places.plan}`), "");
  const remove = act(say("point_remove"), () => editPlaces(() => ({ kind: "remove-point", index, seen: now().seen })), "danger");
  const shared = make("p", { className: "quiet" });
  const own = make("div", {}, make("div", { className: "row" }, label(say("point_kind"), kind, "narrow"), label(say("point_title"), title)), place.element, make("div", { className: "chips" }, put, remove));
  const element = make("li", { data: { index } }, shared, own);
  const show = (point) => {
    own.hidden = point.is_shared;
    shared.textContent = point.is_shared ? say("with_note", { text: `${say(`kind_${point.kind}`)} ${point.title}`.trim(), note: say("point_shared") }) : "";
    kind.value = point.kind;
    if (document.activeElement !== title) title.value = point.title;
    place.refresh(point.place);
    put.hidden = !shownPlan() || (point.pin?.plan === places.plan && !point.pin.is_computed);
  };
  return { element, show };
}

function showPoints() {
  const { points } = places.data;
  const list = $("#points");
  while (items.length > points.length) items.pop().element.remove();
  points.forEach((point, index) => {
    if (!items[index]) { items[index] = makePoint(index); list.append(items[index].element); }
    items[index].show(point);
  });
}

$("#add-point").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { point_kind: kind, title, pasted } = event.target.elements;
  const isOnPlan = !pasted.value.trim();
  if (isOnPlan && !shownPlan()) { announce(say("nowhere_plan")); return; }
  const spot = isOnPlan ? { x: "0.5", y: "0.5", plan: places.plan } : { x: "", y: "", plan: "" };
  if (!(await editPlaces({ kind: "add-point", point_kind: kind.value, title: title.value, pasted: pasted.value, ...spot }))) return;
  event.target.reset();
  const own = places.data.points.filter((point) => !point.is_shared).length - 1;
  $(`.marker[data-key="point:${own}"]`)?.focus();
});

acceptFiles($("#places-drop"), async (file) => {
  const result = $("#places-file-result");
  result.textContent = say("reading_file");
  try {
    const { placed, left } = await sendFile("/places/file", file);
    result.textContent = [say("file_placed", { placed: placed.join(", ") || say("none") }), left.length ? say("file_left", { left: left.join(", ") }) : ""].join(" ");
    await showPlaces();
  } catch (error) { result.textContent = error.message; }
});

for (const form of document.querySelectorAll("#add-point, #add-route")) keepForm(form, form.id);
// what an earlier page left goes into the file, or is asked about, whatever is shown now
if (keptEdits().length) showPlaces();

onPlaces(showPoints);
onPlaces(() => { if (places.data.revision !== remarked) { remarked = places.data.revision; askProblems(); } });
