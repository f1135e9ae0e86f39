// Plans as tabs, what belongs to the shown one, and the reference points that tie it to the earth.
import { $, acceptFiles, make, say } from "./page.js";
import { act } from "./clash.js";
import { pasteField, savedField } from "./place_fields.js";
import { setReference, startReference } from "./plan_stage.js";
import { announce, editPlaces, onPlaces, places, planName, planOf, sendFile, showAll, shownPlan, takePlaces } from "./places_state.js";

const tabs = $("#plan-tabs"), holder = $("#plan-fields"), fields = $("#plan-fields .fields"), form = $("#reference-form");
let panel = null;  // { name, fields, fit, references, list }
let pasted = null;  // the field of the new reference point

function showTabs() {
  const { plans } = places.data;
  const hasFocus = tabs.contains(document.activeElement);
  tabs.hidden = plans.length < 1;
  tabs.replaceChildren(...plans.map((plan) => {
    const isShown = plan.name === places.plan;
    const tab = make("button", { type: "button", textContent: planName(plan), tabIndex: isShown ? 0 : -1, id: `plan-tab-${plan.name}`, set: { role: "tab", "aria-selected": String(isShown), "aria-controls": "plan-panel" } });
    tab.addEventListener("click", () => choosePlan(plan.name));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.altKey) return;
      event.preventDefault();
      const names = plans.map((each) => each.name);
      choosePlan(names[(names.indexOf(plan.name) + step + names.length) % names.length]);
    });
    return tab;
  }));
  if (hasFocus) $("[aria-selected=true]", tabs)?.focus();
}

/** Show another plan. */
export function choosePlan(name) {
  places.plan = name;
  setReference(null);
}

function makePanel(plan) {
  for (const field of panel?.fields ?? []) field.leave();
  const { name } = plan;
  const saved = ["title", "floor", "alt"].map((field) => savedField(`plan:${name}:${field}`, say(`plan_${field}`), plan[field],
    (base, value) => ({ kind: "set-plan-field", plan: name, name: field, base, value }),
    (value) => { const now = planOf(name); if (now) { now[field] = value; showTabs(); } }));
  const drop = make("label", { className: "drop" }, make("span", { textContent: say("plan_replace") }), make("input", { type: "file", accept: ".svg,image/svg+xml,image/jpeg,image/png,image/webp" }));
  acceptFiles(drop, (file) => sendPlan(file, { plan: name }));
  const earlier = act(say("plan_earlier"), () => { const names = places.data.plans.map((each) => each.name); editPlaces({ kind: "move-plan", plan: name, before: names[names.indexOf(name) - 1] }); }, "");
  const remove = act(say("plan_remove"), () => { if (confirm(say("plan_remove_sure", { name: planName(planOf(name)) }))) editPlaces({ kind: "remove-plan", plan: name }); }, "danger");
  panel = { name, isShared: plan.is_shared, fields: saved, fit: make("p", {}), list: make("ul", { className: "list" }), references: [], earlier };
  const middle = act(say("reference_middle"), () => { startReference(0.5, 0.5); $(".marker[data-key='reference:new']")?.focus(); }, "");
  panel.middle = middle;
  const own = [...saved.map((field) => field.label), drop, make("div", { className: "chips" }, earlier, remove)];
  fields.replaceChildren(panel.fit, panel.list, make("div", { className: "chips" }, middle), ...(plan.is_shared ? [make("p", { className: "quiet", textContent: say("plan_shared") })] : own));
  middle.hidden = plan.is_shared;
}

function showPlanFields() {
  const plan = shownPlan();
  holder.hidden = !plan;
  if (!plan) { panel?.fields.forEach((field) => field.leave()); panel = null; return; }
  if (panel?.name !== plan.name || panel.isShared !== plan.is_shared) makePanel(plan);
  ["title", "floor", "alt"].forEach((field, at) => panel.fields[at]?.refresh(plan[field]));
  panel.earlier.hidden = places.data.plans[0].name === plan.name || places.data.plans[places.data.plans.indexOf(plan) - 1]?.is_shared;
  panel.middle.hidden = plan.is_shared || places.mode !== "references";
  showFit(plan);
  showReferences(plan);
}

function showFit({ fit, references }) {
  const rounded = (metres) => (metres < 10 ? metres.toFixed(1) : String(Math.round(metres)));
  panel.fit.textContent = !fit ? say("fit_none") : say(fit.is_assumed ? "fit_assumed" : "fit_measured", { error: rounded(fit.error_m), count: references.length, width: Math.round(fit.width_m) });
}

function showReferences(plan) {
  while (panel.references.length > plan.references.length) panel.references.pop().element.remove();
  plan.references.forEach((point, index) => {
    if (!panel.references[index]) {
      const now = () => planOf(plan.name).references[index];
      const field = pasteField(`${plan.name}:${index}`, say("reference_place", { number: index + 1 }), (text, seen) => editPlaces({ kind: "set-reference", plan: plan.name, index, seen, x: String(now().x), y: String(now().y), pasted: text }, besideReferences), () => now().seen);
      const off = make("span", { className: "quiet" });
      const remove = act(say("reference_remove", { number: index + 1 }), () => editPlaces(() => ({ kind: "remove-reference", plan: plan.name, index, seen: now().seen })), "danger");
      remove.hidden = plan.is_shared;
      const element = make("li", { data: { reference: index } }, field.element, make("div", { className: "chips" }, off, remove));
      panel.references.push({ element, field, off });
      panel.list.append(element);
    }
    const shown = panel.references[index];
    shown.field.refresh(point.place);
    shown.off.textContent = point.off_m === null ? "" : say("reference_off", { metres: Math.round(point.off_m) });
  });
}

const besideReferences = (box) => panel.list.after(box);

function forgetReference() {
  setReference(null);
  $("#stage-frame").focus();
}

/** The point that was clicked waits for its coordinates. */
function showReferenceForm() {
  const { fresh } = places;
  const isOpen = Boolean(fresh && fresh.plan === places.plan && places.mode === "references");
  const wasOpen = !form.hidden;
  form.hidden = !isOpen;
  if (!isOpen) { pasted = null; form.replaceChildren(); return; }
  if (pasted) return;
  pasted = pasteField("new", say("reference_place", { number: shownPlan().references.length + 1 }), async (text) => {
    const { plan, x, y } = places.fresh;
    if (!(await editPlaces({ kind: "add-reference", plan, x: String(x), y: String(y), pasted: text }))) return false;
    forgetReference();
    announce($("p", fields).textContent);
    return true;
  }, () => "", false);
  const add = $("button", pasted.element);
  add.textContent = say("reference_add");
  add.removeAttribute("aria-label");
  const cancel = act(say("cancel"), () => { pasted.forget(); forgetReference(); }, "");
  form.replaceChildren(pasted.element, cancel);
  if (!wasOpen && !document.activeElement?.matches(".marker, #plan-fields button")) pasted.input.focus();
}

async function sendPlan(file, extra = {}) {
  announce(say("reading_file"));
  const before = new Set(places.data.plans.map((plan) => plan.name));
  try {
    const data = await sendFile("/plans", file, extra);
    const added = data.plans.find((plan) => !before.has(plan.name));
    if (added) places.plan = added.name;
    await takePlaces(data);
    announce(say("plan_added"));
    if (added) $("#plan-fields input")?.focus();
  } catch (error) { announce(error.message); }
}
acceptFiles($("#plan-drop"), (file) => sendPlan(file));

onPlaces(showTabs);
onPlaces(showPlanFields);
onPlaces(showReferenceForm);
