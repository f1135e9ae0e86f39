// Sentences as sound: samples are played as they arrive, the next sentence is asked for while one sounds.
import { ask } from "./page.js";

const MAX_KEPT = 60;
const LEAD_S = 0.02;
let context = null;
const kept = new Map();
let playing = null;

export const isSounding = () => playing !== null;

export function stopSound() {
  playing?.end();
  playing = null;
}

/** Play what `next(at)` asks for until it gives null: { body, path }; `shown(start, end)` when a sentence begins. */
export async function playFrom(path, body, { onward = false, shown = () => {}, ended = () => {} }) {
  stopSound();
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  const run = new Run(ended);
  playing = run;
  performance.mark("speech-asked");
  try {
    let wanted = body;
    let coming = fetchSentence(path, wanted, run.abort.signal);
    while (wanted && playing === run) {
      const sentence = await coming;
      if (!sentence) break;
      wanted = onward ? { ...wanted, at: undefined, after: sentence.end } : null;
      await run.play(sentence, shown);
      if (wanted) coming = fetchSentence(path, wanted, run.abort.signal);
      if (wanted) await run.nearlyOver();
    }
    await run.over();
  } finally {
    if (playing === run) { playing = null; ended(); }
  }
}

/** A sentence as a list of chunks that may still be growing. */
async function fetchSentence(path, body, signal) {
  const key = JSON.stringify([path, body]);
  if (kept.has(key)) return kept.get(key);
  const answer = await ask(path, body, { signal });
  if (answer.status === 204) return null;
  const [start, end] = (answer.headers.get("X-Sentence") ?? "0,0").split(",").map(Number);
  const sentence = { rate: Number(answer.headers.get("X-Sample-Rate")), start, end, chunks: [], whole: false };
  sentence.reading = readAll(answer.body.getReader(), sentence).then(() => {
    sentence.whole = true;
    kept.set(key, sentence);
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value);
  });
  sentence.reading.catch(() => {});
  return sentence;
}

async function readAll(reader, sentence) {
  let odd = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const bytes = new Uint8Array(odd.length + value.length);
    bytes.set(odd);
    bytes.set(value, odd.length);
    const even = bytes.length - (bytes.length % 2);
    odd = bytes.slice(even);
    if (even) sentence.chunks.push(Float32Array.from(new Int16Array(bytes.buffer.slice(0, even)), (sample) => sample / 32768));
    sentence.wake?.();
  }
  sentence.wake?.();
}

/** What was decided changes how things are read: nothing kept is sure to be right. */
export const forgetSounds = () => kept.clear();

class Run {
  constructor(ended) {
    this.abort = new AbortController();
    this.sources = [];
    this.at = 0;
    this.ended = ended;
  }

  async play(sentence, shown) {
    let index = 0;
    for (;;) {
      while (index < sentence.chunks.length) this.#schedule(sentence.chunks[index], sentence.rate, index++ === 0 ? () => shown(sentence.start, sentence.end) : null);
      if (sentence.whole || this.abort.signal.aborted) break;
      await Promise.race([sentence.reading, new Promise((wake) => { sentence.wake = wake; })]);
      if (sentence.whole && index >= sentence.chunks.length) break;
    }
  }

  #schedule(samples, rate, begun) {
    if (this.abort.signal.aborted) return;
    const buffer = context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const when = Math.max(this.at, context.currentTime + LEAD_S);
    source.start(when);
    if (!this.sources.length) performance.measure("speech-first-sound", "speech-asked");
    this.sources.push(source);
    this.at = when + buffer.duration;
    if (begun) setTimeout(() => { if (!this.abort.signal.aborted) begun(); }, Math.max(0, (when - context.currentTime) * 1000));
  }

  #until(time) {
    return new Promise((done) => {
      const check = () => (this.abort.signal.aborted || context.currentTime >= time ? done() : setTimeout(check, 60));
      check();
    });
  }

  nearlyOver() { return this.#until(this.at - 0.4); }
  over() { return this.#until(this.at); }

  end() {
    this.abort.abort();
    for (const source of this.sources) try { source.stop(); } catch { /* it has ended by itself */ }
    this.ended();
  }
}
