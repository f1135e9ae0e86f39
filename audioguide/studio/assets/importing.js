// A document under review: every line with what became of it, and another fate for a click.
import { $, askJson, clock, make, openMenu, page, remember, remembered, say, tell } from "./page.js";

const key = document.body.dataset.key;
const WISHES = ["stop", "text", "cue", "speaker", "caption", "out"];
const FATES = ["narrated", "title", "cue", "corrected", "left out"];
const fateWord = (fate) => say(`fate_${fate.replace(" ", "_")}`);
/** What the author made of lines, by their index; it outlives the page, and the program that read the document. */
const CHOICES = `audioguide-import:${key}`;
const wishes = JSON.parse(remembered(CHOICES) ?? "{}");
let review = null, turn = 0;

async function load(words = "") {
  const mine = ++turn;
  tell(say("reading_document"));
  try {
    const answer = await askJson(`/api/documents/${key}`, { wishes });
    if (mine !== turn) return; // a later choice is being answered
    review = answer;
    draw();
    tell(words);
  } catch (error) { tell(error.message, true); }
}

function draw() {
  $("#legend").replaceChildren(...FATES.map((fate) => make("li", { className: `chip fate-${fate.replace(" ", "-")}`, textContent: `${fateWord(fate)} ${review.fates[fate] ?? 0}` })));
  const focused = document.activeElement?.dataset?.index;
  $("#source").replaceChildren(...review.lines.map(drawLine));
  if (focused !== undefined) $(`[data-index="${focused}"]`)?.focus();
  const tours = review.tours.map((tour) => {
    const stops = review.stops.filter((stop) => stop.tour === tour.site);
    return make("section", {}, make("h3", { textContent: `${tour.title} · ${tour.language}` }), make("ol", { className: "list" }, ...stops.map((stop) => {
      const item = make("li", {}, make("span", {}, make("b", { textContent: `${stop.number} ` }), stop.title), make("span", { className: "quiet", textContent: clock(stop.minutes) }), ...stop.todos.map((todo) => make("span", { className: "chip ask", textContent: todo })));
      item.addEventListener("pointerenter", () => light(stop.number));
      item.addEventListener("pointerleave", () => light(null));
      return item;
    })));
  });
  const hint = review.stops.length === 1 && review.lines.length > 4 ? make("p", { className: "quiet", textContent: say("one_stop") }) : "";
  $("#draft").replaceChildren(...tours, hint, ...(review.pictures.length ? [drawPictures()] : []));
  const parts = FATES.map((fate) => `${fateWord(fate)} ${review.fates[fate] ?? 0}`).join(" + ");
  $("#account").textContent = [say("account", { characters: review.characters, parts }), ...review.remarks].join(" ");
  $("#accept").disabled = !review.tours.length;
  $("#accept").textContent = say("write_tour", { file: review.tours.map((tour) => tour.file).join(", ") });
}

function drawPictures() {
  const items = review.pictures.map((picture) => {
    const where = picture.why || (picture.stop ? say("picture_for", picture) : say("picture_for_tour"));
    const shown = picture.has_data ? make("img", { className: "thumb", src: `/api/documents/${key}/pictures/${picture.index}`, alt: picture.alt, loading: "lazy" }) : make("span", { className: "quiet", textContent: say("picture_named") });
    return make("li", {}, shown, make("span", {}, [where, picture.alt].filter(Boolean).join(" · ")));
  });
  return make("section", {}, make("h3", { textContent: say("pictures_of_document") }), make("ul", { className: "list" }, ...items));
}

