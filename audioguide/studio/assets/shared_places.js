// Plans and points that all tours have: each field is a line of site.yaml.
import { acceptFiles, make, say } from "./page.js";
import { bindField, followRow, keep, noteOf, perform, state, store, valueOf } from "./setting_drafts.js";

const PATH = "/api/settings/places";
const labelled = (text, element, className = "") => make("label", { className }, make("span", { textContent: text }), element);
const percent = (share) => String(Math.round(Number(share) * 1000) / 10);
/** 0 is the edge; an empty field is the middle. */
const shareOf = ({ value }) => (value === "" ? 0.5 : Number(value) / 100);
const pointAt = (index) => state.form.places.points[index];
const planAt = (index) => state.form.places.plans[index];
const listed = (fields, ...parts) => make("li", {}, make("div", fields, ...parts));
let tools = null;

/** `helpers`: button, typedField, newRow and upload of the settings. */
export function sharedPlaces({ places, point_kinds: kinds, groups }, open, helpers) {
  tools = helpers;
  const title = say("shared_title");
  const drop = make("label", { className: "drop" }, make("span", { textContent: say("shared_plan_drop") }), make("input", { type: "file", accept: ".svg,image/svg+xml,image/jpeg,image/png,image/webp", data: { key: "places/plan" } }));
  acceptFiles(drop, (chosen) => tools.upload(() => `/api/settings/plans?name=${encodeURIComponent(chosen.name)}`, chosen));
  return make("details", { className: "panel", open: open.has(title), data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("settings_file", { file: groups[0].file }) }),
    make("h3", { textContent: say("shared_points") }), make("ul", { className: "list shared" }, ...places.points.map((_point, index) => pointItem(index, kinds))), newPoint(kinds),
    make("h3", { textContent: say("shared_plans") }), make("ul", { className: "list shared" }, ...places.plans.map((plan, index) => planItem(plan, index, open))), drop);
}

/** A text, number or choice that is stored when one leaves it. */
function savedField(key, label, field, element = make("input")) {
  const id = `places/${key}`;
  element.dataset.key = id;
  const value = bindField(id, { ...field, label, put: (now) => { element.value = now; } });
  element.value = value;
  element.addEventListener("input", () => keep(id, element.value));
  element.addEventListener("change", () => store(id, element.value));
  return make("div", {}, labelled(label, element), noteOf(id));
}

/** A text in each language it may have. */
function wordFields(items, item, index, name, label) {
  const at = items === "points" ? pointAt : planAt;
  return Object.keys(item.words[name]).map((language) => savedField(`${items}/${index}/${name}/${language}`, language ? `${say(label)} · ${language}` : say(label), {
    now: () => at(index)?.words[name][language], row: () => at(index)?.seen,
    write: (base, value) => [PATH, { edit: { kind: "set-shared-words", items, index, seen: at(index).seen, name, language, first: Object.keys(at(index).words[name])[0], base, value } }],
  }));
}

/** An edit of a row as it is seen, also where a field of it is still on its way into the file. */
const performOn = ({ seen }, edit) => perform(PATH, () => ({ edit: { ...edit, seen: followRow(seen) } }));

/** A field of a point whose edit begins with the point as it is seen. */
const pointField = (index, name, now) => ({
  now, isSeen: true, row: () => pointAt(index)?.seen,
  write: (_base, value) => [PATH, { edit: { kind: "set-point", index, seen: pointAt(index).seen, name, value } }],
});

function pointItem(index, kinds) {
  const point = pointAt(index);
  const select = make("select", {}, ...kinds.map(([kind, name]) => make("option", { value: kind, textContent: name })));
  const name = `${kinds.find(([kind]) => kind === point.kind)?.[1] ?? point.kind} ${Object.values(point.words.title)[0]}`.trim();
  const remove = tools.button(say("point_remove"), () => performOn(pointAt(index), { kind: "remove-point", index }), `places/points/${index}/remove`, { label: say("what_of", { what: say("point_remove"), thing: name }) });
  return listed({ set: { role: "group", "aria-label": name } }, make("div", { className: "row" }, savedField(`points/${index}/kind`, say("point_kind"), pointField(index, "kind", () => pointAt(index)?.kind), select), ...wordFields("points", point, index, "title", "point_title"),
    savedField(`points/${index}/place`, say("point_place"), pointField(index, "place", () => pointAt(index)?.place)), ...pinFields(index), remove));
}

/** Where on a plan the point is, in numbers. */
function pinFields(index) {
  const { plans } = state.form.places;
  if (!plans.length) return [];
  const id = `places/points/${index}/plan`;
  const select = make("select", { data: { key: id } }, make("option", { value: "", textContent: say("shared_no_plan") }), ...plans.map(({ seen }) => make("option", { value: seen, textContent: seen })));
  const sides = [0, 1].map((at) => make("input", { type: "number", min: 0, max: 100, step: 0.1, data: { key: `${id}/${at}` } }));
  const labels = sides.map((side, at) => labelled(say(at ? "pin_top" : "pin_left"), side, "narrow"));
  const put = (pin) => {
    const [x = "", y = "", plan = ""] = pin.split(", ");
    select.value = x && (plan || plans[0].seen);
    [x, y].forEach((share, at) => { sides[at].value = share && percent(share); labels[at].hidden = !share; });
  };
  put(bindField(id, { ...pointField(index, "plan", () => pointAt(index)?.pin), label: say("shared_on_plan"), put }));
  const pin = () => (select.value ? `${shareOf(sides[0])}, ${shareOf(sides[1])}, ${select.value}` : "");
  for (const side of sides) side.addEventListener("input", () => keep(id, pin()));
  for (const each of [select, ...sides]) each.addEventListener("change", async () => { if (await store(id, pin()) && each === select) put(valueOf(id) ?? ""); });
  return [make("div", {}, labelled(say("shared_on_plan"), select), noteOf(id)), ...labels];
}

