// Local first: what is typed is in the page and in the browser's store until the program says it is in the file.
import { Away, Refused, askJson, page, remember, remembered, say, tell } from "./page.js";

const REST_MS = 500;
const RETRY_MS = 1000;
const open = new Set();
let wasAway = false;

/** Everything typed is in its file. */
export const allSaved = () => [...open].every((saver) => saver.isSaved);
export const saveAll = () => Promise.all([...open].map((saver) => saver.flush()));
addEventListener("beforeunload", (event) => { if (!allSaved()) event.preventDefault(); });

export class Saver {
  /** `edit(base, value)`: the edit that saves; `read()`: the value on the page, or null while it is being composed;
      `saved(value, answer)`, `clash(theirs)`: what the page does then. */
  constructor(tour, key, base, { edit, read, saved, clash }) {
    Object.assign(this, { tour, key: `audioguide-draft:${tour}:${key}`, base, edit, read, saved, clash });
    this.busy = null;
    this.timer = 0;
    this.blocked = false;
    open.add(this);
    const kept = remembered(this.key);
    this.draft = kept ? JSON.parse(kept) : null;
    if (this.draft && this.draft.value === base) this.forget();
  }

  get isSaved() {
    const value = this.read();
    return !this.busy && !this.blocked && value !== null && same(value, this.base);
  }

  forget() { remember(this.key, null); this.draft = null; }

  changed() {
    const value = this.read();
    if (value === null) return;
    remember(this.key, JSON.stringify({ base: this.base, value }));
    if (!this.blocked) tell(say(wasAway ? "offline" : "saving"), wasAway);
    this.#later(REST_MS);
  }

  #later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) { await this.busy; return this.read() !== null && !same(this.read(), this.base) ? this.flush() : undefined; }
    const value = this.read();
    if (value === null) return this.#later(REST_MS);
    if (this.blocked || !open.has(this)) return undefined;
    if (same(value, this.base)) { this.forget(); if (allSaved()) tell(say("saved")); return undefined; }
    this.busy = this.#send(value);
    await this.busy;
    this.busy = null;
    if (allSaved()) tell(say(wasAway ? "back" : "saved"));
    if (allSaved()) wasAway = false;
    return undefined;
  }

  async #send(value) {
    try {
      const answer = await askJson(`/api/tours/${this.tour}/edits`, { page, edit: this.edit(this.base, value) });
      this.base = this.saved(value, answer) ?? value;
      const now = this.read();
      if (now !== null && same(now, this.base)) this.forget();
      else this.changed();
    } catch (error) {
      if (error instanceof Away) { wasAway = true; tell(say("offline"), true); this.#later(RETRY_MS); }
      else if (error instanceof Refused && error.status === 409) {
        if (same(error.theirs, value)) { this.base = value; this.forget(); return; }  // an answer that was lost
        this.blocked = true;
        this.clash(error.theirs);
      } else if (error instanceof Refused && error.status === 401) { tell(say("not_saved", { message: error.message }), true); this.#later(RETRY_MS); }
      else tell(say("not_saved", { message: error.message }), true);
    }
  }

  /** The author decided a conflict: `base` is what the file has now. */
  settle(base) {
    this.base = base;
    this.blocked = false;
    return this.flush();
  }

  close() {
    clearTimeout(this.timer);
    open.delete(this);
  }
}

/** The file knows no white space at the ends of paragraphs. */
const bare = (text) => text.split("\n").map((line) => line.replace(/^[ \t\u3000\u00a0]+|[ \t\u3000\u00a0]+$/g, "")).filter(Boolean).join("\n\n");
export const same = (a, b) => a === b || bare(a) === bare(b);
