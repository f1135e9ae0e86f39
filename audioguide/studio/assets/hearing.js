// A passage heard: the sentence at the caret, or everything from there on; spoken ahead while the keys rest.
import { askJson, say, tell } from "./page.js";
import { isSounding, playFrom } from "./sound.js";
import { toPoints, toUnits } from "./surface.js";
import { path } from "./tour.js";

const AHEAD_REST_MS = 500;

function wanted(each) {
  const text = each.surface.text;
  return { text, at: toPoints(text, each.surface.selection().start), role: each.segment.role };
}

export function showHearKey(each, isOn) {
  each.hearKey.textContent = isOn ? `■ ${say("stop_sound")}` : `▶ ${say("hear_sentence")}`;
}

/** The sentence at the caret, or everything from there on; `trial`: another voice or speed. */
export async function hear(each, onward, trial = {}) {
  clearTimeout(each.aheadTimer);
  const at = toUnits(each.surface.text);
  showHearKey(each, true);
  try {
    await playFrom(path("/speech"), { ...wanted(each), ...trial }, {
      onward,
      shown: (start, end) => each.surface.light("sounding", at(start), at(end)),
      ended: () => { each.surface.light("sounding", 0, 0); showHearKey(each, false); },
    });
  } catch (error) { if (error.name !== "AbortError") tell(error.message, true); }
}

/** Speak what was typed into the cache once the keys rest. */
export function aheadSoon(each) {
  clearTimeout(each.aheadTimer);
  each.aheadTimer = setTimeout(() => {
    if (each.surface.composing || isSounding()) return;
    askJson(path("/ahead"), wanted(each)).catch(() => {});
  }, AHEAD_REST_MS);
}