function newPoint(kinds) {
  const kind = make("select", { name: "kind" }, ...kinds.map(([value, textContent]) => make("option", { value, textContent })));
  const [title, pasted] = ["title", "pasted"].map((name) => make("input", { name, autocomplete: "off", required: name === "pasted" }));
  const fields = [tools.typedField("point/kind", say("point_kind"), kind), tools.typedField("point/title", say("point_title"), title), tools.typedField("point/pasted", say("point_place"), pasted)];
  return tools.newRow(say("shared_point_add"), "", fields, (refused) => perform(PATH, { edit: { kind: "add-point", point_kind: kind.value, title: title.value, pasted: pasted.value, x: "", y: "", plan: "" } }, refused), { start: "point/" });
}

function planItem(plan, index, open) {
  const words = ["title", "floor", "alt"].flatMap((name) => wordFields("plans", plan, index, name, `plan_${name}`));
  const remove = tools.button(say("plan_remove"), () => { if (confirm(say("shared_plan_remove", { name: plan.seen }))) perform(PATH, { edit: { kind: "remove-plan", plan: plan.seen } }); }, `places/plans/${index}/remove`, { label: say("what_of", { what: say("plan_remove"), thing: plan.seen }) });
  const title = say("what_of", { what: say("shared_references"), thing: plan.seen });
  const references = make("details", { className: "inner", open: open.has(title), data: { title } }, make("summary", { textContent: title }), referencePoints(plan, index));
  return listed({ set: { role: "group", "aria-label": plan.seen } }, make("p", { textContent: `${plan.seen} · ${plan.file}` }), make("div", { className: "row" }, ...words, remove), references);
}

/** The points that tie a plan to the earth: a click on the picture, or numbers, and coordinates. */
function referencePoints(plan, index) {
  const { shown } = plan, name = plan.seen, start = `reference/${name}/`;
  const [x, y] = ["x", "y"].map(() => make("input", { type: "number", min: 0, max: 100, step: 0.1, required: true }));
  const pasted = make("input", { autocomplete: "off", required: true });
  const place = tools.typedField(`${start}pasted`, say("reference_place", { number: shown.references.length + 1 }), pasted);
  const form = tools.newRow(say("what_of", { what: say("reference_new"), thing: name }), "", [tools.typedField(`${start}x`, say("pin_left"), x, "narrow"), tools.typedField(`${start}y`, say("pin_top"), y, "narrow"), place],
    (refused) => perform(PATH, { edit: { kind: "add-reference", plan: name, x: String(shareOf(x)), y: String(shareOf(y)), pasted: pasted.value } }, refused), { start, words: say("reference_add") });
  const rounded = (metres) => (metres < 10 ? metres.toFixed(1) : String(Math.round(metres)));
  const { fit } = shown;
  const words = !fit ? say("fit_none") : say(fit.is_assumed ? "fit_assumed" : "fit_measured", { error: rounded(fit.error_m), count: shown.references.length, width: Math.round(fit.width_m) });
  return make("div", {}, make("p", { textContent: words }), make("ul", { className: "list shared" }, ...shown.references.map((point, at) => referenceItem(point, at, name, index))), planPicture(shown, name, (left, top) => {
    for (const [field, share] of [[x, left], [y, top]]) { field.value = percent(share); field.dispatchEvent(new Event("input")); }
    pasted.focus();
  }), form);
}

function referenceItem(point, at, plan, index) {
  const number = at + 1, now = () => planAt(index)?.shown.references[at], row = () => now()?.seen;
  const set = (fields) => [PATH, { edit: { kind: "set-reference", plan, index: at, seen: now().seen, x: String(now().x), y: String(now().y), pasted: "", ...fields } }];
  const sides = ["x", "y"].map((side) => savedField(`references/${plan}/${at}/${side}`, say(side === "x" ? "pin_left" : "pin_top"), {
    now: () => now() && percent(now()[side]), isSeen: true, row, write: (_base, value) => set({ [side]: String(shareOf({ value })) }),
  }, make("input", { type: "number", min: 0, max: 100, step: 0.1 })));
  const place = savedField(`references/${plan}/${at}/place`, say("reference_place", { number }), { now: () => now()?.place, isSeen: true, row, write: (_base, pasted) => set({ pasted }) });
  const remove = tools.button(say("reference_remove", { number }), () => performOn(now(), { kind: "remove-reference", plan, index: at }), `places/references/${plan}/${at}/remove`);
  const off = point.off_m === null ? null : make("span", { className: "quiet", textContent: say("reference_off", { metres: Math.round(point.off_m) }) });
  return listed({ set: { role: "group", "aria-label": say("name_reference", { number }) } }, make("div", { className: "row" }, ...sides, place, off, remove));
}

/** The picture, with its reference points as numbers; a click gives a place on it to `chosen`. */
function planPicture(shown, name, chosen) {
  if (shown.error) return make("p", { className: "severity-error", textContent: shown.error });
  const picture = make("img", { src: `/api/settings/plans/${encodeURIComponent(name)}?v=${shown.version}`, alt: shown.alt || name, width: shown.width, height: shown.height, loading: "lazy" });
  const spots = shown.references.map(({ x, y }, at) => {
    const spot = make("span", { className: "spot", textContent: at + 1, set: { "aria-hidden": "true" } });
    Object.assign(spot.style, { left: `${x * 100}%`, top: `${y * 100}%` });
    return spot;
  });
  const stage = make("div", { className: "spots" }, picture, ...spots);
  stage.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    chosen((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  return make("div", {}, make("p", { className: "quiet", textContent: say("hint_references") }), stage);
}
