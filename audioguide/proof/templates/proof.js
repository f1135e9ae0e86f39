// Plays a sentence in place.
let until = Infinity;

for (const audio of document.querySelectorAll("audio")) {
  audio.addEventListener("timeupdate", () => {
    if (audio.currentTime >= until) {
      audio.pause();
      until = Infinity;
    }
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.play");
  if (!button) return;
  const audio = button.closest("section").querySelector("audio");
  for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
  until = Infinity; // or the seek itself would be taken for the end of the sentence played before
  audio.currentTime = button.dataset.start / 1000;
  until = button.dataset.end / 1000 + 0.15;
  audio.play();
});
