// Text as text: a plain-text editable element, with marks drawn over it. Marks never touch its nodes, so the caret, the
// browser's undo and an input method's composition are never disturbed.
const KINDS = ["problem", "doubtful", "likely", "spoken", "decided", "noted", "sounding", "searched"];
const highlights = new Map();
if (globalThis.Highlight) {
  for (const kind of KINDS) {
    const highlight = new Highlight();
    highlight.priority = KINDS.indexOf(kind);
    highlights.set(kind, highlight);
    CSS.highlights.set(kind, highlight);
  }
}

const SENTENCE = /[^。！？!?.\n]*(?:[。！？!?.]+[”’」』）)"']*|\n+|$)\s*/gu;

/** Where a place of a text is in another version of it: at the same words, also between two changes. */
export function carryOffset(now, value, offset) {
  const most = Math.min(now.length, value.length);
  let head = 0;
  while (head < most && now[head] === value[head]) head++;
  if (offset <= head) return offset;
  let tail = 0;
  while (tail < most - head && now[now.length - 1 - tail] === value[value.length - 1 - tail]) tail++;
  if (offset >= now.length - tail) return offset + value.length - now.length;
  const [before, after] = [now, value].map((text) => text.match(SENTENCE).filter(Boolean));
  const starts = (sentences) => sentences.map((_sentence, at) => sentences.slice(0, at).join("").length);
  const places = [starts(before), starts(after)];
  const at = places[0].findLastIndex((start) => start <= offset);
  const alike = (sentences, end) => sentences.slice(0, end).filter((sentence) => sentence === before[at]).length;
  const nth = alike(before, at);
  const kept = after.findIndex((sentence, place) => sentence === before[at] && alike(after, place) === nth);
  if (kept >= 0) return places[1][kept] + offset - places[0][at];
  if (before.length !== after.length || before.length < 2) return head;
  return places[1][at] + carryOffset(before[at], after[at], offset - places[0][at]);
}

export class Surface {
  /** `heard`: { changed(), rested(), asked(mark, box) }. */
  constructor(text, label, language, hooks) {
    this.hooks = hooks;
    this.marks = [];
    this.notes = [];
    this.ranges = new Map(KINDS.map((kind) => [kind, []]));
    this.composing = false;
    const element = document.createElement("div");
    Object.assign(element, { className: "surface", textContent: text, spellcheck: false, lang: language, tabIndex: 0 });
    try { element.contentEditable = "plaintext-only"; } catch { element.contentEditable = "true"; }
    for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-label": label })) element.setAttribute(name, value);
    this.element = element;
    element.addEventListener("compositionstart", () => { this.composing = true; });
    element.addEventListener("compositionend", () => { this.composing = false; queueMicrotask(() => hooks.changed()); });
    element.addEventListener("input", (event) => { if (!this.composing && !event.isComposing) hooks.changed(); });
    element.addEventListener("beforeinput", (event) => this.#paragraphs(event));
    element.addEventListener("click", (event) => this.#clicked(event));
    element.addEventListener("paste", (event) => {
      event.preventDefault();
      this.insert(event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+/g, "\n\n"));
    });
  }

  /** Enter begins a paragraph (a blank line in the file), and one step back takes all of it away. */
  #paragraphs(event) {
    if (this.composing || event.isComposing) return;
    if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") {
      event.preventDefault();
      this.insert("\n\n");
    } else if (event.inputType === "deleteContentBackward") {
      const { start, end } = this.selection();
      if (start === end && this.text.slice(0, start).endsWith("\n\n")) { event.preventDefault(); this.replace(start - 2, start, ""); }
    }
  }

  #clicked(event) {
    const selection = getSelection();
    if (!selection.isCollapsed) return;
    const mark = this.markAt(this.selection().start);
    if (mark) this.hooks.asked(mark, this.boxOf(mark), event);
  }

  /** Text nodes with the offset at which each begins; a <br> that a browser puts in counts as a line break. */
  #nodes() {
    const found = [];
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) { found.push({ node, at, text: node.data }); at += node.data.length; }
      else if (node.nodeName === "BR" && node !== this.element.lastChild) { found.push({ node, at, text: "\n" }); at += 1; }
    }
    return found;
  }

  get text() {
    return this.#nodes().map((each) => each.text).join("");
  }

  /** Put another text in; the caret stays at the same words. */
  set text(value) {
    const now = this.text;
    if (now === value) return;
    const focused = document.activeElement === this.element;
    const { start, end } = this.selection();
    const [from, to] = [start, end].map((offset) => carryOffset(now, value, offset));
    this.element.textContent = value;
    this.#clear();
    if (focused) this.select(from, to);
    else this.caret = from;
  }

  range(start, end) {
    const nodes = this.#nodes();
    const range = document.createRange();
    range.selectNodeContents(this.element);
    const place = (offset, setter) => {
      const inside = nodes.find((each) => offset <= each.at + each.text.length && each.node.nodeType === Node.TEXT_NODE);
      if (inside) setter(inside.node, Math.max(0, offset - inside.at));
    };
    place(start, (node, offset) => range.setStart(node, offset));
    place(end, (node, offset) => range.setEnd(node, offset));
    return range;
  }

  selection() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.element.contains(selection.anchorNode)) return { start: this.caret ?? 0, end: this.caret ?? 0 };
    const range = selection.getRangeAt(0);
    const nodes = this.#nodes();
    const length = nodes.length ? nodes.at(-1).at + nodes.at(-1).text.length : 0;
    const offset = (node, place) => {
      if (node.nodeType === Node.TEXT_NODE) return (nodes.find((each) => each.node === node)?.at ?? 0) + place;
      const following = node.childNodes[place];
      return following ? nodes.find((each) => following.contains(each.node) || following.compareDocumentPosition(each.node) & Node.DOCUMENT_POSITION_FOLLOWING)?.at ?? length : length;
    };
    const found = { start: offset(range.startContainer, range.startOffset), end: offset(range.endContainer, range.endOffset) };
    this.caret = found.start;
    return found;
  }

  select(start, end = start) {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(this.range(start, end));
    this.caret = start;
  }

  /** As if it were typed: the browser's undo knows it. */
  insert(text) {
    this.element.focus();
    document.execCommand("insertText", false, text) || this.#insertPlainly(text);
  }

  #insertPlainly(text) {
    const { start, end } = this.selection();
    const now = this.text;
    this.element.textContent = now.slice(0, start) + text + now.slice(end);
    this.select(start + text.length);
    this.hooks.changed();
  }

  replace(start, end, text) {
    this.element.focus();
    this.select(start, end);
    if (text) this.insert(text);
    else document.execCommand("delete");
  }

  #clear(kinds = KINDS) {
    for (const kind of kinds) {
      for (const range of this.ranges.get(kind)) highlights.get(kind)?.delete(range);
      this.ranges.set(kind, []);
    }
  }

  #draw(kind, start, end) {
    const range = this.range(start, end);
    this.ranges.get(kind).push(range);
    highlights.get(kind)?.add(range);
  }

  /** Draw marks (offsets in UTF-16) of this very text; never while an input method is composing. */
  mark(marks, text) {
    if (this.composing || this.text !== text) return false;
    this.marks = marks;
    this.marked = text;
    this.#clear(KINDS.slice(0, 5));
    for (const mark of marks) if (KINDS.includes(mark.kind)) this.#draw(mark.kind, mark.start, mark.end);
    return true;
  }

  /** Draw remarks of the program at places of this very text: { start, end, ... }. */
  note(notes) {
    if (this.composing) return;
    this.notes = notes;
    this.noted = this.text;
    this.#clear(["noted"]);
    for (const each of notes) this.#draw("noted", each.start, each.end);
  }

  light(kind, start, end) {
    this.#clear([kind]);
    if (end > start) this.#draw(kind, start, end);
  }

  markAt(offset) {
    const known = [...(this.marked === this.text ? this.marks : []), ...(this.noted === this.text ? this.notes : [])];
    const around = known.filter((mark) => mark.start <= offset && offset <= mark.end);
    const weight = (mark) => KINDS.indexOf(mark.kind) + (KINDS.includes(mark.kind) ? 0 : 9) + (offset === mark.end ? 0.5 : 0);
    return around.sort((a, b) => weight(a) - weight(b))[0] ?? null;
  }

  boxOf({ start, end }) {
    return this.range(start, end).getBoundingClientRect();
  }

  remove() {
    this.composing = false;
    this.#clear();
    this.element.remove();
  }
}

/** Offsets in code points, as Python counts, to offsets in UTF-16, as the page does. */
export function toUnits(text) {
  const units = [];
  let at = 0;
  for (const character of text) { units.push(at); at += character.length; }
  units.push(at);
  return (points) => units[Math.min(points, units.length - 1)];
}

export const toPoints = (text, units) => [...text.slice(0, units)].length;
