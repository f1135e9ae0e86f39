// The line: waiting is shown and announced; after an error or a long wait the sound is loaded again where it stopped.
import { announce, settleLine, words } from "./page.js";

const SHOW_WAITING_MS = 900;
const STALLED_MS = 7000;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

// `isWanted`: the visitor asked for sound; `reload`: load again and go on; `giveUp`: back to "Play".
export function watchSignal(audio, { isWanted, reload, giveUp }) {
  let attempts = 0;
  let showTimer = 0;
  let stallTimer = 0;
  let retryTimer = 0;
  const page = document.documentElement.classList;
  const stopTimers = () => {
    for (const timer of [showTimer, stallTimer, retryTimer]) clearTimeout(timer);
    showTimer = stallTimer = retryTimer = 0;
  };
  const reset = () => {
    stopTimers();
    attempts = 0;
    page.remove("waiting");
  };
  const showWaiting = (text) => {
    page.add("waiting");
    announce(text, true);
  };
  const retry = () => {
    stopTimers();
    if (!isWanted()) return;
    attempts += 1;
    reload();
  };
  const isStarved = () => isWanted() && !audio.ended && audio.readyState < 3;

  const wait = () => {
    if (!isStarved() || audio.error) return;
    if (!showTimer) showTimer = setTimeout(() => isStarved() && showWaiting(words.waiting), SHOW_WAITING_MS);
    if (!stallTimer && attempts < RETRY_SECONDS.length) stallTimer = setTimeout(retry, STALLED_MS * (attempts + 1));
  };
  for (const event of ["waiting", "stalled", "play"]) audio.addEventListener(event, wait);
  // a slow line is not a dead one: what arrives puts the next attempt off
  audio.addEventListener("progress", () => {
    clearTimeout(stallTimer);
    stallTimer = 0;
    wait();
  });
  audio.addEventListener("error", () => {
    stopTimers();
    if (isWanted() && attempts < RETRY_SECONDS.length) {
      showWaiting(words.lost);
      retryTimer = setTimeout(retry, RETRY_SECONDS[attempts] * 1000);
      return;
    }
    reset();
    giveUp();
    announce(words.broken, true);
  });
  for (const event of ["playing", "timeupdate"]) {
    audio.addEventListener(event, () => {
      if (audio.paused || audio.readyState < 3 || audio.seeking) return;
      reset();
      settleLine();
    });
  }
  audio.addEventListener("pause", () => {
    if (isWanted()) return;
    reset();
    settleLine();
  });
  addEventListener("online", () => {
    if (!isWanted() || !(audio.error || page.contains("waiting"))) return;
    attempts = 0;
    retry();
  });
  return { reset };
}
