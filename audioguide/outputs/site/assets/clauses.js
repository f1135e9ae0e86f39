// Long sentences are lit clause by clause. They are split here, not in the page: a visitor waits for the page.
import { all } from "./page.js";

const MIN_CHARACTERS = 10;
// behind a comma or the like, but not before a closing quote; browsers of our floor have no lookbehind
const CLAUSE_END = /[，；：。！？](?![”’」』）])|[,;:] |[—–] /g;

function splitClauses(text) {
  const clauses = [];
  for (const piece of text.replace(CLAUSE_END, "$&\0").split("\0")) {
    const last = clauses.length - 1;
    if (last >= 0 && (clauses[last].length < MIN_CHARACTERS || piece.length < MIN_CHARACTERS)) clauses[last] += piece;
    else clauses.push(piece);
  }
  return clauses;
}

// A clause starts as far into the sentence as its share of the characters.
export function splitLongSentences() {
  for (const sentence of all("#text [data-end]")) {
    const { textContent: text, dataset: { start, end } } = sentence;
    let before = 0;
    sentence.replaceWith(...splitClauses(text).map((clause) => {
      const span = Object.assign(document.createElement("span"), { textContent: clause });
      span.dataset.start = Math.floor(Number(start) + ((end - start) * before) / text.length);
      if (before) span.dataset.clause = "";
      before += clause.length;
      return span;
    }));
  }
}
