// From stop to stop without stopping: the page changes around the one audio element, which may go on playing
// with the screen locked.
import { $, all, announce, announceArrival, cleanAddress, loadPageData, online, pageData, tour, words } from "./page.js";
import { fetchWithin, isSilence } from "./patience.js";

const isStop = (address) => address.startsWith(tour) && /^\d+[a-z]?\/(index\.html)?$/.test(address.slice(tour.length));

const PATIENCE_MS = 8000;
const TRIES = 6;
let latest = 0;
let shownPath = location.pathname;
const giveUp = () => { latest += 1; };

// The text of a page. A line that is lost or silent is asked again: without a worker (WeChat, http) the browser would
// put a page of its own in the place of the tour; with one, a page that lists what is there stands in for a lost one.
async function fetchPage(address, isLatest) {
  const { controller } = navigator.serviceWorker || {};
  for (let tries = 1; ; tries += 1) {
    const page = await fetchWithin(PATIENCE_MS, address, (answer) => (answer.ok ? answer.text() : ""))
      .catch((error) => (controller && !isSilence(error) ? "" : null));
    if (page !== null) return page;
    if (tries === TRIES || !isLatest()) return "";
    announce(words.lost, true);
    await new Promise((done) => setTimeout(done, 2000 * tries));
  }
}

// Open the page at `address`; `play`: start its sound at once. Whatever goes wrong, the browser goes there itself,
// unless the visitor has gone on meanwhile.
export async function openStop(audio, address, { play = false, push = true, sound = "" } = {}) {
  address = cleanAddress(address).replace(/#.*$/, "");
  if (!online || !pageData().number || !isStop(address)) {
    location.href = address;
    return;
  }
  if (sound) startSource(audio, sound, play); // first of all: a locked phone allows it only now
  const turn = (latest += 1);
  const isLatest = () => turn === latest;
  // a visitor who leaves breaks the request off, which is no reason to call them back; only now: Firefox does not keep
  // pages that listen to this for the way back
  addEventListener("beforeunload", giveUp, { once: true });
  try {
    const page = new DOMParser().parseFromString(await fetchPage(address, isLatest), "text/html");
    if (!isLatest()) return;
    if (!$("#data", page)) throw new Error("not a stop"); // the page of a hotel's network
    if (push) history.pushState(null, "", address);
    showPage(page, audio, play);
  } catch {
    if (isLatest()) location.href = address;
  } finally {
    if (isLatest()) removeEventListener("beforeunload", giveUp);
  }
}

function showPage(page, audio, play) {
  const focused = document.activeElement;
  document.title = page.title;
  for (const part of all("[data-part]")) part.replaceWith(document.adoptNode($(`[data-part=${part.dataset.part}]`, page)));
  for (const link of all("link[rel=alternate],link[rel=canonical]")) link.remove();
  for (const link of all("link[rel=alternate],link[rel=canonical]", page)) document.head.append(document.adoptNode(link));
  loadPageData(page);
  shownPath = location.pathname;
  const other = $("audio", page);
  $("track", audio).src = new URL($("track", other).getAttribute("src"), location.href);
  startSource(audio, new URL(other.getAttribute("src"), location.href).href, play);
  scrollTo(0, 0);
  // the link that was followed is gone: the keyboard goes on from the new heading
  if (focused && !document.contains(focused)) $("h1").focus();
  announceArrival();
}

function startSource(audio, sound, play) {
  if (audio.src !== sound) audio.src = sound;
  if (play) audio.play().catch(() => {});
}

export function interceptLinks(audio) {
  const isPlaying = () => document.documentElement.classList.contains("playing");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!pageData().number || !online || !isStop(cleanAddress(link.href)) || link.hreflang) return;
    event.preventDefault();
    const sound = isPlaying() && link.dataset.audio ? new URL(link.dataset.audio, location.href).href : "";
    openStop(audio, link.href, { play: isPlaying(), sound });
  });
  addEventListener("popstate", () => {
    if (location.pathname === shownPath) giveUp(); // the same stop with another time, or back at it before another came
    else if (!pageData().number) return;
    else if (isStop(location.href.replace(/#.*$/, ""))) openStop(audio, location.href, { play: isPlaying(), push: false });
  });
}
