// Anonymous counts: a script of its own, fetched only where the server asks for them by filling in `data-stats`.
import { $, data, tour } from "./page.js";

const { lang, dataset } = document.documentElement;

function count(audio) {
  let heard = 0;
  let last = 0;
  let begun = "";
  const send = (event, seconds = 0) => {
    // the page may have gone on to another stop since: its address tells
    const stop = location.href.slice(tour.length).split("/")[0].replace(/[?#].*$/, "");
    navigator.sendBeacon(new URL(dataset.stats, location.href), JSON.stringify({ event, tour: data.folder, stop, language: lang, seconds }));
  };
  const flush = () => {
    if (heard >= 1) send("heard", Math.round(heard));
    heard = 0;
  };
  const begin = () => {
    last = audio.currentTime;
    if (begun === audio.src) return;
    begun = audio.src;
    send("started");
  };
  if (!audio.paused) begin();
  audio.addEventListener("playing", begin);
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

count($("audio"));
