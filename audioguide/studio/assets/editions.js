// Two languages side by side, stop by stop.
import { $, askJson, make, say } from "./page.js";
import { path, state } from "./tour.js";

export async function showEditions() {
  const view = $("#editions");
  const other = state.tour.editions.find((edition) => edition !== state.tour.id);
  if (!other) return;
  const theirs = await askJson(`/api/tours/${encodeURIComponent(other)}`);
  const stale = await askJson(path(`/stale/${encodeURIComponent(other)}`));
  const rows = state.tour.stops.flatMap((stop) => {
    const counterpart = theirs.stops.find((each) => each.number === stop.number);
    return [cell(stop, state.tour), counterpart ? cell(counterpart, theirs, stale.includes(stop.number)) : make("p", { className: "alarm-box", textContent: "—" })];
  });
  view.replaceChildren(make("div", { className: "editions" }, make("h2", { textContent: `${state.tour.title} · ${state.tour.language}` }), make("h2", { textContent: `${theirs.title} · ${theirs.language}` }), ...rows));
}

function cell(stop, tour, isStale = false) {
  const href = `/tours/${encodeURIComponent(tour.id)}#write/${stop.number}`;
  return make("article", {}, make("h3", {}, make("a", { href, textContent: `${stop.number} ${stop.title}` })), isStale ? make("p", { className: "chip ask", textContent: say("stale") }) : null, ...stop.segments.map((segment) => make("p", { className: segment.is_cue ? "quiet" : "", lang: tour.language, textContent: segment.text })));
}
