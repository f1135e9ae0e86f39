// Lock screen, headphones and watch (Media Session).
import { data, online } from "./page.js";

const icon = () => document.querySelector("link[rel=apple-touch-icon]").href;

export function describeMedia(title) {
  if (!("mediaSession" in navigator)) return;
  const artwork = online ? [{ src: data.image ? new URL(data.image, location.href).href : icon() }] : [];
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: data.album, artwork });
}

export function connectMediaSession(audio, actions) {
  if (!("mediaSession" in navigator)) return;
  const control = navigator.mediaSession;
  const handlers = {
    play: actions.play,
    pause: () => audio.pause(),
    stop: () => audio.pause(),
    seekbackward: ({ seekOffset }) => actions.skip(-(seekOffset || 10)),
    seekforward: ({ seekOffset }) => actions.skip(seekOffset || 30),
    seekto: ({ seekTime }) => { audio.currentTime = seekTime; },
    previoustrack: actions.previous,
    nexttrack: actions.next,
  };
  const set = () => {
    for (const [name, handler] of Object.entries(handlers)) {
      try {
        control.setActionHandler(name, handler);
      } catch {
        // a browser that does not know the action
      }
    }
  };
  const position = () => {
    if (!(audio.duration > 0 && control.setPositionState)) return;
    const where = Math.min(audio.currentTime, audio.duration);
    control.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position: where });
  };
  set();
  // some systems forget the handlers until sound is heard
  audio.addEventListener("playing", set);
  for (const event of ["playing", "pause", "seeked", "ratechange", "durationchange"]) {
    audio.addEventListener(event, position);
  }
  for (const event of ["playing", "pause"]) {
    audio.addEventListener(event, () => { control.playbackState = audio.paused ? "paused" : "playing"; });
  }
}
