// Routes: ways through the tour, drawn on the plan or put together from the list.
import { $, make, say, showItems } from "./page.js";
import { act } from "./clash.js";
import { savedField } from "./place_fields.js";
import { setMode } from "./plan_stage.js";
import { announce, editPlaces, onPlaces, places, showAll, shownRoute, stopOf } from "./places_state.js";

const list = $("#routes"), form = $("#add-route");
const besideRoutes = (box) => list.after(box);

const routeOf = (name) => places.data.routes.find((route) => route.name === name);

/** `change(stops)`: the stops that a route has then. */
const setStops = ({ name }, change) => editPlaces(() => { const { base, stops } = routeOf(name); return { kind: "set-route-stops", route: name, base, stops: change(stops).join(", ") }; }, besideRoutes);


let toggling = Promise.resolve();

/** A click on a stop while a route is drawn: it comes to the end, or goes. One after the other, however quickly they come. */
export function toggleStop(number) {
  toggling = toggling.then(() => toggleNow(number));
}

async function toggleNow(number) {
  const { draft } = places;
  if (draft) {
    const before = new Set(places.data.routes.map((route) => route.name));
    if (!(await editPlaces({ kind: "add-route", title: draft.title, stops: number, taken: takenNames() }))) return;
    places.draft = null;
    places.route = places.data.routes.find((route) => !before.has(route.name))?.name ?? places.route;
    showAll();
    tellRoute();
    return;
  }
  const route = shownRoute();
  if (!route) { announce(say("hint_no_route")); return; }
  if (route.is_shared) { announce(say("route_shared")); return; }
  if (await setStops(route, (stops) => (stops.includes(number) ? stops.filter((other) => other !== number) : [...stops, number]))) tellRoute();
}

const takenNames = () => places.data.routes.map(({ name }) => name).join(" ");

const tellRoute = () => { const route = shownRoute(); if (route) announce(say("route_now", { title: route.title || route.source_title, stops: route.stops.join(" → ") })); };

const items = new Map();  // name of a route → { element, fields, isShared, show }

function makeItem(route) {
  const fields = [
    savedField(`route:${route.name}:title`, say("route_title"), route.title, (base, value) => ({ kind: "set-route-field", route: route.name, name: "title", base, value }), (value) => { current().title = value; }),
    savedField(`route:${route.name}:minutes`, say("route_minutes"), route.minutes, (base, value) => ({ kind: "set-route-field", route: route.name, name: "minutes", base, value }), (value) => { current().minutes = value; }),
  ];
  fields[1].label.classList.add("narrow");
  const current = () => routeOf(route.name) ?? route;
  const suits = make("select", {}, ...["", "wheelchair", "children"].map((kind) => make("option", { value: kind, textContent: say(`suits_${kind}`) })));
  suits.addEventListener("change", () => editPlaces(() => ({ kind: "set-route-field", route: route.name, name: "for", base: current().suits, value: suits.value }), besideRoutes));
  const order = make("ol", { className: "order" });
  const more = make("select", {});
  more.addEventListener("change", () => {
    const { value } = more;
    if (value) setStops(route, (stops) => [...stops, value]).then(tellRoute);
  });
  const draw = act(say("route_choose"), () => { places.route = route.name; places.draft = null; setMode("route"); }, "");
  const remove = act(say("route_remove"), () => editPlaces({ kind: "remove-route", route: route.name }), "danger");
  const label = (text, field, className = "") => make("label", { className }, make("span", { textContent: text }), field);
  const element = make("li", { data: { route: route.name } },
    make("div", { className: "row" }, fields[0].label, fields[1].label, label(say("route_for"), suits, "narrow")),
    order, label(say("route_add"), more), make("div", { className: "chips" }, draw, remove));
  const show = (now) => {
    suits.value = now.suits;
    draw.setAttribute("aria-pressed", String(places.mode === "route" && places.route === now.name && !places.draft));
    const left = places.data.stops.filter((stop) => !now.stops.includes(stop.number));
    more.replaceChildren(make("option", { value: "", textContent: "…" }), ...left.map((stop) => make("option", { value: stop.number, textContent: `${stop.number} ${stop.title}` })));
    const focused = order.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : "";
    showItems(order, now.stops.map((number, at) => {
      const earlier = act("←", () => setStops(now, (stops) => swapped(stops, stops.indexOf(number))).then(tellRoute), "plain");
      earlier.setAttribute("aria-label", say("route_earlier", { number }));
      const out = act("×", () => setStops(now, (stops) => stops.filter((other) => other !== number)).then(tellRoute), "plain");
      out.setAttribute("aria-label", say("route_out", { number }));
      return make("li", {}, make("span", { textContent: number, title: stopOf(number)?.title ?? "" }), at ? earlier : null, out);
    }));
    if (focused) [...order.querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === focused)?.focus();
  };
  return { element, fields, isShared: false, show };
}

/** A route whose stops the site's own language has: it gets a title in this language, and is shown on the plan. */
function makeSharedItem(route) {
  const key = `route:${route.name}:title`;
  const title = savedField(key, say("route_own_title", { title: route.source_title }), route.title,
    (base, value) => ({ kind: "set-route-field", route: route.name, name: "title", base, value }),
    (value) => { const now = routeOf(route.name); if (now) now.title = value; });
  const stops = make("p", {});
  const draw = act(say("route_show"), () => { places.route = route.name; places.draft = null; setMode("route"); tellRoute(); }, "");
  const element = make("li", { data: { route: route.name } }, title.label, stops, make("p", { className: "quiet", textContent: say("route_shared") }), make("div", { className: "chips" }, draw));
  const show = (now) => {
    stops.textContent = now.stops.join(" → ");
    draw.setAttribute("aria-pressed", String(places.mode === "route" && places.route === now.name && !places.draft));
  };
  return { element, fields: [title], isShared: true, show };
}

const swapped = (stops, at) => stops.map((number, index) => (index === at - 1 ? stops[at] : index === at ? stops[at - 1] : number));

function showRoutes() {
  const { routes } = places.data;
  for (const [name, item] of items) if (!routes.some((route) => route.name === name && route.is_shared === item.isShared)) { item.fields.forEach((field) => field.leave()); item.element.remove(); items.delete(name); }
  for (const route of routes) {
    const item = items.get(route.name) ?? (route.is_shared ? makeSharedItem(route) : makeItem(route));
    items.set(route.name, item);
    if (!item.element.isConnected) list.append(item.element);
    item.fields[0].refresh(route.title);
    item.fields[1]?.refresh(route.minutes);
    item.show(route);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const title = form.elements.title.value.trim();
  if (event.submitter?.value === "all") {
    const before = new Set(places.data.routes.map((route) => route.name));
    if (!(await editPlaces({ kind: "add-route", title, stops: places.data.stops.map((stop) => stop.number).join(", "), taken: takenNames() }))) return;
    places.route = places.data.routes.find((route) => !before.has(route.name))?.name ?? places.route;
    showAll();
  } else {
    places.draft = { title };
    setMode("route");
    announce(say("route_begun", { title }));
    $("#stage-frame").focus();
  }
  form.reset();
});

onPlaces(showRoutes);
