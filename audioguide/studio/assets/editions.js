// Two languages side by side, stop by stop: what changed on the left marks its counterpart on the right, which is written here.
import { $, askJson, make, oneAtATime, say } from "./page.js";
import { act, adoptDraft, showClash } from "./clash.js";
import { Saver, same, saveAll } from "./saver.js";
import { Surface, toUnits } from "./surface.js";
import { path, state } from "./tour.js";

let chosen = "";
let savers = [];

export const showEditions = oneAtATime(async () => {
  const view = $("#editions");
  const others = state.tour.editions.filter((edition) => edition !== state.tour.id);
  if (!others.length) return;
  if (!others.includes(chosen)) chosen = others[0];
  await saveAll();  // the marks are at places of the file's words
  await Promise.all(savers.map((saver) => saver.leave()));
  savers = [];
  const [theirs, stale] = await Promise.all([askJson(`/api/tours/${encodeURIComponent(chosen)}`), askJson(path(`/stale/${encodeURIComponent(chosen)}`))]);
  const byStop = new Map(stale.map((each) => [each.stop, each.sentences]));
  const select = make("select", { set: { "aria-label": say("other_language") } }, ...others.map((edition) => make("option", { value: edition, textContent: edition, selected: edition === chosen })));
  select.addEventListener("change", () => { chosen = select.value; showEditions(); });
  const rows = state.tour.stops.flatMap((stop) => {
    const counterpart = theirs.stops.find((each) => each.number === stop.number);
    const sentences = byStop.get(stop.number) ?? [];
    return [source(stop, sentences), counterpart ? translation(counterpart, theirs, sentences) : make("p", { className: "alarm-box", textContent: say("no_counterpart", { number: stop.number, tour: theirs.id }) })];
  });
  const count = stale.reduce((sum, each) => sum + each.sentences.length, 0);
  view.replaceChildren(
    make("div", { className: "row" }, others.length > 1 ? make("label", {}, make("span", { textContent: say("other_language") }), select) : null, make("p", { textContent: count ? say("stale_count", { count, stops: stale.map((each) => each.stop).join(", ") }) : say("nothing_stale") })),
    make("div", { className: "editions" }, make("h2", { textContent: `${state.tour.title} · ${state.tour.language}` }), make("h2", { textContent: `${theirs.title} · ${theirs.language}` }), ...rows));
  view.dataset.shown = chosen;
});

/** The words to translate; sentences that changed since are marked, with what stood there. */
function source(stop, sentences) {
  const heading = make("h3", {}, make("a", { href: `#write/${stop.number}`, textContent: `${stop.number} ${stop.title}` }));
  const passages = stop.segments.map((segment, index) => {
    const at = toUnits(segment.text);
    const box = make("p", { className: segment.is_cue ? "quiet" : "", lang: state.tour.language });
    let done = 0;
    for (const each of sentences.filter((one) => one.segment === index).sort((a, b) => a.start - b.start)) {
      box.append(segment.text.slice(done, at(each.start)));
      if (each.before) box.append(make("del", { className: "was", textContent: each.before }), " ");
      if (each.end > each.start) box.append(make("mark", { textContent: segment.text.slice(at(each.start), at(each.end)) }));
      done = Math.max(done, at(each.end));
    }
    box.append(segment.text.slice(done));
    return box;
  });
  return make("article", {}, heading, ...passages);
}

function translation(stop, tour, sentences) {
  const article = make("article", { data: { number: stop.number } });
  const href = `/tours/${encodeURIComponent(tour.id)}#write/${stop.number}`;
  article.append(make("h3", {}, make("a", { href, textContent: `${stop.number} ${stop.title}` })));
  if (sentences.length) article.append(make("p", { className: "chip ask", textContent: say("stale") }), act(say("still_right"), async () => { await askJson(path(`/stale/${encodeURIComponent(tour.id)}`), { stop: stop.number }); showEditions(); }, ""));
  stop.segments.forEach((segment, index) => article.append(segment.is_cue ? make("p", { className: "quiet", lang: tour.language, textContent: segment.text }) : editable(stop, segment, index, tour, sentences)));
  return article;
}

/** A passage of the translation, saved as one writes. */
function editable(stop, segment, index, tour, sentences) {
  const box = make("div", { className: "segment" });
  const surface = new Surface(segment.text, say("text_of", { number: stop.number, place: index + 1 }), tour.language, { changed: () => saver.changed(), asked: () => {} });
  const put = (text) => { if (!same(surface.text, text)) surface.text = text; };
  const beside = (choice) => { $(".clash", box)?.remove(); box.append(choice); };
  const saver = new Saver(tour.id, `${stop.number}/${index}`, segment.text, {
    edit: (base, text) => ({ kind: "set-text", stop: stop.number, segment: index, base, text }),
    read: () => (surface.composing ? null : surface.text),
    saved: (sent, answer) => {
      const now = answer.stop?.segments.length === stop.segments.length ? answer.stop.segments[index].text : sent;
      if (same(now, sent)) return now;
      if (surface.composing || !same(surface.text, sent)) return sent;
      put(now);
      return now;
    },
    clash: (theirs) => showClash(saver, theirs, put, beside),
  });
  savers.push(saver);
  box.append(surface.element);
  adoptDraft(saver, put);
  const at = toUnits(segment.text);
  const places = sentences.flatMap(({ translated }) => (translated && translated[0] === index ? [{ kind: "noted", start: at(translated[1]), end: at(translated[2]) }] : []));
  if (places.length) surface.note(places.map((each) => ({ ...each, message: "", choices: [] })));
  return box;
}
