// A long list of stops, narrowed to those whose number or title holds what is typed.
import { $, all } from "./page.js";

const simplify = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export function createFilter(within) {
  const input = $(".filter input", within);
  if (!input) return;
  $(".filter", within).hidden = false;
  input.addEventListener("input", () => {
    const wanted = simplify(input.value.trim());
    let shown = 0;
    for (const item of all(".list [data-number]", within)) {
      item.hidden = !simplify($("a", item).textContent).includes(wanted);
      shown += item.hidden ? 0 : 1;
    }
    for (const heading of all("h3", within)) {
      heading.hidden = !all("li", heading.nextElementSibling).some((item) => !item.hidden);
    }
    $(".filter [role=status]", within).textContent = shown ? "" : input.dataset.none;
  });
}
