// Anonymous counts: a script of its own, fetched only where the server asks for them by filling in `data-stats`.
import { $, pageData, tour } from "./page.js";

const { lang, dataset } = document.documentElement;

function count(audio) {
  let seconds = 0;
  let last = 0;
  let begun = "";
  const send = (event, listened = 0) => {
    // the page may have gone on to another stop since: its address tells
    const stop = location.href.slice(tour.length).split("/")[0].replace(/[?#].*$/, "");
    navigator.sendBeacon(new URL(dataset.stats, location.href), JSON.stringify({ event, tour: pageData().folder, stop, language: lang, seconds: listened }));
  };
  const flush = () => {
    if (seconds >= 1) send("heard", Math.round(seconds));
    seconds = 0;
  };
  const begin = () => {
    last = audio.currentTime;
    // the tour's page plays its stops one after the other: that is one start and one end
    const what = pageData().number ? audio.src : "tour";
    if (begun === what) return;
    begun = what;
    send("started");
  };
  if (!audio.paused) begin();
  audio.addEventListener("playing", begin);
  audio.addEventListener("timeupdate", () => {
    const step = audio.currentTime - last;
    if (step > 0 && step < 2.5) seconds += step; // longer steps are seeks
    last = audio.currentTime;
  });
  audio.addEventListener("ended", () => {
    flush();
    if (pageData().number || !document.documentElement.classList.contains("playing")) send("finished");
  });
  audio.addEventListener("pause", flush);
  addEventListener("pagehide", flush);
}

count($("audio"));
