// A person says a passage: by microphone, or as a file. Nothing leaves this page before "Use it".
import { $, Away, acceptFiles, ask, clock, page, remember, remembered, say, tell } from "./page.js";
import { saveAll } from "./saver.js";
import { stopSound } from "./sound.js";
import { path, reload, state, withoutMarks } from "./tour.js";

const TOO_QUIET = 0.08, TOO_LOUD = 0.985;
const MAX_BYTES = 100_000_000;
const MAX_MS = 1_795_000;
const LEVEL_MS = 60;
const dialog = $("#recorder"), level = $("#recorder-level"), player = $("#take-sound");
let each = null;      // the passage
let take = null;      // a Blob: recorded or chosen, and not yet used
let capture = null;   // { recorder, stream, context, timer, peak, begun }

/** Ask for a recording of a passage; `file`: one that was dropped on it. */
export async function openRecorder(passage, file = null) {
  stopSound();
  each = passage;
  $("#recorder-where").textContent = say("recorder_where", state.tour);
  $("#recorder-words").textContent = withoutMarks(each.surface.text);
  $("#recorder-words").lang = state.tour.language;
  $("#take-speaker").value = each.segment.speaker || (each.segment.role === "narrator" ? remembered("audioguide-voice") ?? "" : "");
  show(null);
  report(canRecord() ? "" : say("recorder_unsafe"));
  $("#record").disabled = !canRecord();
  showKey();
  dialog.showModal();
  $("#record").focus();
  if (file) chosen(file);
}

const canRecord = () => Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

function report(text, alarm = false) {
  const status = $("#recorder-state");
  status.textContent = text;
  status.classList.toggle("severity-error", alarm);
}

/** A take to listen to, or none. */
function show(blob) {
  take = blob;
  $("#take").hidden = !blob;
  if (player.src) URL.revokeObjectURL(player.src);
  if (blob) player.src = URL.createObjectURL(blob);
  else { player.pause(); player.removeAttribute("src"); }
}

function showKey() {
  $("#record").textContent = capture ? `■ ${say("record_stop")}` : `● ${say(take ? "record_again" : "record")}`;
  dialog.dataset.state = capture ? "recording" : take ? "taken" : "empty";
}

async function begin() {
  const wanted = { audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } };
  let stream;
  $("#record").disabled = true;
  try { stream = await navigator.mediaDevices.getUserMedia(wanted); } catch (error) {
    report(say(error.name === "NotAllowedError" ? "recorder_refused" : "recorder_missing"), true);
    return;
  } finally { $("#record").disabled = false; }
  if (!dialog.open) { for (const track of stream.getTracks()) track.stop(); return; }
  show(null);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 128_000 });
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
  recorder.addEventListener("stop", () => finish(new Blob(parts, { type: recorder.mimeType })));
  capture = { recorder, stream, context, peak: 0, begun: performance.now() };
  const samples = new Float32Array(analyser.fftSize);
  capture.timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    capture.peak = Math.max(capture.peak, loudest);
    level.value = loudest;
    const passed = performance.now() - capture.begun;
    $("#recorder-time").textContent = clock(passed / 60_000);
    if (passed > MAX_MS) recorder.stop();
  }, LEVEL_MS);
  recorder.start();
  report(say("recording"));
  showKey();
}

/** The microphone is closed; what was recorded waits for a decision. */
function finish(blob) {
  const { peak } = release();
  if (!dialog.open) return;
  show(blob.size ? blob : null);
  const verdict = peak < TOO_QUIET ? "recorder_quiet" : peak > TOO_LOUD ? "recorder_loud" : "recorder_good";
  report(say(verdict), verdict !== "recorder_good");
  showKey();
}

function release() {
  const ended = capture;
  capture = null;
  clearInterval(ended.timer);
  for (const track of ended.stream.getTracks()) track.stop();
  ended.context.close();
  level.value = 0;
  return ended;
}

function chosen(file) {
  if (capture) return;
  if (file.size > MAX_BYTES) { report(say("recorder_large", { limit: MAX_BYTES / 1_000_000 }), true); return; }
  show(file);
  report(file.name);
  showKey();
}

async function use() {
  if (!take) return;
  const speaker = $("#take-speaker").value.trim();
  $("#use-take").disabled = true;
  report(say("saving"));
  try {
    await saveAll();
    const query = new URLSearchParams({ page, speaker });
    await ask(path(`/stops/${each.stop.number}/recordings/${each.index}?${query}`), take);
    if (speaker && each.segment.role === "narrator") remember("audioguide-voice", speaker);
    show(null);
    dialog.close();
    await reload();
    tell(say("recorder_used"));
    each.box.querySelector("audio")?.focus();
  } catch (error) { report(error instanceof Away ? say("recorder_away") : error.message, true); } finally { $("#use-take").disabled = false; }
}

/** Closing throws a take away only after asking. */
function mayClose() {
  if ((take || capture) && !confirm(say("recorder_discard"))) return false;
  if (capture) { const { recorder } = capture; recorder.stop(); }
  show(null);
  return true;
}

$("#record").addEventListener("click", () => {
  if (capture) capture.recorder.stop();
  else if (!take || confirm(say("recorder_discard"))) begin();
});
$("#use-take").addEventListener("click", use);
$("#discard-take").addEventListener("click", () => { show(null); report(""); showKey(); $("#record").focus(); });
$("#recorder-close").addEventListener("click", () => { if (mayClose()) dialog.close(); });
dialog.addEventListener("cancel", (event) => { if (!mayClose()) event.preventDefault(); });
acceptFiles($("#recording-drop"), chosen);
