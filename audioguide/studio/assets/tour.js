// The tour on this page: as the program last gave it, and how to change it.
import { askJson, inTurn, page, patience, tell } from "./page.js";
import { forgetSaved, saveAll } from "./saver.js";

export const name = document.body.dataset.tour;
export const path = (rest = "") => `/api/tours/${encodeURIComponent(name)}${rest}`;

export const state = { tour: null, stop: "", problems: [], people: [], listeners: [] };

export const current = () => state.tour?.stops.find((stop) => stop.number === state.stop) ?? null;
export const onChange = (listener) => state.listeners.push(listener);

/** Take over what the program says, and show it everywhere. */
export function take(tour) {
  state.tour = tour;
  if (!current()) state.stop = tour.stops[0]?.number ?? "";
  forgetSaved(tour);
  for (const listener of state.listeners) listener();
}

export const reload = () => inTurn(takeNow);
const takeNow = async () => take(await askJson(path(), undefined, patience()));

/** An edit of the list of stops or of a stop's passages: everything typed is saved before it. */
export async function change(edit) {
  await saveAll();
  return apply("/edits", { edit });
}

export const apply = (rest, body = {}) => inTurn(async () => {
  try {
    const answer = await askJson(path(rest), { page, ...body });
    if (answer.tour) take(answer.tour);
    else await takeNow();
    return true;
  } catch (error) {
    tell(error.message, true);
    return false;
  }
});

/** A saved field: the answer holds its stop. */
export function tookStop(answer) {
  if (!answer.stop) return;
  const index = state.tour.stops.findIndex((stop) => stop.number === answer.stop.number);
  if (index >= 0) state.tour.stops[index] = answer.stop;
  state.tour.revision = answer.revision;
}

const MARK = /\{([^{}|\n]+)\|[^{}|\n]+\}/g;

/** A text without its marks, as a person reads it. */
export const withoutMarks = (text) => text.replace(MARK, "$1");

/** Characters (Chinese) or words that are spoken. */
export function units(text) {
  const plain = withoutMarks(text);
  return (plain.match(state.tour.counts_characters ? /[\p{L}\p{N}]/gu : /[\p{L}\p{N}_]+/gu) ?? []).length;
}

export const minutesOf = (stop) => stop.segments.filter((segment) => !segment.is_cue).reduce((sum, segment) => sum + units(segment.typed ?? segment.text), 0) / state.tour.pace;
