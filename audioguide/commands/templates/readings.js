let sound = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.hear");
  if (!button) return;
  for (const audio of document.querySelectorAll("audio")) audio.pause();
  if (sound) sound.pause();
  sound = new Audio(button.dataset.audio);
  sound.play();
});
