// The plan page: plans as tabs, the list beside them, routes, and what is near.
import { $, actions, all, announce, fillTemplate, online, pageData, readProgress, stopAddress } from "./page.js";
import { texts } from "./texts.js";
import { createSheet, shape } from "./plan_sheet.js";
import { readRoute, saveRoute } from "./plan_choice.js";
import { sortMapLinks } from "./plan_links.js";
import { connectNear } from "./near_visit.js";

const listed = all(".list [data-number]");
const nameOf = (number) => $(".t", listed.find((item) => item.dataset.number === number)).textContent;

// a stop that is not on the chosen route has its own page
actions.playStop = (number) => {
  const item = listed.find((each) => each.dataset.number === number);
  if (item.hidden) location.href = stopAddress(number);
  else actions.from(item);
};

// stops that lie on one spot: their links, below the plan
function showStops(numbers) {
  const box = $("#spot");
  box.textContent = "";
  for (const number of numbers) {
    box.append(Object.assign(document.createElement("a"), { href: stopAddress(number), textContent: `${number} · ${nameOf(number)}` }));
  }
  box.hidden = false;
  box.firstChild.focus();
}

// tiles of a real map cannot be read from a memory stick, nor drawn by old browsers
const map = $("#a-map");
if (map && !(online && self.createImageBitmap)) {
  for (const element of [map, $("#tab-a-map"), ...(all("[data-plan]").length < 3 ? all(".tabs") : [])]) if (element) element.remove();
}
const loadScript = (src) => document.head.append(Object.assign(document.createElement("script"), { src }));

const sheets = all("[data-plan]").map((section) => createSheet(section, showStops));
const { heard: finished } = readProgress();
for (const pin of all("[data-pin]")) {
  pin.classList.toggle("finished", finished.includes(pin.dataset.pin));
  pin.setAttribute("href", stopAddress(pin.dataset.pin));
}

// floors as tabs
const tabs = all("[role=tab]");
let current = null;
function showPlan(sheet) {
  current = sheet;
  const { tiles, script } = sheet.section.dataset;
  if (tiles && !sheet.paint) {
    sheet.paint = () => {};
    loadScript(script);
  }
  sheets.forEach((each, index) => {
    each.section.hidden = each !== sheet;
    if (!tabs.length) return;
    tabs[index].setAttribute("aria-selected", String(each === sheet));
    tabs[index].tabIndex = each === sheet ? 0 : -1;
  });
  sheet.draw();
}
tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => showPlan(sheets[index]));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (index + step + tabs.length) % tabs.length;
    showPlan(sheets[next]);
    tabs[next].focus();
  });
});
function showStop(number) {
  const sheet = [current, ...sheets].find((each) => each && each.shows(number));
  if (!sheet) return;
  showPlan(sheet);
  sheet.focus(number);
  for (const pin of all("[data-pin]")) pin.classList.toggle("here", pin.dataset.pin === number);
}

// a route: its stops in the list, on the plan and in the player
const places = listed.map((item) => [item, item.parentNode, item.nextSibling]);
function chooseRoute(route) {
  for (const [item, list, next] of [...places].reverse()) list.insertBefore(item, next);
  const numbers = route ? route.stops : listed.map((item) => item.dataset.number);
  for (const item of listed) item.hidden = !numbers.includes(item.dataset.number);
  if (route && listed.length) listed[0].parentNode.append(...numbers.map((number) => listed.find((item) => item.dataset.number === number)));
  for (const heading of all(".stops h3")) heading.hidden = Boolean(route);
  for (const pin of all("[data-pin]")) pin.classList.toggle("off", !numbers.includes(pin.dataset.pin));
  for (const sheet of sheets) {
    for (const line of all(".way", sheet.svg)) line.remove();
    if (route) {
      const points = numbers.map((number) => sheet.spots.find(({ pin }) => pin.dataset.pin === number)).filter(Boolean);
      sheet.svg.insertBefore(shape("polyline", { class: "way", points: points.map(({ x, y }) => `${x},${y}`).join(" ") }), $(".pins", sheet.svg));
    }
    sheet.draw();
  }
  actions.order(numbers, route ? route.name : "");
}
const chosen = readRoute();
for (const radio of all("[name=route]")) {
  radio.checked = radio.value === (chosen ? chosen.name : "");
  radio.addEventListener("change", () => {
    const route = pageData().routes.find(({ name }) => name === radio.value);
    saveRoute(radio.value);
    chooseRoute(route);
    if (route) announce(fillTemplate(texts.chosen, route));
  });
}
if (chosen) chooseRoute(chosen);

sortMapLinks();
if (sheets.length) showPlan(sheets[0]);
const [, asked] = /^#stop-(\d+[a-z]?)$/.exec(location.hash) || [];
if (asked) showStop(asked);
const point = /^#point-\d+$/.test(location.hash) && $(`${location.hash} details`);
if (point) point.open = true;

self.audioguide.plan = { sheets, nameOf, showStop, shape };
connectNear();
