// "Where am I": the nearest stop, stops that are offered on arrival, and the visitor's position on the plans. Fetched
// when a visitor asks, on the plan page and at every stop; what the plan page shows is in `audioguide.plan` (plan.js).
import { $, actions, all, announce, fillTemplate, onArrival, pageData, readSetting, saveSetting, stopAddress, tour } from "./page.js";
import { openStop } from "./navigation.js";
import { texts } from "./texts.js";
import { STALE_MS, createJudge } from "./nearby.js";
import { locatePosition } from "./plan_position.js";
import { readVisit, saveVisit } from "./near_visit.js";

const { sheets = [], nameOf, showStop, shape } = self.audioguide.plan || {};
const DENIED = 1;
const isPlaying = () => document.documentElement.classList.contains("playing");

const formatDistance = (metres) => {
  if (metres >= 1000) return fillTemplate(texts.kilometres, { count: (metres / 1000).toFixed(1) });
  return fillTemplate(texts.metres, { count: metres < 100 ? Math.max(1, Math.round(metres)) : Math.round(metres / 10) * 10 });
};

const box = $("#near");
const fits = sheets.map(({ section }) => JSON.parse(section.dataset.fit || "null"));
const [button, line, stale, offer, byItself] = ["[data-near=locate]", "#near-line", "#near-trouble", "#near-offer", "#by-itself"].map((selector) => $(selector, box));
const label = button.textContent;
const say = (text) => { if (stale.textContent !== text) stale.textContent = text; };
byItself.checked = readSetting("by-itself") === "1";
byItself.addEventListener("change", () => saveSetting("by-itself", byItself.checked ? "1" : ""));

let watch = null;
let timer = 0;
let stops = null;
let judge = null;
let shown = null;
let offered = "";

// The plan page has the places in its data and the titles in its list; the page of a stop fetches both.
async function readStops() {
  let rows = pageData().places;
  if (!nameOf) {
    const answer = await fetch(box.dataset.places);
    if (!answer.ok) throw new Error(answer.status);
    rows = await answer.json();
  }
  return rows.map(([number, lat, lon, trigger, title, sound]) => ({ number, lat, lon, trigger, title: title || nameOf(number), sound }));
}
// at a stop: the page changes around the sound, as it does for "Next"
actions.playStop = actions.playStop || ((number) => {
  const { sound } = stops.find((stop) => stop.number === number);
  if (pageData().number !== number) openStop($("audio"), stopAddress(number), { play: true, sound: new URL(sound, tour).href });
  else if (!isPlaying()) actions.play();
});

// Gives whether a plan shows the position.
const drawPosition = (position) => {
  let isShown = false;
  sheets.forEach(({ svg, width, height, unit }, index) => {
    for (const old of all(".me", svg)) old.remove();
    const fit = fits[index];
    if (!fit || !position) return;
    const at = locatePosition(fit, position);
    if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) return;
    const me = shape("g", { class: "me", role: "img", "aria-label": fillTemplate(texts.here, { distance: formatDistance(at.metres) }) }, svg);
    shape("circle", { class: "error", cx: at.x, cy: at.y, r: at.error }, me);
    shape("circle", { class: "dot", r: 8, "data-x": at.x, "data-y": at.y, transform: `translate(${at.x} ${at.y}) scale(${unit()})` }, me);
    isShown = true;
  });
  return isShown;
};
const offerStop = ({ number, title }) => {
  // who plays a stop where it is needs no offer
  if (pageData().number === number && isPlaying()) return;
  offered = number;
  offer.textContent = "";
  const text = fillTemplate(texts.arrived, { number, title });
  const link = Object.assign(document.createElement("a"), { href: stopAddress(number), textContent: text });
  const play = Object.assign(document.createElement("button"), { type: "button", className: "wide", textContent: fillTemplate(texts.play, { number }) });
  play.addEventListener("click", () => actions.playStop(number));
  offer.append(link, play);
  offer.hidden = false;
  announce(text); // the player's line is seen wherever on the page one is
  if (showStop) showStop(number);
  if (byItself.checked && !isPlaying()) actions.playStop(number);
};
const showNearest = ({ nearest, metres }) => {
  const { number, title } = nearest;
  line.textContent = fillTemplate(texts.nearest, { number, title, distance: formatDistance(metres) });
  if (pageData().number === number) line.removeAttribute("href");
  else line.href = stopAddress(number);
  line.hidden = false;
  // spoken once for each stop, not for each metre
  if (shown !== number) announce(line.textContent);
  shown = number;
};
const take = ({ coords, timestamp }) => {
  const position = { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy, time: timestamp };
  const result = judge(position, Date.now());
  clearTimeout(timer);
  timer = setTimeout(age, STALE_MS);
  if (result.isStale) return age();
  const isShown = drawPosition(position);
  if (result.isRough) say(fillTemplate(texts.rough, { distance: formatDistance(position.accuracy) }));
  else say(isShown || !fits.some(Boolean) ? "" : texts.outside);
  if (result.nearest) showNearest(result);
  if (result.arrived) {
    const { reached } = readVisit();
    saveVisit({ reached: [...reached, result.arrived.number] });
    offerStop(result.arrived);
  }
  return undefined;
};
const age = () => {
  say(texts.stale);
  drawPosition(null);
  line.hidden = true;
};
const fail = ({ code }) => {
  say(code === DENIED ? texts.denied : texts.unavailable);
  drawPosition(null);
  line.hidden = true;
  if (code === DENIED) stop();
};
const stop = () => {
  navigator.geolocation.clearWatch(watch);
  clearTimeout(timer);
  watch = null;
  saveVisit({ isFollowed: false });
  button.textContent = label;
};
async function start() {
  say(texts.searching);
  try {
    stops = stops || (await readStops());
  } catch {
    say(texts.no_places);
    return;
  }
  if (watch !== null) return;
  judge = createJudge(stops, readVisit().reached);
  button.textContent = texts.hide;
  saveVisit({ isFollowed: true });
  watch = navigator.geolocation.watchPosition(take, fail, { enableHighAccuracy: true, maximumAge: 5000, timeout: 30000 });
}
button.addEventListener("click", () => {
  if (watch === null) return start();
  stop();
  say("");
  drawPosition(null);
  line.hidden = true;
  return undefined;
});
onArrival(() => {
  if (pageData().number === offered) offer.hidden = true;
  if (pageData().number === shown) line.removeAttribute("href");
  else if (shown) line.href = stopAddress(shown);
});
start();
