// The player: one audio element, its keys, and what it remembers. A tour is played as its stops, one after the other.
import { $, all, announce, data, fillTemplate, formatTime, onArrival, readProgress, readSetting, saveSetting, updateProgress, words } from "./page.js";
import { watchSignal } from "./signal.js";

const CUT_OFF_S = 4;

export function createPlayer(audio) {
  const [button, seek, now, line] = ["[data-do=play]", "#seek", "#now", "#line"].map((selector) => $(selector));
  const isTour = !data.number;
  audio.controls = false;
  audio.preload = "metadata";
  let isWanted = false; // the visitor asked for sound, whether or not it comes
  let isReloading = false;
  let sleeping = false;
  let pending = null; // where to go once the file is known
  const goal = (time, tries, resumed = false) => ({ time, tries, waits: 50, resumed });
  let lastTime = 0;
  let describe = () => {}; // what is played, on the lock screen: comes with later.js

  const every = all(".list [data-audio]").map((item) => {
    const name = `${item.dataset.number} · ${$(".t", item).textContent}`;
    return { item, name, length: Number(item.dataset.length) / 1000, number: item.dataset.number, src: new URL(item.dataset.audio, location.href).href };
  });
  let tracks = every;
  let route = ""; // empty: all stops in their order
  let start = 0;
  const measure = () => {
    start = 0;
    for (const track of tracks) start = (track.start = start) + track.length;
  };
  measure();
  let index = 0;
  const offset = () => (isTour ? tracks[index].start : 0);
  const position = () => offset() + (pending && !pending.resumed ? pending.time : audio.ended && isWanted ? lastTime : audio.currentTime);
  const length = () => (isTour ? start : audio.duration || data.duration / 1000);
  const trackLength = () => (isTour ? tracks[index].length : data.duration / 1000);
  const name = () => (isTour ? tracks[index].name : `${data.number} · ${data.title}`);

  const title = () => (isTour ? data.title : name());

  const startSound = () => audio.play().catch((error) => {
    if (error.name !== "NotAllowedError") return; // of everything else the "error" event says more
    isWanted = false;
    drawButton();
    announce(words.blocked);
  });
  // an element in error is not loaded by play(): load, seek, play
  const reload = (time = lastTime) => {
    isReloading = true;
    pending = goal(time, 8);
    if (audio.ended) audio.src += "&again"; // the browser believes that the file is so short: it is asked for as another
    audio.load();
    isReloading = false;
    return startSound();
  };
  const signal = watchSignal(audio, {
    isWanted: () => isWanted,
    reload,
    giveUp: () => {
      isWanted = false;
      audio.pause();
      drawButton();
    },
  });
  const play = () => {
    isWanted = true;
    signal.reset();
    drawButton();
    return audio.error ? reload() : startSound();
  };
  const pause = () => {
    isWanted = false;
    audio.pause();
    drawButton();
  };

  const selectTrack = (number, time, playing) => {
    index = Math.min(tracks.length - 1, Math.max(0, number));
    shown = -1;
    lastTime = time;
    isReloading = true;
    if (audio.src !== tracks[index].src) audio.src = tracks[index].src;
    else if (audio.readyState) audio.currentTime = time;
    isReloading = false;
    pending = time ? goal(time, 8) : null;
    if (playing) play();
    draw();
  };
  const seekTo = (time) => {
    const target = Math.min(length(), Math.max(0, time));
    if (isTour) {
      const found = tracks.filter((track) => track.start <= target).length - 1;
      if (found !== index || !audio.readyState) return selectTrack(found, target - tracks[found].start, isWanted);
    }
    return seekInTrack(target - offset());
  };
  // the latest wish alone counts: an earlier one that still waits for the file must not come after it
  const seekInTrack = (time) => {
    lastTime = time;
    pending = audio.readyState < 3 ? goal(time, 8) : null;
    if (audio.readyState) audio.currentTime = time;
    draw();
  };
  const follow = (rel, playing) => {
    const link = $(`a[rel=${rel}]`);
    if (!link) return false;
    const sound = link.dataset.audio ? new URL(link.dataset.audio, location.href).href : "";
    actions.open(link.href, { play: playing, sound: playing ? sound : "" });
    return true;
  };
  const actions = {
    play,
    pause,
    // a route: some of the stops, in its order; the one at hand stays, where it is among them
    order: (numbers, name) => {
      const current = tracks[index];
      tracks = numbers.map((number) => every.find((track) => track.number === number));
      route = name;
      measure();
      index = Math.max(0, tracks.indexOf(current));
      if (tracks[index] !== current) selectTrack(index, 0, isWanted);
      else draw();
    },
    skip: (seconds) => seekTo(position() + seconds),
    seekInTrack,
    seekSentence: () => {}, // comes with the text that is followed (transcript.js)
    // "previous" means: this one again, unless it has just begun
    previous: () => {
      if (isTour) selectTrack(audio.currentTime > 3 ? index : index - 1, 0, isWanted);
      else if (audio.currentTime > 3 || !follow("prev", isWanted)) seekTo(0);
    },
    next: () => {
      if (isTour && index + 1 < tracks.length) selectTrack(index + 1, 0, isWanted);
      else if (isTour || !follow("next", isWanted)) announce(words.tour_end);
    },
  };

  const draw = () => {
    const time = position();
    if (document.activeElement !== seek || !seek.matches(":active")) seek.value = time;
    seek.max = Math.round(length());
    now.textContent = formatTime(time);
    $("#all").textContent = formatTime(length());
    seek.setAttribute("aria-valuetext", fillTemplate(words.of, { now: formatTime(time), all: formatTime(length()) }));
    if (isTour) drawTrack();
  };
  let shown = -1;
  const drawTrack = () => {
    if (index === shown || (!isWanted && !position())) return;
    shown = index;
    line.textContent = name();
    describe(name());
    for (const { item } of tracks) item.removeAttribute("aria-current");
    tracks[index].item.setAttribute("aria-current", "true");
  };
  const drawButton = () => {
    document.documentElement.classList.toggle("playing", isWanted);
    button.setAttribute("aria-label", isWanted ? words.pause : words.play);
  };
  const remember = () => updateProgress((progress) => {
    const rest = length() - position();
    const number = isTour ? route : data.number;
    progress.last = isTour ? progress.last : number;
    if (rest < Math.min(5, length() / 10)) delete progress.at[number];
    else if (position() > 3) progress.at[number] = Math.floor(position() * 10) / 10;
    const isFinished = audio.ended || (!audio.paused && trackLength() - audio.currentTime < trackLength() / 10);
    if (isFinished) progress.heard = [...new Set([...progress.heard, isTour ? tracks[index].number : number])];
  });

  // Resume where one stopped, or where the address says (#t=40), once the file is known. A seek asked for that early
  // can be lost (WebKitGTK on a busy machine): it is asked for again, but not for ever, since a server without ranges
  // never grants it.
  const load = () => {
    lastTime = 0;
    pending = null;
    const [, minutes, seconds] = /^#t=(?:(\d+):)?(\d+)/.exec(location.hash) || [];
    const asked = seconds === undefined ? 0 : Number(minutes || 0) * 60 + Number(seconds);
    const resume = asked || readProgress().at[isTour ? route : data.number] || 0;
    if (isTour) {
      const found = resume > 3 && resume < start - 3 ? tracks.filter((track) => track.start <= resume).length - 1 : 0;
      if (tracks[found].src !== audio.src) audio.src = tracks[found].src;
      index = found;
      if (resume > 3) pending = goal(Math.max(0, resume - tracks[found].start), 5, true);
    } else if (asked || resume > 3) pending = goal(resume, 5, true);
    describe(title());
    drawButton();
    draw();
    if (audio.readyState) restore();
  };
  const restore = () => {
    audio.playbackRate = Number($("#speed").value);
    if (!pending) return;
    // WebKitGTK may say that a file can play before it knows how long it is, and not always says when it does
    if (!audio.duration) {
      if (audio.readyState && pending.waits-- > 0) setTimeout(restore, 200);
      return;
    }
    const { time, resumed } = pending;
    // our own length: while a file arrives, a browser's is a guess
    if (time < trackLength() - (resumed ? 3 : 0) && Math.abs(audio.currentTime - time) > 1 && pending.tries-- > 0) {
      audio.currentTime = time;
      if (resumed) announce(fillTemplate(words.resumed, { time: formatTime(offset() + time) }));
    } else if (!audio.seeking) pending = null;
    draw();
  };
  for (const event of ["loadedmetadata", "durationchange", "canplay", "seeked", "canplaythrough", "playing"]) audio.addEventListener(event, restore);

  const press = (what, on) => {
    const key = $(`[data-do=${what}]`);
    if (key) key.setAttribute("aria-pressed", String(on));
  };
  const isAuto = () => readSetting("auto") === "1";

  audio.addEventListener("ended", () => {
    // Chromium takes a file that breaks off, and goes on as something else, for one that has ended
    const { buffered } = audio;
    const arrived = buffered.length && buffered.end(buffered.length - 1);
    if (isWanted && Math.max(arrived, lastTime) < trackLength() - CUT_OFF_S) return signal.fail();
    remember();
    const stop = sleeping;
    press("sleep", (sleeping = false));
    if (!stop && isTour && index + 1 < tracks.length) return selectTrack(index + 1, 0, true);
    if (!stop && !isTour && isAuto() && follow("next", true)) return undefined;
    isWanted = false;
    drawButton();
    return isTour || $("a[rel=next]") ? undefined : announce(words.tour_end);
  });
  audio.addEventListener("play", () => {
    isWanted = true;
    drawButton();
  });
  audio.addEventListener("pause", () => {
    // the end of a file and a new source pause the element too
    if (isReloading || audio.error || audio.ended) return;
    isWanted = false;
    drawButton();
    remember();
  });
  audio.addEventListener("seeked", () => {
    if (!pending && !audio.ended) lastTime = audio.currentTime;
    remember();
  });
  for (const event of ["timeupdate", "seeked", "durationchange"]) audio.addEventListener(event, draw);
  let remembered = 0;
  audio.addEventListener("timeupdate", () => {
    if (audio.paused || audio.ended || pending || audio.readyState < 2) return;
    lastTime = audio.currentTime;
    if (Math.abs(lastTime - remembered) < 3) return;
    remembered = lastTime;
    remember();
  });
  addEventListener("pagehide", remember);
  onArrival(() => {
    load();
    announce(isWanted ? fillTemplate(words.playing, { title: name() }) : name());
  });

  seek.addEventListener("input", () => seekTo(Number(seek.value)));
  const speed = $("#speed");
  speed.value = readSetting("speed") || "1";
  if (!speed.value) speed.value = "1";
  const setPace = () => {
    audio.preservesPitch = audio.webkitPreservesPitch = true;
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  };
  speed.addEventListener("change", () => {
    saveSetting("speed", speed.value);
    setPace();
  });
  setPace();
  press("auto", isAuto());

  load();

  return {
    controls: actions,
    describeBy: (handler) => {
      describe = handler;
      handler(shown < 0 ? title() : name());
    },
    play: () => (isWanted ? pause() : play()),
    back: () => actions.skip(-10),
    forward: () => actions.skip(30),
    previous: actions.previous,
    next: actions.next,
    order: actions.order,
    from: (key) => selectTrack(tracks.findIndex(({ item }) => item.contains(key)), 0, true),
    auto: () => {
      saveSetting("auto", isAuto() ? "0" : "1");
      press("auto", isAuto());
    },
    sleep: () => {
      sleeping = !sleeping;
      press("sleep", sleeping);
      announce(sleeping ? words.sleeping : "");
    },
  };
}
