// Plans and points that all tours have: each field is a line of site.yaml.
import { acceptFiles, ask, make, say, tell } from "./page.js";

const labelled = (text, element, className = "") => make("label", { className }, make("span", { textContent: text }), element);
const field = (key, value, act) => {
  const element = make("input", { value, data: { key: `places/${key}` } });
  element.addEventListener("change", () => act(element.value.trim()));
  return element;
};
const percent = (share) => String(Math.round(Number(share) * 1000) / 10);

/** `send(edit)` changes the file and shows what is there then. */
export function sharedPlaces({ places, point_kinds: kinds, file }, { send, show, button, isOpen }) {
  const title = say("shared_title");
  const points = places.points.map((point, index) => pointItem(point, index, places, kinds, send, button));
  const plans = places.plans.map((plan, index) => planItem(plan, index, send, button));
  const drop = make("label", { className: "drop" }, make("span", { textContent: say("shared_plan_drop") }), make("input", { type: "file", accept: ".svg,image/svg+xml,image/jpeg,image/png,image/webp", data: { key: "places/plan" } }));
  acceptFiles(drop, async (chosen) => {
    try {
      show(await (await ask(`/api/settings/plans?name=${encodeURIComponent(chosen.name)}`, chosen)).json());
      tell(say("saved"));
    } catch (error) { tell(say("not_saved", { message: error.message }), true); }
  });
  return make("details", { className: "panel", open: isOpen(title), data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("settings_file", { file }) }),
    make("h3", { textContent: say("shared_points") }), make("ul", { className: "list shared" }, ...points), newPoint(kinds, send),
    make("h3", { textContent: say("shared_plans") }), make("ul", { className: "list shared" }, ...plans), drop, make("p", { className: "quiet", textContent: say("shared_references") }));
}

/** A text in each language it may have. */
function wordFields(items, item, index, name, label, send) {
  const tags = Object.entries(item.words[name]);
  const first = tags[0][0];
  return tags.map(([language, value]) => labelled(language ? `${say(label)} · ${language}` : say(label), field(`${items}/${index}/${name}/${language}`, value, (text) => text !== value && send({ kind: "set-shared-words", items, index, seen: item.seen, name, language, first, base: value, value: text }))));
}

function pointItem(point, index, places, kinds, send, button) {
  const set = (name, value) => send({ kind: "set-point", index, seen: point.seen, name, value });
  const select = make("select", { data: { key: `places/points/${index}/kind` } }, ...kinds.map(([kind, name]) => make("option", { value: kind, textContent: name, selected: kind === point.kind })));
  select.addEventListener("change", () => set("kind", select.value));
  const place = field(`points/${index}/place`, point.place, (text) => text !== point.place && set("place", text));
  const remove = button(say("point_remove"), () => send({ kind: "remove-point", index, seen: point.seen }), { "aria-label": `${say("point_remove")}: ${kinds.find(([kind]) => kind === point.kind)?.[1] ?? point.kind} ${Object.values(point.words.title)[0]}`.trim() });
  return make("li", {}, make("div", { className: "row" }, labelled(say("point_kind"), select), ...wordFields("points", point, index, "title", "point_title", send), labelled(say("point_place"), place), ...pinFields(point, index, places.plans, set), remove));
}

/** Where on a plan the point is, in numbers. */
function pinFields(point, index, plans, set) {
  if (!plans.length) return [];
  const [x = "", y = "", plan = ""] = point.pin.split(", ");
  const select = make("select", { data: { key: `places/points/${index}/plan` } }, make("option", { value: "", textContent: say("shared_no_plan") }), ...plans.map(({ seen }) => make("option", { value: seen, textContent: seen, selected: Boolean(x) && seen === (plan || plans[0].seen) })));
  const sides = [x, y].map((share, at) => make("input", { type: "number", min: 0, max: 100, step: 0.1, value: x ? percent(share) : "", data: { key: `places/points/${index}/${at}` } }));
  const shareOf = ({ value }) => (value === "" ? 0.5 : Number(value) / 100);  // 0 is the edge
  const send = () => set("plan", select.value ? `${shareOf(sides[0])}, ${shareOf(sides[1])}, ${select.value}` : "");
  for (const each of [select, ...(x ? sides : [])]) each.addEventListener("change", send);
  return [labelled(say("shared_on_plan"), select), ...(x ? [labelled(say("pin_left"), sides[0], "narrow"), labelled(say("pin_top"), sides[1], "narrow")] : [])];
}

function newPoint(kinds, send) {
  const kind = make("select", { name: "kind" }, ...kinds.map(([value, textContent]) => make("option", { value, textContent })));
  const inputs = ["title", "pasted"].map((name) => make("input", { name, autocomplete: "off", required: name === "pasted", data: { key: `places/new/${name}` } }));
  const form = make("form", { className: "row", set: { "aria-label": say("shared_point_add") } }, labelled(say("point_kind"), kind), labelled(say("point_title"), inputs[0]), labelled(say("point_place"), inputs[1]), make("button", { textContent: say("shared_point_add") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ kind: "add-point", point_kind: kind.value, title: inputs[0].value, pasted: inputs[1].value, x: "", y: "", plan: "" });
  });
  return form;
}

function planItem(plan, index, send, button) {
  const words = ["title", "floor", "alt"].flatMap((name) => wordFields("plans", plan, index, name, `plan_${name}`, send));
  const remove = button(say("plan_remove"), () => { if (confirm(say("shared_plan_remove", { name: plan.seen }))) send({ kind: "remove-plan", plan: plan.seen }); }, { "aria-label": `${say("plan_remove")}: ${plan.seen}` });
  return make("li", {}, make("p", { textContent: `${plan.seen} · ${plan.file}` }), make("div", { className: "row" }, ...words, remove));
}
