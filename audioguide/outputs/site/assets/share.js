// The address of what one listens to, with the time.
import { $, announce, cleanAddress, formatTime } from "./page.js";
import { texts } from "./texts.js";

export async function shareStop() {
  const audio = $("audio");
  const time = Math.floor(audio.currentTime);
  const moment = time > 5 && !audio.ended && time < audio.duration - 5 ? `#t=${time}` : "";
  const what = { title: document.title, url: cleanAddress(location.href).replace(/#.*$/, "") + moment };
  if (navigator.share) return navigator.share(what).catch(() => {});
  const copied = moment ? `${texts.copied} (${formatTime(time)})` : texts.copied;
  if (!navigator.clipboard) return announce(what.url);
  return navigator.clipboard.writeText(what.url).then(() => announce(copied), () => announce(what.url));
}
