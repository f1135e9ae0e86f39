// Boxes that open on a tap. iOS before 15.4 and Firefox before 98 have no dialogs: there a box simply lies above the page.
export function openDialog(box) {
  if (box.open) return;
  if (box.showModal) box.showModal();
  else box.setAttribute("open", "");
}

export function closeDialog(box) {
  if (box.close) box.close();
  else box.removeAttribute("open");
}

// Put the boxes into the page, each with a key that closes it; a tap beside it does so too.
export function insertDialogs(markup, actions) {
  document.body.insertAdjacentHTML("beforeend", markup);
  actions.close = (key) => closeDialog(key.closest("dialog"));
  document.addEventListener("click", ({ target }) => {
    if (target.matches("dialog")) closeDialog(target);
  });
}
