// The address of what one listens to, with the time.
import { $, announce, cleanAddress, formatTime, words } from "./page.js";

export async function shareStop() {
  const audio = $("audio");
  const time = Math.floor(audio.currentTime);
  const moment = time > 5 && !audio.ended && time < audio.duration - 5 ? `#t=${time}` : "";
  const what = { title: document.title, url: cleanAddress(location.href).replace(/#.*$/, "") + moment };
  if (navigator.share) return navigator.share(what).catch(() => {});
  const copied = moment ? `${words.copied} (${formatTime(time)})` : words.copied;
  if (!navigator.clipboard) return announce(what.url);
  return navigator.clipboard.writeText(what.url).then(() => announce(copied), () => announce(what.url));
}
