// Where the things of the tour are: as the program last gave it, what is chosen, and how it is changed.
import { $, Away, ask, askJson, inTurn, page, patience, say, tell } from "./page.js";
import { choose } from "./clash.js";
import { forgetEdit, forgetWay, keepEdit, keptEdits, noteWay, withBase } from "./place_drafts.js";
import { saveAll, tellSaved } from "./saver.js";
import { path, state } from "./tour.js";

const RETRY_MS = 1000;
export const places = { data: null, plan: "", route: "", mode: "pins", fresh: null, draft: null, listeners: [] };
/** `fresh`: a reference point that has no coordinates yet. `draft`: a route that has no stop yet. */

export const onPlaces = (listener) => places.listeners.push(listener);
export const stopOf = (number) => places.data?.stops.find((stop) => stop.number === number) ?? null;
export const planOf = (name) => places.data?.plans.find((plan) => plan.name === name) ?? null;
const routeOf = (name) => places.data?.routes.find((route) => route.name === name) ?? null;
export const shownPlan = () => planOf(places.plan);
export const shownRoute = () => routeOf(places.route);
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

/** What an edit is about: the thing, the name of what it begins with, and what the edit wants, in words. */
const ABOUT = {
  "set-pin": ({ stop, x, y }) => [stopOf(stop), "pin_base", x ? `${x}, ${y}` : ""],
  "set-place": ({ stop, pasted }) => [stopOf(stop), "place", pasted],
  "set-point": ({ index, value }) => [places.data.points[index], "seen", value],
  "set-reference": ({ plan, index, x, y, pasted }) => [planOf(plan)?.references[index], "seen", pasted || `${x}, ${y}`],
  "set-route-stops": ({ route, stops }) => [routeOf(route), "", stops],
  "set-route-field": ({ route, value }) => [routeOf(route), "", value],
};

/** What an edit of a thing begins with now. */
function baseOf(edit) {
  const [thing, base] = ABOUT[edit.kind]?.(edit) ?? [];
  return thing?.[base];
}

/** An edit of where something is, or a function that gives it when its turn has come: what it begins with is then what
    the edit before it left. What was changed elsewhere meanwhile is shown beside `put`, until the author decides. An edit
    that a page may lose is in the browser's store until it is in the file, and goes there when the program is back.
    Gives whether it is in the file; null: the author is asked. */
export async function editPlaces(edit, put = null) {
  const make = () => (typeof edit === "function" ? edit() : edit);
  try { keepEdit(make()); } catch { /* what it is about is gone: said when its turn has come */ }
  await saveAll();
  let wanted = null;
  for (let isAgain = false; ; isAgain = true) {
    const outcome = await inTurn(async () => {
      try {
        wanted ??= make();
        keepEdit(wanted);
        take(await askJson(path("/places/edits"), { page, edit: wanted }, patience()));
        over(wanted, baseOf(wanted));
        if (isAgain) tell(say("back"));
        else tellSaved();
        return true;
      } catch (error) {
        return answerFailure(error, wanted, put);
      }
    });
    if (outcome !== "away") return outcome;
    await new Promise((end) => { setTimeout(end, RETRY_MS); });
  }
}

function over(edit, base) {
  forgetWay(edit);
  forgetEdit(edit, base);
}

async function answerFailure(error, wanted, put) {
  const isAway = error instanceof Away || error.status === 401;
  if (isAway && wanted && keepEdit(wanted)) {
    noteWay(wanted);
    tell(error.status === 401 ? error.message : say("offline"), true);
    return "away";
  }
  if (wanted) forgetWay(wanted);
  if (error.status === 409 && put && error.theirs !== undefined) {
    const again = () => editPlaces(withBase(wanted, error.theirs), put);
    tell(say("clash_where", { place: say("place_places") }), true);
    choose(put, say("clash"), error.theirs || say("none"), [say("take_theirs"), () => { over(wanted); return loadPlaces(); }], [say("keep_mine"), again]);
    return null;
  }
  announce(error.message);
  tell(error.message, true);
  if (isAway) return false;
  take(await askJson(path("/places")));
  if (wanted && !offerGone(wanted, error.message, put)) over(wanted);
  return false;
}

/** What the edit is about was removed elsewhere: it is kept, and shown until the author decides. Returns whether it is. */
function offerGone(edit, message, put) {
  const [thing, , wording] = ABOUT[edit.kind]?.(edit) ?? [true];
  if (thing || !wording || !keepEdit(edit)) return false;
  const beside = put ?? ((box) => $("#places-status").after(box));
  choose(beside, say("place_gone", { reason: message }), wording, [say("place_again"), () => editPlaces(edit, put)], [say("drop_draft"), () => over(edit)]);
  return true;
}

/** Edits that another page, or a program that was ended, left in the browser's store. */
export async function sendKeptEdits() {
  const edits = keptEdits();
  for (const edit of edits) await editPlaces(edit, (box) => $("#places-status").after(box));
}

/** A file for the places: a picture of a plan, or coordinates. */
export async function sendFile(rest, file, fields = {}) {
  await saveAll();
  const query = new URLSearchParams({ page, name: file.name, ...fields });
  return (await ask(`${path(rest)}?${query}`, file)).json();
}

export const takePlaces = (data) => inTurn(async () => take(data));
