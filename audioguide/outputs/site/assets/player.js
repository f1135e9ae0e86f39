// The player: one audio element, its keys, and what it remembers.
import { $, all, cleanAddress, formatTime, data, fillTemplate, updateProgress, readProgress, readSetting, saveSetting, announce, words } from "./page.js";
import { followTranscript, neighbourStart, readSentences } from "./transcript.js";
import { describeMedia, connectMediaSession } from "./media_session.js";
import { onArrival, openStop, interceptLinks } from "./navigation.js";

let sleeping = false;

export function createPlayer(audio) {
  const [button, seek, now, line] = ["[data-do=play]", "#seek", "#now", "#line"].map((selector) => $(selector));
  const whole = !data.number; // the tour's page: chapters instead of stops
  const length = () => audio.duration || data.duration / 1000;
  audio.controls = false;

  const chapters = all(".list [data-number]").map((item) => ({
    item,
    name: `${item.dataset.number} · ${$(".t", item).textContent}`,
    start: Number($("button", item).dataset.start),
  }));
  const chapter = () => {
    const time = audio.currentTime * 1000 + 50;
    return Math.max(0, chapters.filter(({ start }) => start <= time).length - 1);
  };
  const name = () => (whole ? chapters[chapter()].name : `${data.number} · ${data.title}`);
  const toChapter = (index) => {
    audio.currentTime = chapters[Math.min(chapters.length - 1, Math.max(0, index))].start / 1000;
  };
  const play = () => audio.play().catch((error) => announce(error.name === "NotAllowedError" ? words.blocked : words.broken));
  const to = (rel, asked) => {
    const link = $(`a[rel=${rel}]`);
    if (!link) return false;
    const sound = link.dataset.audio ? new URL(link.dataset.audio, location.href).href : "";
    openStop(audio, link.href, { play: asked, sound: asked ? sound : "" });
    return true;
  };
  const actions = {
    play,
    skip: (seconds) => { audio.currentTime = Math.min(length(), Math.max(0, audio.currentTime + seconds)); },
    // "previous" means: this one again, unless it has just begun
    previous: () => {
      if (whole) return toChapter(chapter() - (audio.currentTime * 1000 - chapters[chapter()].start > 3000 ? 0 : 1));
      if (audio.currentTime > 3 || !to("prev", !audio.paused)) audio.currentTime = 0;
    },
    next: () => (whole ? toChapter(chapter() + 1) : to("next", !audio.paused)),
  };

  const draw = () => {
    const time = audio.currentTime;
    if (document.activeElement !== seek || !seek.matches(":active")) seek.value = time;
    seek.max = Math.round(length());
    now.textContent = formatTime(time);
    $("#all").textContent = formatTime(length());
    seek.setAttribute("aria-valuetext", fillTemplate(words.of, { now: formatTime(time), all: formatTime(length()) }));
    if (whole) drawChapter();
  };
  let shown = -1;
  const drawChapter = () => {
    const index = chapter();
    if (index === shown || (audio.paused && !audio.currentTime)) return;
    if (sleeping && shown >= 0 && index === shown + 1 && !audio.paused && !audio.seeking) {
      audio.pause();
      wake();
    }
    shown = index;
    line.textContent = name();
    describeMedia(name());
    for (const { item } of chapters) item.removeAttribute("aria-current");
    chapters[index].item.setAttribute("aria-current", "true");
  };
  const face = () => {
    document.documentElement.classList.toggle("playing", !audio.paused);
    button.setAttribute("aria-label", audio.paused ? words.play : words.pause);
  };
  const mark = () => updateProgress((kept) => {
    const rest = length() - audio.currentTime;
    const number = whole ? "" : data.number;
    kept.last = whole ? kept.last : number;
    if (rest < Math.min(5, length() / 10) || audio.ended) delete kept.at[number];
    else if (audio.currentTime > 3) kept.at[number] = Math.floor(audio.currentTime * 10) / 10;
    const done = chapters.slice(0, chapter()).map(({ item }) => item.dataset.number);
    if (!whole && (audio.ended || rest < length() / 10)) done.push(number);
    if (!audio.paused || audio.ended) kept.heard = [...new Set([...kept.heard, ...done])];
  });

  // resume: where one stopped, once the file is known. A seek asked for that early can be lost (WebKitGTK on a busy
  // machine): it is asked for again, but not for ever, since a server without ranges never grants it
  let resume = 0;
  let tries = 0;
  const load = () => {
    readSentences();
    resume = readProgress().at[data.number] || 0;
    tries = 5;
    describeMedia(whole ? data.title : name());
    face();
    draw();
    if (audio.readyState) restore();
  };
  const restore = () => {
    audio.playbackRate = Number($("#speed").value);
    if (!resume) return;
    if (resume > 3 && resume < length() - 3 && audio.currentTime < 1 && tries--) {
      audio.currentTime = resume;
      announce(fillTemplate(words.resumed, { time: formatTime(resume) }));
    } else if (!audio.seeking) resume = 0;
    draw();
  };
  for (const event of ["loadedmetadata", "canplay", "seeked", "canplaythrough", "playing"]) audio.addEventListener(event, restore);

  const wake = () => press("sleep", (sleeping = false));
  const press = (what, on) => {
    const key = $(`[data-do=${what}]`);
    if (key) key.setAttribute("aria-pressed", String(on));
  };
  const auto = () => readSetting("auto") === "1";

  audio.addEventListener("ended", () => {
    mark();
    if (!whole && auto() && !sleeping) {
      to("next", true);
      return;
    }
    wake();
    face();
  });
  for (const event of ["play", "pause"]) audio.addEventListener(event, face);
  for (const event of ["pause", "seeked"]) audio.addEventListener(event, mark);
  for (const event of ["timeupdate", "seeked", "durationchange"]) audio.addEventListener(event, draw);
  audio.addEventListener("playing", () => announce(""));
  audio.addEventListener("error", () => announce(words.broken));
  let saved = 0;
  audio.addEventListener("timeupdate", () => {
    if (audio.paused || Math.abs(audio.currentTime - saved) < 3) return;
    saved = audio.currentTime;
    mark();
  });
  addEventListener("pagehide", mark);
  onArrival(() => {
    load();
    announce(fillTemplate(words.playing, { title: name() }));
  });

  seek.addEventListener("input", () => { audio.currentTime = Number(seek.value); });
  const speed = $("#speed");
  speed.value = readSetting("speed") || "1";
  if (!speed.value) speed.value = "1";
  const pace = () => {
    audio.preservesPitch = audio.webkitPreservesPitch = true;
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  };
  speed.addEventListener("change", () => {
    saveSetting("speed", speed.value);
    pace();
  });
  pace();
  press("auto", auto());

  followTranscript(audio);
  connectMediaSession(audio, actions);
  interceptLinks(audio);
  keyboard(audio, actions);
  load();

  return {
    play: () => (audio.paused ? play() : audio.pause()),
    back: () => actions.skip(-10),
    forward: () => actions.skip(30),
    previous: actions.previous,
    next: actions.next,
    from: (key) => {
      audio.currentTime = Number(key.dataset.start) / 1000;
      play();
    },
    auto: () => {
      saveSetting("auto", auto() ? "0" : "1");
      press("auto", auto());
    },
    sleep: () => {
      sleeping = !sleeping;
      press("sleep", sleeping);
      announce(sleeping ? words.sleeping : "");
    },
    share: async () => {
      const what = { title: document.title, url: cleanAddress(location.href) };
      if (navigator.share) return navigator.share(what).catch(() => {});
      if (!navigator.clipboard) return announce(what.url);
      return navigator.clipboard.writeText(what.url).then(() => announce(words.copied), () => announce(what.url));
    },
  };
}

function keyboard(audio, actions) {
  addEventListener("keydown", (event) => {
    const busy = event.target.closest("input,select,textarea,dialog") || event.altKey || event.metaKey;
    if (busy || event.defaultPrevented) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === " " && !event.target.closest("button,a")) {
      if (audio.paused) actions.play();
      else audio.pause();
    } else if (!step) return;
    else if (event.ctrlKey) actions[step > 0 ? "next" : "previous"]();
    else if (event.shiftKey) audio.currentTime = neighbourStart(audio, step);
    else actions.skip(step > 0 ? 30 : -10);
    event.preventDefault();
  });
}
