// Where the things of the tour are: as the program last gave it, what is chosen, and how it is changed.
import { $, ask, askJson, inTurn, page, patience, say, tell } from "./page.js";
import { choose } from "./clash.js";
import { saveAll } from "./saver.js";
import { path, state } from "./tour.js";

export const places = { data: null, plan: "", route: "", mode: "pins", fresh: null, draft: null, listeners: [] };
/** `fresh`: a reference point that has no coordinates yet. `draft`: a route that has no stop yet. */

export const onPlaces = (listener) => places.listeners.push(listener);
export const stopOf = (number) => places.data?.stops.find((stop) => stop.number === number) ?? null;
export const planOf = (name) => places.data?.plans.find((plan) => plan.name === name) ?? null;
export const shownPlan = () => planOf(places.plan);
export const shownRoute = () => places.data?.routes.find((route) => route.name === places.route) ?? null;
export const chosenStop = () => stopOf(state.stop);
export const stopName = (stop) => say("name_stop", { number: stop.number, title: stop.title });
export const planName = (plan) => [plan.floor, plan.title].filter(Boolean).join(" ") || say("plan_number", { number: places.data.plans.indexOf(plan) + 1 });
export const percent = (share) => String(Math.round(share * 1000) / 10);

/** A line about places that screen readers speak. */
export const announce = (text) => { $("#places-status").textContent = text; };

export function showAll() {
  for (const listener of places.listeners) listener();
}

function take(data) {
  places.data = data;
  if (!shownPlan()) places.plan = data.plans[0]?.name ?? "";
  if (!shownRoute()) places.route = data.routes[0]?.name ?? "";
  showAll();
}

export const loadPlaces = () => inTurn(async () => take(await askJson(path("/places"), undefined, patience())));

/** Choose a stop here and in the editor. */
export function chooseStop(number) {
  if (number !== state.stop) location.replace(`#places/${number}`);
}

/** An edit of where something is, or a function that gives it when its turn has come: what it begins with is then what
    the edit before it left. What was changed elsewhere meanwhile is shown beside `put`, until the author decides. */
export async function editPlaces(edit, put = null) {
  await saveAll();
  return inTurn(async () => {
    let wanted = null;
    try {
      wanted = typeof edit === "function" ? edit() : edit;
      take(await askJson(path("/places/edits"), { page, edit: wanted }));
      return true;
    } catch (error) {
      if (error.status === 409 && put && error.theirs !== undefined) {
        const again = (base) => editPlaces({ ...wanted, base }, put);
        choose(put, say("clash"), error.theirs || say("none"), [say("take_theirs"), () => loadPlaces()], [say("keep_mine"), () => again(error.theirs)]);
      } else {
        announce(error.message);
        tell(error.message, true);
        take(await askJson(path("/places")));
      }
      return false;
    }
  });
}

/** A file for the places: a picture of a plan, or coordinates. */
export async function sendFile(rest, file, fields = {}) {
  await saveAll();
  const query = new URLSearchParams({ page, name: file.name, ...fields });
  return (await ask(`${path(rest)}?${query}`, file)).json();
}

export const takePlaces = (data) => inTurn(async () => take(data));
