// A museum's own tablet (?kiosk): after a minute in which nobody touched it and nothing played, the keypad waits
// for the next visitor, and nothing of the last one is left. No link leads out of the guide.
import { all, onArrival, root } from "./page.js";
import { closeDialog } from "./dialogs.js";

const IDLE_MS = 60000;

export function startKiosk(audio, actions) {
  let timer = 0;
  const goHome = () => {
    if (audio && !audio.paused) return restart();
    for (const name of Object.keys(localStorage)) if (name.startsWith("audioguide:")) localStorage.removeItem(name);
    // where the tablet was set up: the tour of that page
    const home = sessionStorage.getItem("audioguide:kiosk").replace(/\d+[a-z]?\/(index\.html)?$/, "");
    location.href = `${home}#keypad`;
    if (!audio || location.pathname !== home) return undefined;
    for (const box of all("dialog[open]")) closeDialog(box);
    scrollTo(0, 0);
    restart();
    return actions.keypad();
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(goHome, IDLE_MS);
  };
  for (const event of ["pointerdown", "touchstart", "keydown", "scroll"]) addEventListener(event, restart, { passive: true });
  if (audio) for (const event of ["pause", "ended", "playing"]) audio.addEventListener(event, restart);
  const isOutside = (link) => !link.href.startsWith(root) || link.hasAttribute("download");
  const hideOutside = () => {
    for (const link of all("a[href]")) link.hidden = isOutside(link);
  };
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && isOutside(link)) event.preventDefault();
  }, true);
  onArrival(hideOutside);
  hideOutside();
  restart();
}
