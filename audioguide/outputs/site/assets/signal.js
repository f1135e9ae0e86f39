// The line: waiting is shown and announced; after an error or a long wait the sound is loaded again where it stopped.
import { announce, settleLine, words } from "./page.js";

const LOOK_MS = 450;
const SHOW_WAITING_MS = 900;
const STALLED_MS = 7000;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

// `isWanted`: the visitor asked for sound; `reload`: load again and go on; `giveUp`: back to "Play".
export function watchSignal(audio, { isWanted, reload, giveUp }) {
  let attempts = 0;
  let looking = 0;
  let retryTimer = 0;
  let lastTime = -1;
  let frozenSince = 0;
  let dataSince = 0;
  const page = document.documentElement.classList;
  const stop = () => {
    clearInterval(looking);
    clearTimeout(retryTimer);
    looking = retryTimer = 0;
  };
  const reset = () => {
    stop();
    attempts = 0;
    page.remove("waiting");
    settleLine();
  };
  const showWaiting = (text) => {
    page.add("waiting");
    announce(text, true);
  };
  const retry = () => {
    stop();
    if (!isWanted()) return;
    attempts += 1;
    reload();
    watch();
  };
  // whether sound comes is seen by the time, which moves in every browser; their events tell of a seek in some of them
  const look = () => {
    const now = Date.now();
    if (!isWanted()) return stop();
    if (audio.ended) return undefined;
    if (audio.currentTime !== lastTime && !audio.seeking) {
      lastTime = audio.currentTime;
      frozenSince = now;
      attempts = 0;
      if (page.contains("waiting")) {
        page.remove("waiting");
        settleLine();
      }
    } else if (!audio.error && now - frozenSince > SHOW_WAITING_MS) {
      if (!page.contains("waiting")) showWaiting(words.waiting);
      // a slow line is not a dead one: what arrives puts the next attempt off
      const dead = now - Math.max(frozenSince, dataSince) > STALLED_MS * (attempts + 1);
      if (dead && attempts < RETRY_SECONDS.length) retry();
    }
    return undefined;
  };
  const watch = () => {
    clearInterval(looking);
    lastTime = audio.currentTime;
    frozenSince = dataSince = Date.now();
    looking = setInterval(look, LOOK_MS);
  };
  audio.addEventListener("play", watch);
  audio.addEventListener("progress", () => { dataSince = Date.now(); });
  const fail = () => {
    clearTimeout(retryTimer);
    if (isWanted() && attempts < RETRY_SECONDS.length) {
      showWaiting(words.lost);
      retryTimer = setTimeout(retry, RETRY_SECONDS[attempts] * 1000);
      return;
    }
    reset();
    giveUp();
    announce(words.broken, true);
  };
  audio.addEventListener("error", fail);
  audio.addEventListener("pause", () => isWanted() || reset());
  addEventListener("online", () => {
    if (!isWanted() || !(audio.error || page.contains("waiting"))) return;
    attempts = 0;
    retry();
  });
  return { reset, fail };
}
