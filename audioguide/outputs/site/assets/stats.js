// Anonymous counts, only where the server asks for them: it fills in `data-stats`; static files leave it empty.
import { data } from "./page.js";

export function count(audio) {
  const address = document.documentElement.dataset.stats;
  if (!address) return;
  let heard = 0;
  let last = 0;
  let begun = "";
  const send = (event, seconds = 0) => {
    const what = { event, tour: data.folder, stop: data.number, language: document.documentElement.lang, seconds };
    navigator.sendBeacon(new URL(address, location.href), JSON.stringify(what));
  };
  const flush = () => {
    if (heard >= 1) send("heard", Math.round(heard));
    heard = 0;
  };
  audio.addEventListener("playing", () => {
    last = audio.currentTime;
    if (begun === audio.src) return;
    begun = audio.src;
    send("started");
  });
  audio.addEventListener("timeupdate", () => {
    const step = audio.currentTime - last;
    if (step > 0 && step < 2.5) heard += step; // longer steps are seeks
    last = audio.currentTime;
  });
  audio.addEventListener("ended", () => {
    flush();
    send("finished");
  });
  audio.addEventListener("pause", flush);
  addEventListener("pagehide", flush);
}
