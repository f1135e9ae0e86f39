// Local first: what is typed is in the page and in the browser's store until the program says it is in the file.
import { Away, Refused, askJson, inTurn, page, patience, remember, remembered, rememberedNames, say, tell } from "./page.js";

const REST_MS = 500;
const RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
const open = new Set();
const here = document.body.dataset.tour ?? "";
let wasAway = false;
let isBack = false;

/** Everything typed is in its file. */
export const allSaved = () => [...open].every((saver) => saver.isSaved);
export const saveAll = () => Promise.all([...open].map((saver) => saver.flush()));
addEventListener("beforeunload", (event) => { if (!allSaved()) event.preventDefault(); });

const DRAFT = "audioguide-draft";

/** Where a draft belongs, in words: a stop, the places or the tour's own fields; named is its tour where it is another one. */
function placeOf(key) {
  const [tour, ...rest] = key.slice(DRAFT.length + 1).split(":");
  const stop = rest[0].split("/")[0];
  const place = /^\d/.test(stop) ? say("place_stop", { number: stop }) : say(rest.length > 1 ? "place_places" : "place_tour");
  return tour === here ? place : `${tour}, ${place}`;
}

/** Where words wait that are in no file and that this page does not show. */
function waitingPlaces() {
  const shown = new Set([...open].map(({ key }) => key));
  const keys = rememberedNames(`${DRAFT}:${here.split(".")[0]}`).filter((key) => !shown.has(key) && /^[:.]/.test(key.slice(DRAFT.length + 1 + here.split(".")[0].length)));
  return [...new Set(keys.map(placeOf))];
}

/** The line that says whether all is in the files; it names what still waits in this browser. */
export function tellSaved() {
  if (!allSaved()) return;
  const places = waitingPlaces();
  if (places.length) tell(say("waiting", { places: places.join("; ") }), true);
  else tell(say(isBack ? "back" : "saved"));
  isBack = false;
}
// another page of this browser keeps its drafts in the same store
addEventListener("storage", ({ key }) => { if (here && key?.startsWith(DRAFT)) tellSaved(); });

/** Drafts of a tour that are in this browser and not in the file: { key, stop, value }. */
export function drafts(tour) {
  const start = `${DRAFT}:${tour}:`;
  return rememberedNames(start).map((key) => ({ key, stop: key.slice(start.length).split("/")[0], field: key.slice(start.length).split("/").slice(1).join("/") || undefined, ...JSON.parse(remembered(key)) }));
}

/** Forget drafts that the file has after all: the page they were typed on was left before the answer came. */
export function forgetSaved({ id, stops }) {
  const shown = new Set([...open].map(({ key }) => key));
  const written = new Map(stops.map((stop) => [stop.number, stop]));
  let forgets = false;
  for (const { key, stop, field, value } of drafts(id)) {
    const now = /^\d+$/.test(field) ? written.get(stop)?.segments[field]?.text : written.get(stop)?.[field];
    if (shown.has(key) || typeof now !== "string" || typeof value !== "string" || !same(value, now)) continue;
    remember(key, null);
    forgets = true;
  }
  if (forgets) tellSaved();
}

export class Saver {
  /** `edit(base, value)`: the edit that saves; `read()`: the value on the page, or null while it is being composed;
      `saved(value, answer)`: shows the answer and gives the text that page and file now have in common; `clash(theirs)`. */
  constructor(tour, field, base, { edit, read, saved, clash }) {
    Object.assign(this, { tour, key: `${DRAFT}:${tour}:${field}`, base, edit, read, saved, clash });
    this.busy = null;
    this.timer = 0;
    this.blocked = false;
    this.retries = false;
    this.refusals = 0;
    this.draft = null;
    for (const other of open) if (other.key === this.key) other.handOver(this);  // of a stop left before it was saved
    open.add(this);
    this.kept = remembered(this.key);
    if (this.kept) this.draft = JSON.parse(this.kept);
    if (this.draft && this.draft.value === base) this.forget();
  }

  get isSaved() {
    const value = this.read();
    return !this.busy && !this.blocked && value !== null && same(value, this.base);
  }

  get where() { return placeOf(this.key); }

  forget() { this.kept = this.draft = null; remember(this.key, null); }

  /** The passage has another place now; its draft goes along, though another passage may have that place's until now. */
  rename(field) {
    const before = this.key;
    this.key = `${DRAFT}:${this.tour}:${field}`;
    if (![...open].some(({ key }) => key === before)) remember(before, null);
    remember(this.key, this.kept);
  }

