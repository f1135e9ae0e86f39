// What may wait until the page has loaded and can be played: going on without stopping, keys, the text that is
// followed, lock screen, keypad, sharing, pictures, saving.
import { $, actions, fillTemplate, isKiosk, pageData, readProgress, stopAddress } from "./page.js";
import { texts } from "./texts.js";
import { connectDisplay } from "./display.js";
import { createKeypad, markFinished } from "./keypad.js";
import { readNumber } from "./number.js";
import { insertDialogs } from "./dialogs.js";
import { createFilter } from "./filter.js";
import { enlargePicture } from "./pictures.js";
import { connectMediaSession, describeMedia } from "./media_session.js";
import { keepStops } from "./keeping.js";
import { interceptLinks, openStop } from "./navigation.js";
import { offerSaving } from "./saving.js";
import { shareStop } from "./share.js";
import { listenToKeys } from "./shortcuts.js";
import { followTranscript } from "./transcript.js";
import { offerFeedback } from "./feedback.js";
import { startKiosk } from "./kiosk.js";

insertDialogs(texts.dialogs, actions);
connectDisplay(actions);
const audio = $("audio");
if (audio) connectPlayerPage();
if (isKiosk()) startKiosk(audio, actions);

function connectPlayerPage() {
  self.audioguide.openStop = openStop;
  actions.controls.open = (address, options) => openStop(audio, address, options);
  interceptLinks(audio);
  listenToKeys(actions.controls);
  followTranscript(audio, actions.controls);
  connectMediaSession(audio, actions.controls);
  actions.describeBy(describeMedia);
  actions.keypad = createKeypad(audio);
  actions.share = shareStop;
  actions.enlarge = enlargePicture;
  markFinished();
  offerFeedback(audio);
  createFilter(document);
  loadRest();

  // "#keypad" stands on posters, "#12" in messages
  const { number, numbers } = pageData();
  const asked = readNumber(decodeURIComponent(location.hash));
  if (location.hash === "#keypad") actions.keypad();
  else if (!number && numbers.includes(asked)) location.replace(stopAddress(asked));

  const { last } = readProgress();
  if (!number && last && numbers.includes(last)) {
    const link = Object.assign(document.createElement("a"), { href: stopAddress(last), textContent: fillTemplate(texts.continue, { number: last }) });
    $("#onward").append(link);
    $("#onward").hidden = false;
  }
  if (!isKiosk()) {
    keepStops(audio);
    offerSaving();
  }
}

// Only pages of stops come without the style of lists, only tours with places have the others.
function loadRest() {
  const { listStyle, placesStyle, placesScript } = document.body.dataset;
  for (const href of [listStyle, placesStyle].filter(Boolean)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  }
  if (placesScript) document.head.append(Object.assign(document.createElement("script"), { src: placesScript }));
}
