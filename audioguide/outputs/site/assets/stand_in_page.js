// The page that stands in for one that is not on the device: what is there, and back as soon as there is a network.
import { $, actions, all } from "./page.js";
import { POINTERS, isPossible, readKept } from "./offline_store.js";

actions.retry = () => location.reload();

async function listSaved() {
  addEventListener("online", () => location.reload());
  if (!isPossible) return;
  const pointers = await caches.open(POINTERS);
  const saved = await Promise.all((await pointers.keys()).map(async (key) => (await pointers.match(key)).json()));
  const tours = saved.map(({ title, tour }) => [title, tour]);
  const stops = (await readKept()).reverse().map(({ title, address }) => [title, address]);
  for (const place of all("[data-saved]")) {
    for (const [title, href] of [...tours, ...stops]) {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href, textContent: title }));
      $("ul", place).append(item);
      place.hidden = false;
    }
  }
}

listSaved();
