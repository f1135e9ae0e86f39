// The clause being spoken is lit, and a tap on a sentence goes there.
import { $, all, onArrival } from "./page.js";
import { splitLongSentences } from "./clauses.js";

let spans = [];
let starts = [];
let sentences = [];
let lit = -1;
let timer = 0;
let touched = 0;

function readSentences() {
  splitLongSentences();
  spans = all("#text [data-start]");
  starts = spans.map((span) => Number(span.dataset.start));
  sentences = starts.filter((_, index) => !("clause" in spans[index].dataset));
  lit = -1;
}

const lastBefore = (list, time) => {
  let index = -1;
  while (index + 1 < list.length && list[index + 1] <= time) index += 1;
  return index;
};

function light(index, scroll) {
  if (index === lit) return;
  if (spans[lit]) spans[lit].classList.remove("lit");
  lit = index;
  const span = spans[index];
  if (!span) return;
  span.classList.add("lit");
  if (!scroll || Date.now() - touched < 5000) return; // the visitor is reading elsewhere
  const { top, bottom } = span.getBoundingClientRect();
  const player = $(".player").getBoundingClientRect();
  if (top < 70 || bottom > (player.top > 70 ? player.top : innerHeight) - 20) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    span.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }
}

export function followTranscript(audio, actions) {
  readSentences();
  onArrival(readSentences);
  actions.seekSentence = (step) => actions.seekInTrack(neighbourStart(audio, step));
  const tick = () => {
    clearTimeout(timer);
    const time = audio.currentTime * 1000;
    // before it was ever played nothing is lit
    if (audio.paused && !time) return light(-1, false);
    light(lastBefore(starts, time + 20), !audio.paused);
    const next = starts[lit + 1];
    if (!audio.paused && !audio.seeking && next !== undefined) {
      timer = setTimeout(tick, Math.min(1000, Math.max(20, (next - time) / audio.playbackRate)));
    }
  };
  for (const event of ["playing", "pause", "seeking", "seeked", "ratechange", "timeupdate"]) {
    audio.addEventListener(event, tick);
  }
  for (const event of ["wheel", "touchmove"]) {
    addEventListener(event, () => { touched = Date.now(); }, { passive: true });
  }
  document.addEventListener("click", ({ target }) => {
    const span = target.closest("#text [data-start]");
    if (!span || !getSelection().isCollapsed) return;
    touched = 0;
    actions.seekInTrack((Number(span.dataset.start) + 1) / 1000);
    actions.play();
  });
  tick();
}

// Start of the sentence before or after, in seconds.
function neighbourStart(audio, step) {
  const time = audio.currentTime * 1000;
  // "before" within the first second of a sentence means the one before it
  const index = step > 0 ? lastBefore(sentences, time + 20) + 1 : lastBefore(sentences, time - 1000);
  const start = sentences[Math.max(0, index)];
  return start === undefined ? audio.currentTime : (start + 1) / 1000;
}
