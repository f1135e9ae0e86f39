// From stop to stop without stopping: the page changes around the one audio element, which may go on playing
// with the screen locked.
import { $, all, announceArrival, cleanAddress, loadPageData, online, pageData, tour } from "./page.js";

const isStop = (address) => address.startsWith(tour) && /^\d+[a-z]?\/(index\.html)?$/.test(address.slice(tour.length));

// Open the page at `address`; `play`: start its sound at once. Whatever goes wrong, the browser goes there itself.
export async function openStop(audio, address, { play = false, push = true, sound = "" } = {}) {
  address = cleanAddress(address).replace(/#.*$/, "");
  if (!online || !pageData().number || !isStop(address)) {
    location.href = address;
    return;
  }
  if (sound) startSource(audio, sound, play); // first of all: a locked phone allows it only now
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!$("#data", page)) throw new Error("not a stop"); // the page of a hotel's network
    if (push) history.pushState(null, "", address);
    showPage(page, audio, play);
  } catch {
    location.href = address;
  }
}

function showPage(page, audio, play) {
  const focused = document.activeElement;
  document.title = page.title;
  for (const part of all("[data-part]")) part.replaceWith(document.adoptNode($(`[data-part=${part.dataset.part}]`, page)));
  for (const link of all("link[rel=alternate],link[rel=canonical]")) link.remove();
  for (const link of all("link[rel=alternate],link[rel=canonical]", page)) document.head.append(document.adoptNode(link));
  loadPageData(page);
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
    if (isStop(location.href.replace(/#.*$/, "")) && pageData().number) openStop(audio, location.href, { play: isPlaying(), push: false });
  });
}
