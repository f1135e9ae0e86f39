// What a proof found in the stop in hand: beside its text, lit in it, played from the built sound.
import { $, askJson, make, oneAtATime, patience, say, showItems, tell } from "./page.js";
import { passages } from "./editor.js";
import { saveAll } from "./saver.js";
import { name, onChange, path, state } from "./tour.js";

let findings = [];
let player = null;

export const loadFindings = oneAtATime(async () => {
  try { findings = await askJson(path("/findings"), undefined, patience()); } catch { return; }
  showFindings();
});

function showFindings() {
  const found = findings.find((each) => each.stop === state.stop);
  const shown = found ? found.differences.filter((each) => each.verdict !== "recogniser") : [];
  const note = !found ? "not_proofed" : found.is_stale ? "proof_stale" : shown.length + found.faults.length ? "" : "proof_clean";
  $("#proof-note").textContent = note ? say(note) : "";
  showItems($("#findings"), [...(found?.faults ?? []).map((text) => make("li", { className: "severity-error", textContent: text })), ...shown.map((each) => item(found, each))]);
}

function item(found, difference) {
  const ear = make("button", { type: "button", textContent: "▶", set: { "aria-label": say("hear_finding", difference) } });
  ear.addEventListener("click", () => playPlace(found.file, difference));
  const words = say(difference.expected ? "finding" : "finding_sentence", difference);
  const go = make("button", { className: "link", type: "button", textContent: words });
  go.addEventListener("click", () => lightPlace(difference));
  return make("li", { className: difference.verdict === "voice" ? "severity-error" : "", about: JSON.stringify([found.file, difference]) }, ear, " ", go, " ", make("span", { className: "quiet", textContent: difference.reason }), difference.lexicon ? make("code", { textContent: ` ${difference.lexicon}` }) : null);
}

/** The place in the built sound, a moment before it and to its end. */
function playPlace(file, { start, end }) {
  player?.pause();
  const sound = new Audio(`/files/${file}`);
  player = sound;
  const from = Math.max(0, start / 1000 - 0.6), to = end / 1000 + 0.4;
  sound.currentTime = from;
  sound.addEventListener("timeupdate", () => { if (sound.currentTime >= to) sound.pause(); });
  sound.addEventListener("playing", () => { sound.dataset.played = "true"; document.body.dataset.played = `${file} ${start}`; });
  sound.play().catch((error) => tell(error.message, true));
}

function lightPlace({ written, expected }) {
  for (const each of passages()) {
    const text = each.surface.text;
    const plain = text.indexOf(written);
    const start = plain >= 0 && expected && written.includes(expected) ? plain + written.indexOf(expected) : plain >= 0 ? plain : expected ? text.indexOf(expected) : -1;
    each.surface.light("searched", 0, 0);
    if (start < 0) continue;
    each.surface.element.focus();
    each.surface.select(start);
    each.surface.light("searched", start, start + (expected || written).length);
    each.surface.element.scrollIntoView({ block: "center" });
    return;
  }
}

for (const [id, everything] of [["proof-stop", false], ["proof-tour", true]]) {
  $(`#${id}`).addEventListener("click", async () => {
    await saveAll();
    try {
      await askJson("/api/proofs", { tour: name, stop: everything ? "" : state.stop });
      $("#proof-note").textContent = say("proofing");
    } catch (error) { tell(error.message, true); }
  });
}

/** An event of a proof. */
export function showProof(event) {
  if (event.tour !== name) return;
  if (event.kind === "proof") $("#proof-note").textContent = say("proofing_stop", event);
  else if (event.kind === "proofed") loadFindings();
  else $("#proof-note").textContent = `${event.message} ${event.hint}`;
}

onChange(showFindings);
