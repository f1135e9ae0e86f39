// What may wait until the page has loaded and can be played: keypad, sharing, pictures, saving.
import { $, actions, fillTemplate, isKiosk, pageData, readProgress, stopAddress, words } from "./page.js";
import { createKeypad, markFinished, readNumber } from "./keypad.js";
import { createFilter } from "./filter.js";
import { enlargePicture } from "./pictures.js";
import { keepStops } from "./keeping.js";
import { offerSaving } from "./saving.js";
import { shareStop } from "./share.js";
import { startKiosk } from "./kiosk.js";
import { connectFeedback } from "./feedback.js";

const audio = $("audio");
actions.keypad = createKeypad(audio);
actions.share = shareStop;
actions.enlarge = enlargePicture;
connectFeedback(actions);
markFinished();
createFilter(document);

// "#keypad" stands on posters, "#12" in messages
const { hash } = location;
const number = readNumber(decodeURIComponent(hash));
if (hash === "#keypad") actions.keypad();
else if (!pageData().number && hash && pageData().numbers.includes(number)) location.replace(stopAddress(number));

if (!pageData().number) {
  const { last } = readProgress();
  if (last && pageData().numbers.includes(last)) {
    const link = Object.assign(document.createElement("a"), { href: stopAddress(last), textContent: fillTemplate(words.continue, { number: last }) });
    $("#onward").append(link);
    $("#onward").hidden = false;
  }
}
if (isKiosk()) startKiosk(audio, actions);
else {
  keepStops(audio);
  offerSaving();
}
