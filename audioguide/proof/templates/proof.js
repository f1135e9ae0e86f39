// Plays a sentence in place and copies lexicon lines.
"use strict";

let until = Infinity;

for (const audio of document.querySelectorAll("audio")) {
  audio.addEventListener("timeupdate", () => {
    if (audio.currentTime >= until) {
      audio.pause();
      until = Infinity;
    }
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("copy")) {
    const label = button.dataset.label ??= button.textContent;
    if (!await copy(button.dataset.line)) return;
    button.textContent = document.querySelector(".summary").dataset.copied;
    setTimeout(() => { button.textContent = label; }, 1500);
    return;
  }
  const audio = button.closest("section").querySelector("audio");
  for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
  until = Infinity; // or the seek itself would be taken for the end of the sentence played before
  audio.currentTime = button.dataset.start / 1000;
  until = button.dataset.end / 1000 + 0.15;
  audio.play();
});

// The modern clipboard is refused to pages opened as files in some browsers, the old one in others.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