  changed() {
    const value = this.read();
    if (value === null) return;
    this.#keepDraft(value);
    if (!this.blocked) tell(say(wasAway ? "offline" : "saving"), wasAway);
    this.#later(REST_MS);
  }

  /** Page and file agree: an answer that came while one typed may hold words of others that the page does not show yet. */
  #rest() {
    if (!open.has(this) || !this.isSaved) return;
    this.forget();
    this.rested?.();
  }

  #keepDraft(value) {
    this.kept = JSON.stringify({ base: this.base, value });
    remember(this.key, this.kept);
  }

  #later(milliseconds) {
    clearTimeout(this.timer);
    if (open.has(this)) this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) { await this.busy; return this.read() !== null && !same(this.read(), this.base) ? this.flush() : undefined; }
    const value = this.read();
    if (value === null) return this.#later(REST_MS);
    if (this.blocked || !open.has(this)) return undefined;
    if (!same(value, this.base)) {
      this.busy = inTurn(() => this.#send());
      await this.busy;
      this.busy = null;
    }
    this.#rest();
    tellSaved();
    return undefined;
  }

  async #send() {
    if (!open.has(this)) { await this.#successor?.#send(); return; }  // its turn is its heir's, however often one comes and goes
    const value = this.read();
    if (value === null) this.#later(REST_MS);
    if (value === null || this.blocked || same(value, this.base)) return;
    this.retries = false;
    const { base } = this;
    try {
      const answer = await askJson(`/api/tours/${this.tour}/edits`, { page, edit: this.#insistent(this.edit(base, value), value) }, patience());
      isBack ||= wasAway;
      wasAway = false;
      if (this.#successor?.base === base) this.#successor.take(value, answer);
      if (!open.has(this)) return;
      this.insists = false;
      this.refusals = 0;
      this.take(value, answer);
      const now = this.read();
      if (now !== null && same(now, this.base)) this.forget();
      else this.changed();
    } catch (error) {
      if (!open.has(this)) return;  // its heir goes on with the draft
      if (error instanceof Away) { wasAway = true; tell(say("offline"), true); this.#retry(); }
      else if (error instanceof Refused && error.status === 409) {
        if (same(error.theirs, value)) { this.base = value; this.forget(); return; }  // an answer that was lost
        this.blocked = true;
        this.#keepDraft(this.read() ?? value);
        if (!this.isLeft) this.clash(error.theirs);  // else asked when one comes back to it
      } else {
        tell(say("not_saved", { message: error.message }), true);
        if (error instanceof Refused && (error.status === 401 || error.status >= 500)) this.#retry();
        else this.#later(Math.min(RETRY_MS * 2 ** ++this.refusals, MAX_RETRY_MS));  // another program may be at the file just now
      }
    }
  }

  get #successor() { return this.heir && (this.heir.#successor ?? this.heir); }

  /** A wording is in the file, by this saver or by the one whose heir it is. */
  take(value, answer) { this.base = this.saved(value, answer) ?? value; }

  #retry() {
    this.retries = true;
    this.#later(RETRY_MS);
  }

  /** The author's wording wins over the other that was shown, in the same sentences; what came since is asked about. */
  #insistent(edit, value) {
    if (!this.insists) return edit;
    return edit.kind === "set-text" ? { ...edit, seen: this.theirs } : this.edit(this.theirs, value);
  }

  insist(theirs) {
    Object.assign(this, { theirs, insists: true, blocked: false });
    return this.flush();
  }

  /** Another saver of the same passage goes on: with the draft, and with what is being saved as its base. */
  handOver(heir) {
    this.heir = heir;
    const value = this.read();
    if (value !== null && !same(value, this.base)) heir.draft = { base: this.base, value };
    this.close();
  }

  /** The author decided a conflict: `base` is what the file has now. */
  settle(base) {
    this.base = base;
    this.blocked = false;
    return this.flush();
  }

  /** The page shows something else now; what was typed still goes into the file, or stays a draft in this browser. */
  async leave() {
    this.isLeft = true;
    do await this.flush(); while (open.has(this) && this.retries && await rest(RETRY_MS));
    this.close();
    tellSaved();
  }

  close() {
    clearTimeout(this.timer);
    open.delete(this);
  }
}

const rest = (milliseconds) => new Promise((over) => { setTimeout(() => over(true), milliseconds); });

/** The file knows no white space at the ends of paragraphs. */
const bare = (text) => text.split("\n").map((line) => line.replace(/^[ \t\u3000\u00a0]+|[ \t\u3000\u00a0]+$/g, "")).filter(Boolean).join("\n\n");
export const same = (a, b) => a === b || bare(a) === bare(b);
