// One plan: zoom and pan by touch, mouse and keyboard; pins keep their size, and those that would overlap become one.
import { $, all, fillTemplate } from "./page.js";
import { texts } from "./texts.js";

const MAX_ZOOM = 12;
const STEP = 1.6;
// pixels between two pins below which they could not be tapped apart
const APART_PX = 40;
// pixels a finger may move in a tap
const TAP_PX = 8;
const NAMESPACE = "http://www.w3.org/2000/svg";

export const shape = (tag, attributes, parent) => {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  if (parent) parent.append(element);
  return element;
};

export function createSheet(section, showStops) {
  const svg = $("svg", section);
  const [width, height] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
  const layer = $(".pins", svg);
  const spots = all("[data-x]", svg).map((pin) => ({ pin, x: Number(pin.dataset.x), y: Number(pin.dataset.y) }));
  const stops = spots.filter(({ pin }) => pin.dataset.pin);
  const view = { x: 0, y: 0, zoom: 1 };
  const most = Number(section.dataset.most) || MAX_ZOOM;
  const sheet = { section, svg, width, height, view, spots: stops, paint: null };
  let groups = [];
  let focused = null;

  // units of the picture for a pixel; the picture is fitted into the frame
  const unit = () => {
    const box = svg.getBoundingClientRect();
    return Math.max(width / (box.width || 360), height / (box.height || 360)) / view.zoom;
  };
  const place = (element, x, y) => element.setAttribute("transform", `translate(${x} ${y}) scale(${unit()})`);
  const draw = () => {
    const [w, h] = [width / view.zoom, height / view.zoom];
    view.x = Math.min(width - w, Math.max(0, view.x));
    view.y = Math.min(height - h, Math.max(0, view.y));
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
    section.classList.toggle("zoomed", view.zoom > 1);
    for (const { pin, x, y } of spots) place(pin, x, y);
    for (const dot of all(".dot", svg)) place(dot, dot.dataset.x, dot.dataset.y);
    if (sheet.paint) sheet.paint();
    cluster();
    for (const [name, isOff] of [["larger", view.zoom >= most], ["smaller", view.zoom <= 1], ["reset", view.zoom <= 1]]) {
      const key = $(`[data-zoom=${name}]`, section);
      // a disabled key would lose the keyboard's place
      if (key) key.setAttribute("aria-disabled", String(isOff));
    }
  };
  // pins in the order of the tour; each joins the first group that it would overlap
  const cluster = () => {
    const apart = APART_PX * unit();
    const isFocused = svg.contains(document.activeElement);
    groups.forEach(({ mark }) => mark && mark.remove());
    groups = [];
    for (const spot of stops) {
      if (spot.pin.classList.contains("off")) continue;
      const near = groups.find((group) => Math.hypot(group.x - spot.x, group.y - spot.y) < apart);
      if (near) near.spots.push(spot);
      else groups.push({ x: spot.x, y: spot.y, spots: [spot], mark: null });
    }
    for (const group of groups) {
      const isSingle = group.spots.length === 1;
      for (const { pin } of group.spots) pin.classList.toggle("joined", !isSingle);
      group.target = group.spots[0].pin;
      if (!isSingle) {
        const numbers = group.spots.map(({ pin }) => pin.dataset.pin);
        group.mark = group.target = shape("g", { class: "cluster", role: "button", "aria-label": fillTemplate(texts.cluster, { count: numbers.length, numbers: numbers.join(", ") }) }, layer);
        shape("rect", { x: -16, y: -14, width: 32, height: 28, rx: 6 }, group.mark);
        shape("text", { dy: ".35em" }, group.mark).textContent = `${numbers[0]}+`;
        group.mark.addEventListener("click", () => open(group));
        place(group.mark, group.x, group.y);
      }
    }
    rove(groups.find(({ spots: own }) => focused && own.includes(focused)) || groups[0], isFocused);
  };
  // one pin is in the tab order, arrow keys go on from it
  const rove = (group, isFocus) => {
    for (const { target } of groups) target.setAttribute("tabindex", "-1");
    if (!group) return;
    group.target.setAttribute("tabindex", "0");
    [focused] = group.spots;
    if (isFocus) group.target.focus();
  };
  const reveal = ({ x, y }) => {
    const [w, h] = [width / view.zoom, height / view.zoom];
    if (x > view.x && x < view.x + w && y > view.y && y < view.y + h) return;
    Object.assign(view, { x: x - w / 2, y: y - h / 2 });
    draw();
  };
  const zoom = (factor, x = view.x + width / view.zoom / 2, y = view.y + height / view.zoom / 2) => {
    const next = Math.min(most, Math.max(1, view.zoom * factor));
    const share = view.zoom / next;
    Object.assign(view, { x: x - (x - view.x) * share, y: y - (y - view.y) * share, zoom: next });
    draw();
  };
  const open = (group) => {
    if (view.zoom >= most) showStops(group.spots.map(({ pin }) => pin.dataset.pin));
    else zoom(STEP * STEP, group.x, group.y);
  };
  const commands = { larger: () => zoom(STEP), smaller: () => zoom(1 / STEP), reset: () => zoom(0) };
  for (const key of all("[data-zoom]", section)) key.addEventListener("click", () => commands[key.dataset.zoom]());

  svg.addEventListener("focusin", ({ target }) => {
    const group = groups.find((each) => each.target === target);
    if (!group) return;
    rove(group, false);
    reveal(group);
  });
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("keydown", (event) => {
    const command = { "+": "larger", "=": "larger", "-": "smaller", 0: "reset" }[event.key];
    const here = groups.find(({ target }) => target === document.activeElement);
    const way = arrows[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(command || (here && (way || ((event.key === "Enter" || event.key === " ") && here.mark))))) return;
    event.preventDefault();
    event.stopPropagation();
    if (command) commands[command]();
    else if (!way) open(here);
    else {
      // the nearest one in that direction; what lies aside counts twice
      const cost = (group) => {
        const [dx, dy] = [group.x - here.x, group.y - here.y];
        const along = dx * way[0] + dy * way[1];
        return along > 0 ? along + 2 * Math.abs(dx * way[1] + dy * way[0]) : Infinity;
      };
      const next = groups.filter((group) => cost(group) < Infinity).sort((a, b) => cost(a) - cost(b))[0];
      if (next) next.target.focus();
    }
  });

  // fingers and mouse: one pans where there is something to see beside, two zoom
  const fingers = new Map();
  let isDragged = false;
  const toPicture = (event) => {
    const box = svg.getBoundingClientRect();
    const [w, h] = [width / view.zoom, height / view.zoom];
    const left = box.left + (box.width - w / unit()) / 2;
    const top = box.top + (box.height - h / unit()) / 2;
    return [view.x + (event.clientX - left) * unit(), view.y + (event.clientY - top) * unit()];
  };
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  };
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) isDragged = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!isDragged && fingers.size === 1 && Math.hypot(dx, dy) < TAP_PX) return;
    if (fingers.size === 1 && view.zoom === 1) return;
    isDragged = true;
    svg.setPointerCapture(event.pointerId);
    const apart = spread();
    fingers.set(event.pointerId, event);
    Object.assign(view, { x: view.x - (dx * unit()) / fingers.size, y: view.y - (dy * unit()) / fingers.size });
    if (apart) {
      const [a, b] = [...fingers.values()].map(toPicture);
      zoom(spread() / apart, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    } else draw();
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  svg.addEventListener("click", (event) => {
    if (!isDragged) return;
    event.preventDefault();
    event.stopPropagation();
    isDragged = false;
  }, true);
  svg.addEventListener("dblclick", (event) => zoom(STEP, ...toPicture(event)));
  // a wheel scrolls the page, unless it zooms: touch pads send their pinch so
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 200), ...toPicture(event));
  }, { passive: false });
  addEventListener("resize", draw);

  draw();
  return Object.assign(sheet, { unit, draw, shows: (number) => stops.some(({ pin }) => pin.dataset.pin === number), focus: (number) => {
    const spot = stops.find(({ pin }) => pin.dataset.pin === number);
    if (spot) reveal(spot);
  } });
}
