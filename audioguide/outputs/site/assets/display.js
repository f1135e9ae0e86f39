// Text size and colours, as the visitor wants them.
import { $, all, saveSetting } from "./page.js";
import { openDialog } from "./dialogs.js";

export function connectDisplay(actions) {
  for (const name of ["size", "theme"]) {
    for (const input of all(`input[name=${name}]`)) {
      input.checked = input.value === document.documentElement.dataset[name];
      input.addEventListener("change", () => {
        document.documentElement.dataset[name] = input.value;
        saveSetting(name, input.value);
      });
    }
  }
  actions.display = () => openDialog($("#display"));
}
