// Keys for the player, wherever the focus is.
export function listenToKeys(actions) {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isSlider = target.id === "seek" && key === " ";
    if (!isSlider && (target.closest("input,select,textarea,dialog") || event.altKey || event.metaKey)) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (event.defaultPrevented || (!step && (key !== " " || target.closest("button,a,summary")))) return;
    if (!step) actions[document.documentElement.classList.contains("playing") ? "pause" : "play"]();
    else if (event.ctrlKey) actions[step > 0 ? "next" : "previous"]();
    else if (event.shiftKey) actions.seekSentence(step);
    else actions.skip(step > 0 ? 30 : -10);
    event.preventDefault();
  });
}
