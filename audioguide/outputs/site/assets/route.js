// On pages of stops and tours: the links of the chosen route, map applications in the order a visitor expects, and what
// is near.
import { $, actions, fillTemplate, onArrival, readProgress, stopAddress } from "./page.js";
import { texts } from "./texts.js";
import { readRoute } from "./plan_choice.js";
import { sortMapLinks } from "./plan_links.js";
import { connectNear } from "./near_visit.js";

function followRoute() {
  sortMapLinks();
  const route = readRoute();
  if (!route) return;
  const note = $("#route");
  if (note) {
    note.textContent = fillTemplate(texts.route, route);
    note.hidden = false;
  }
  if (route.stops) actions.order(route.stops, route.name);
  else for (const [rel, stop] of [["prev", route.previous], ["next", route.next]]) setLink(rel, stop);
}

// "Next" is what follows on the route; the address of its sound is on its own page only.
function setLink(rel, stop) {
  const old = $(`nav.around a[rel=${rel}]`);
  if (!stop) {
    if (old) old.remove();
    return;
  }
  const [number, title] = stop;
  const link = old || document.createElement("a");
  if (old && $("span", old).textContent === `${number} · ${title}`) return;
  link.rel = rel;
  link.href = stopAddress(number);
  delete link.dataset.audio;
  link.innerHTML = "<small></small><span></span>";
  $("small", link).textContent = texts[rel];
  $("span", link).textContent = `${number} · ${title}`;
  if (!old) $("nav.around").prepend(link);
}

connectNear();
followRoute();
onArrival(followRoute);
if (readProgress().route) addEventListener("hashchange", followRoute);
