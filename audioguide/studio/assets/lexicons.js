// Readings as a file (PLS): saved to take along, and added from one; words that both decide are shown, to choose.
import { acceptFiles, ask, make, say, tell } from "./page.js";

/** `address`: where the file is and goes to; `where`: the file of the project that gets the lines; `isEmpty`: whether
    there is nothing to save; `added(answer)` shows what is there then; `decide(word, reading)` takes the file's. */
export function lexiconFile({ address, where, isEmpty, added, decide, outcome = make("div") }) {
  const input = make("input", { type: "file", accept: ".pls,.xml,application/pls+xml" });
  const drop = make("label", { className: "drop" }, make("span", { textContent: say("lexicon_drop") }), make("br"), make("span", { className: "quiet", textContent: say("lexicon_drop_where", { file: where }) }), input);
  acceptFiles(drop, async (file) => {
    try {
      const answer = await (await ask(`${address}${address.includes("?") ? "&" : "?"}name=${encodeURIComponent(file.name)}`, file)).json();
      outcome.replaceChildren(make("p", { textContent: say("lexicon_added", answer) }), ...differences(answer.differing, decide));
      await added(answer);
    } catch (error) { outcome.replaceChildren(make("p", { className: "severity-error", textContent: error.message })); tell(error.message, true); }
  });
  outcome.setAttribute("role", "status");
  const save = make("a", { className: "button", href: address.replace(/[?&]page=[^&]*/, ""), textContent: say("lexicon_save"), hidden: isEmpty, set: { download: "" } });
  return make("div", {}, drop, outcome, save);
}

function differences(differing, decide) {
  if (!differing.length) return [];
  const items = differing.map(({ word, say: reading, here, is_plain: isPlain }) => {
    const item = make("li", {}, say("lexicon_difference", { word, say: reading, here }), " ");
    if (isPlain) {
      const button = make("button", { type: "button", textContent: say("lexicon_take", { word, say: reading }) });
      button.addEventListener("click", async () => { if (await decide(word, reading, here)) item.remove(); });
      item.append(button);
    }
    return item;
  });
  return [make("p", { textContent: say("lexicon_differing") }), make("ul", {}, ...items)];
}
