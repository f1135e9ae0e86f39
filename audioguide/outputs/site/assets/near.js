// "Where am I": the visitor's position on the plans, the nearest stop, and stops that are offered on arrival. Fetched
// when a visitor asks; what the plan page shows is in `audioguide.plan` (plan.js).
import { $, actions, all, announce, fillTemplate, pageData, readSetting, saveSetting, stopAddress, tour } from "./page.js";
import { texts } from "./texts.js";
import { STALE_MS, createJudge } from "./nearby.js";
import { locatePosition } from "./plan_position.js";

const { sheets, nameOf, showStop, shape } = self.audioguide.plan;
const REACHED = "audioguide:reached:" + new URL(tour).pathname;
const DENIED = 1;

// of this visit: a page that was loaded again does not greet twice
function readReached() {
  try {
    return JSON.parse(sessionStorage.getItem(REACHED) || "[]");
  } catch {
    return [];
  }
}
function saveReached(numbers) {
  try {
    sessionStorage.setItem(REACHED, JSON.stringify(numbers));
  } catch {
    // a private window: reached once a page
  }
}

const formatDistance = (metres) => {
  if (metres >= 1000) return fillTemplate(texts.kilometres, { count: (metres / 1000).toFixed(1) });
  return fillTemplate(texts.metres, { count: metres < 100 ? Math.max(1, Math.round(metres)) : Math.round(metres / 10) * 10 });
};

const box = $("#near");
const stops = (pageData().places || []).map(([number, lat, lon, trigger]) => ({ number, lat, lon, trigger }));
const fits = sheets.map(({ section }) => JSON.parse(section.dataset.fit || "null"));
const [button, line, stale, offer, byItself] = ["[data-near=locate]", "#near-line", "#near-trouble", "#near-offer", "#by-itself"].map((selector) => $(selector, box));
const label = button.textContent;
const say = (text) => { if (stale.textContent !== text) stale.textContent = text; };
byItself.checked = readSetting("by-itself") === "1";
byItself.addEventListener("change", () => saveSetting("by-itself", byItself.checked ? "1" : ""));

let watch = null;
let timer = 0;
let reached = readReached();
let judge = null;
let shown = "";

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
const offerStop = ({ number }) => {
  offer.textContent = "";
  const text = fillTemplate(texts.arrived, { number, title: nameOf(number) });
  const link = Object.assign(document.createElement("a"), { href: stopAddress(number), textContent: text });
  const play = Object.assign(document.createElement("button"), { type: "button", className: "wide", textContent: fillTemplate(texts.play, { number }) });
  play.addEventListener("click", () => actions.playStop(number));
  offer.append(link, play);
  offer.hidden = false;
  showStop(number);
  if (byItself.checked && !document.documentElement.classList.contains("playing")) actions.playStop(number);
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
  const { nearest, metres, arrived } = result;
  if (nearest) {
    line.textContent = fillTemplate(texts.nearest, { number: nearest.number, title: nameOf(nearest.number), distance: formatDistance(metres) });
    line.href = stopAddress(nearest.number);
    line.hidden = false;
    // spoken once for each stop, not for each metre
    if (shown !== nearest.number) announce(line.textContent);
    shown = nearest.number;
  }
  if (arrived) {
    reached = [...reached, arrived.number];
    saveReached(reached);
    offerStop(arrived);
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
  button.textContent = label;
};
function start() {
  judge = createJudge(stops, reached);
  button.textContent = texts.hide;
  say(texts.searching);
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
start();
