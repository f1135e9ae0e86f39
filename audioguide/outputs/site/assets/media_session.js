// Lock screen, headphones and watch (Media Session).
import { online, pageData } from "./page.js";

export function describeMedia(title) {
  if (!("mediaSession" in navigator)) return;
  const { album, icon, image } = pageData();
  const source = image ? { src: new URL(image, location.href).href } : { src: new URL(icon, location.href).href, sizes: "512x512", type: "image/png" };
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: album, artwork: online ? [source] : [] });
}

export function connectMediaSession(audio, actions) {
  if (!("mediaSession" in navigator)) return;
  const control = navigator.mediaSession;
  const handlers = {
    play: actions.play,
    pause: actions.pause,
    stop: actions.pause,
    seekbackward: ({ seekOffset }) => actions.skip(-(seekOffset || 10)),
    seekforward: ({ seekOffset }) => actions.skip(seekOffset || 30),
    seekto: ({ seekTime }) => actions.seekInTrack(seekTime),
    previoustrack: actions.previous,
    nexttrack: actions.next,
  };
  const setHandlers = () => {
    for (const [name, handler] of Object.entries(handlers)) {
      try {
        control.setActionHandler(name, handler);
      } catch {
        // a browser that does not know the action
      }
    }
  };
  const updatePosition = () => {
    if (!(audio.duration > 0 && control.setPositionState)) return;
    const where = Math.min(audio.currentTime, audio.duration);
    control.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position: where });
  };
  setHandlers();
  // some systems forget the handlers until sound is playing
  audio.addEventListener("playing", setHandlers);
  for (const event of ["playing", "pause", "seeked", "ratechange", "durationchange"]) {
    audio.addEventListener(event, updatePosition);
  }
  for (const event of ["playing", "pause"]) {
    audio.addEventListener(event, () => { control.playbackState = audio.paused ? "paused" : "playing"; });
  }
}
