// A tap on a picture shows it as large as the screen; there fingers may enlarge it further.
import { $ } from "./page.js";
import { closeDialog, openDialog } from "./dialogs.js";

export function enlargePicture(link) {
  const box = $("#picture");
  const picture = $("img", box);
  picture.src = link.href;
  picture.alt = $("img", link).alt;
  const caption = link.parentNode.querySelector("figcaption");
  $("p", box).innerHTML = "";
  if (caption) $("p", box).append(...[...caption.childNodes].map((node) => node.cloneNode(true)));
  openDialog(box);
  picture.onclick = () => picture.classList.toggle("full");
  box.addEventListener("close", () => { picture.classList.remove("full"); picture.removeAttribute("src"); }, { once: true });
  return () => closeDialog(box);
}
