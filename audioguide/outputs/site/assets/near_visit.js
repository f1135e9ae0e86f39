// The button that asks where the visitor is, and what one visit to a tour remembers about it.
import { $, online, tour } from "./page.js";
import { texts } from "./texts.js";

const key = "audioguide:near:" + new URL(tour).pathname;

// `reached`: stops that are not offered again; `isFollowed`: the position was asked for and not switched off. Where the
// browser stores nothing, it is remembered as long as the page.
let visit = { reached: [], isFollowed: false };
export function readVisit() {
  try {
    visit = { ...visit, ...JSON.parse(sessionStorage.getItem(key)) };
  } catch {
    // as it was
  }
  return visit;
}
export function saveVisit(change) {
  visit = { ...readVisit(), ...change };
  try {
    sessionStorage.setItem(key, JSON.stringify(visit));
  } catch {
    // not stored
  }
}

// The script comes when it is asked for. On the visit's next page it goes on by itself, unless the browser would ask
// for permission again. A page on a memory stick gets no position.
export function connectNear() {
  const near = $("#near");
  if (!near || !online || !navigator.geolocation) return;
  if (texts.near) near.innerHTML = texts.near; // a stop's page came without it
  $("#by-itself").closest("p").hidden = !("triggers" in near.dataset);
  near.hidden = false;
  const button = $("button", near);
  button.addEventListener("click", () => {
    document.head.append(Object.assign(document.createElement("script"), { src: near.dataset.script }));
  }, { once: true });
  if (!readVisit().isFollowed || !navigator.permissions) return;
  navigator.permissions.query({ name: "geolocation" }).then(({ state }) => {
    if (state === "granted") button.click();
  }, () => {});
}
