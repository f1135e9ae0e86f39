// A museum's own tablet (?kiosk): after a minute in which nobody touched it and nothing played, the keypad waits
// for the next visitor.
import { tour } from "./page.js";

const IDLE_MS = 60000;

export function startKiosk(audio, actions) {
  let timer = 0;
  const goHome = () => {
    if (!audio.paused) return restart();
    location.href = `${tour}#keypad`;
    if (!location.pathname.endsWith(new URL(tour).pathname)) return undefined;
    return actions.keypad();
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(goHome, IDLE_MS);
  };
  for (const event of ["pointerdown", "touchstart", "keydown", "scroll"]) addEventListener(event, restart, { passive: true });
  for (const event of ["pause", "ended", "playing"]) audio.addEventListener(event, restart);
  restart();
}
