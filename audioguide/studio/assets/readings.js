// How a word is read: every candidate with a key to hear it, and for how much of the project it holds.
import { $, askJson, make, openMenu, remember, remembered, say, tell } from "./page.js";
import { forgetSounds, playFrom } from "./sound.js";
import { toPoints } from "./surface.js";
import { change, path, reload } from "./tour.js";

const PARTICLES = "的了着过地得吗呢吧啊们";
const SHOWN_PLACES = 4;
const menu = $("#menu");
let opener = null;

menu.addEventListener("toggle", (event) => { if (event.newState === "closed") opener?.surface.element.focus(); });
menu.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input[type=text], input[type=radio]")) return;
  const keys = [...menu.querySelectorAll(".choose")];
  const at = keys.indexOf(document.activeElement.closest("li")?.querySelector(".choose"));
  event.preventDefault();
  keys[(at + (event.key === "ArrowDown" ? 1 : -1) + keys.length) % keys.length]?.focus();
});

export function openReadings(each, mark, box) {
  opener = each;
  const isReading = !["problem", "noted"].includes(mark.kind) && mark.choices.length;
  menu.replaceChildren(...(isReading ? readingChoices(each, mark) : remedies(each, mark)));
  openMenu(menu, box);
  ($(".choose[aria-pressed=true]", menu) ?? $("button", menu))?.focus();
}

/** A problem with its remedies, or how a number is said. */
function remedies(each, mark) {
  const text = ["problem", "noted"].includes(mark.kind) ? mark.message : say("said_as", { written: mark.written, spoken: mark.spoken });
  const fixes = (mark.fixes ?? []).map((fix) => {
    const key = make("button", { className: "choose", type: "button", textContent: fix.label });
    key.addEventListener("click", () => { menu.hidePopover(); change(fix.edit); });
    return make("li", {}, key);
  });
  const items = mark.choices.map((choice) => {
    const key = make("button", { className: "choose", type: "button", textContent: say("replace_by", { text: choice.paste }) });
    key.addEventListener("click", () => { menu.hidePopover(); each.surface.replace(mark.start, mark.end, choice.paste); });
    return make("li", {}, key);
  });
  return [make("p", { id: "menu-title", textContent: text, tabIndex: items.length || fixes.length ? undefined : -1 }), make("ul", {}, ...fixes, ...items)];
}

function readingChoices(each, mark) {
  const scope = remembered("audioguide-scope") || "here";
  const context = wordAround(each, mark);
  const word = make("input", { type: "text", value: context, set: { "aria-label": say("word") } });
  const wordBox = make("label", { hidden: scope === "here" }, make("span", { textContent: say("word") }), word);
  const scopes = make("fieldset", { className: "scopes" }, make("legend", { className: "quiet", textContent: say("use_for") }), ...[["here", "only_here"], ["tour", "this_tour"], ["all", "all_tours"]].map(([value, key]) => {
    const radio = make("input", { type: "radio", name: "scope", value, checked: value === scope });
    radio.addEventListener("change", () => { wordBox.hidden = value === "here"; remember("audioguide-scope", value); });
    return make("label", {}, radio, say(key));
  }));
  const items = mark.choices.map((choice) => {
    const ear = make("button", { type: "button", textContent: "▶", set: { "aria-label": say("hear", { reading: choice.shown }) } });
    ear.addEventListener("click", () => hearChoice(each, mark, choice));
    const key = make("button", { className: "choose", type: "button", set: { "aria-pressed": String(choice.current) } }, make("b", { textContent: choice.shown }), ` ${choice.example}`);
    key.addEventListener("click", () => decide(each, mark, choice, word.value));
    return make("li", {}, ear, key);
  });
  const out = mark.kind === "decided" ? make("button", { className: "link", type: "button", textContent: say("take_mark_out") }) : null;
  out?.addEventListener("click", () => { menu.hidePopover(); each.surface.replace(mark.start, mark.end, mark.written); });
  return [make("p", { id: "menu-title" }, say("how_read", { written: mark.written }), " ", make("span", { className: "quiet", textContent: mark.kind === "decided" ? "" : mark.message })), make("ul", {}, ...items), scopes, wordBox, out].filter(Boolean);
}

/** The word a lexicon line would be for: as segmented, else with the character beside it. A particle makes no word:
    单 with the 的 behind it would be found in 简单的. */
function wordAround(each, mark) {
  if (mark.word.length > mark.written.length) return mark.word;
  const text = each.surface.text;
  const [before] = text.slice(0, mark.start).match(/\p{Script=Han}$/u) ?? [""];
  const [behind] = text.slice(mark.end).match(/^\p{Script=Han}/u) ?? [""];
  if (behind && !PARTICLES.includes(behind)) return mark.written + behind;
  return before && !PARTICLES.includes(before) ? before + mark.written : before + mark.written + behind;
}

/** The sentence with the reading in it, spoken. */
async function hearChoice(each, mark, choice) {
  const text = each.surface.text.slice(0, mark.start) + choice.paste + each.surface.text.slice(mark.end);
  try {
    await playFrom(path("/speech"), { text, at: toPoints(text, mark.start), role: each.segment.role }, {});
  } catch (error) { if (error.name !== "AbortError") tell(error.message, true); }
}

async function decide(each, mark, choice, word) {
  const scope = $("input[name=scope]:checked", menu).value;
  menu.hidePopover();
  if (scope === "here") {
    each.surface.replace(mark.start, mark.end, choice.paste);
    tell(say("in_text", { mark: choice.paste }));
    return;
  }
  const text = each.surface.text;
  const from = Math.max(text.lastIndexOf("\n", mark.start - 1) + 1, 0);
  const to = text.indexOf("\n", mark.end);
  const sentence = text.slice(from, to < 0 ? undefined : to);
  try {
    await each.saver.flush();
    const answer = await askJson(path("/readings"), { scope, word, written: mark.written, reading: choice.reading, sentence, start: toPoints(sentence, mark.start - from) });
    forgetSounds();
    const { others } = answer;
    const shown = others.length > SHOWN_PLACES ? [...others.slice(0, SHOWN_PLACES), "…"] : others;
    tell([say("written_to", answer), shown.length ? say("read_too", { places: shown.join(" · ") }) : ""].join(" ").trim(), shown.length > 0);
    await reload();
  } catch (error) { tell(error.message, true); }
}