function drawLine(line) {
  const button = make("button", { className: "line", type: "button", data: { index: line.index, stop: line.tiles.find((tile) => tile.stop)?.stop ?? "" }, set: { "aria-haspopup": "true", "aria-expanded": "false" } });
  const kinds = [...new Set(line.tiles.filter((tile) => tile.text.trim()).map((tile) => fateWord(tile.fate)))];
  for (const tile of line.tiles) button.append(make("span", { className: `fate-${tile.fate.replace(" ", "-")}`, textContent: tile.text, title: tile.why }));
  button.append(make("span", { className: "unseen", textContent: ` (${kinds.join(", ")})` }));
  button.addEventListener("click", () => choose(line, button));
  button.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); $(`[data-index="${line.index + step}"]`)?.focus(); }
    const wish = event.key === "0" ? "" : WISHES[Number(event.key) - 1];
    if (wish !== undefined) decide(line, wish);
  });
  return button;
}

function light(stop) {
  for (const line of document.querySelectorAll(".source .line")) line.classList.toggle("linked", stop !== null && line.dataset.stop === stop);
}

function choose(line, button) {
  const menu = $("#menu");
  const why = [...new Set(line.tiles.map((tile) => tile.why).filter(Boolean))].join("; ");
  const options = [...WISHES.map((wish, at) => [wish, at + 1]), ["", 0]].map(([wish, digit]) => {
    const option = make("button", { className: "choose", type: "button", textContent: `${digit}  ${say(`wish_${wish || "none"}`)}`, set: { "aria-pressed": String(line.wish === wish) } });
    option.addEventListener("click", () => { menu.hidePopover(); decide(line, wish); });
    return make("li", {}, option);
  });
  const evidence = line.evidence.length ? say("evidence", { evidence: line.evidence.join("; ") }) : "";
  menu.replaceChildren(...[why, evidence].filter(Boolean).map((text) => make("p", { className: "quiet", textContent: text })), make("ul", {}, ...options));
  button.setAttribute("aria-expanded", "true");
  openMenu(menu, button.getBoundingClientRect());
  $("button", menu).focus();
  opener = button;
}

let opener = null;
$("#menu").addEventListener("toggle", (event) => {
  if (event.newState !== "closed" || !opener) return;
  opener.setAttribute("aria-expanded", "false");
  $(`[data-index="${opener.dataset.index}"]`)?.focus();
});

function decide(line, wish) {
  if (wish) wishes[line.index] = wish;
  else delete wishes[line.index];
  remember(CHOICES, Object.keys(wishes).length ? JSON.stringify(wishes) : null);
  load();
}

$("#accept").addEventListener("click", async () => {
  $("#accept").disabled = true;
  tell(say("working"));
  try {
    const written = await askJson(`/api/documents/${key}/accept`, { wishes });
    const drafts = written.filter((each) => each.is_draft);
    remember(CHOICES, null);
    tell("");
    if (drafts.length) showDrafts(drafts);
    else goTo(written[0].script);
  } catch (error) { tell(error.message, true); $("#accept").disabled = false; }
});

const goTo = (tour) => location.assign(`/tours/${encodeURIComponent(tour)}`);

/** Scripts that were there stay as they are; what the document says now lies beside them until somebody decides. */
function showDrafts(drafts) {
  $("#draft").replaceChildren(...drafts.map(({ script, draft, file, existing, difference }) => {
    const take = make("button", { type: "button", className: "go", textContent: say("draft_take", { file: existing }) });
    take.addEventListener("click", async () => {
      take.disabled = true;
      try { await askJson(`/api/tours/${encodeURIComponent(script)}/draft`, { draft, page }); goTo(script); } catch (error) { tell(error.message, true); take.disabled = false; }
    });
    const leave = make("a", { className: "button", href: `/tours/${encodeURIComponent(script)}`, textContent: say("draft_leave", { file: existing }) });
    return make("section", {}, make("p", { textContent: say("draft_beside", { file: existing, draft: file }) }), make("pre", { className: "lines", tabIndex: 0, textContent: difference.join("\n"), set: { role: "group", "aria-label": say("compare") } }), make("p", { className: "quiet", textContent: say("draft_take_where", { file: existing }) }), make("div", { className: "chips" }, take, leave));
  }));
  $("#draft button").focus();
}

load(Object.keys(wishes).length ? say("choices_back") : "");
