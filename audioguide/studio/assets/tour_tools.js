// A tour as a whole: another language, another name, taken away. The dialog says what happens to which file.
import { $, askJson, make, remember, remembered, say } from "./page.js";
import { drafts } from "./saver.js";

const dialog = $("#tour-tools");
const state = $("#tour-tools-state");
let tour = "";
let before = async () => {};

/** `save`: what goes before a change of the tour. */
export async function openTourTools(id, save = before) {
  tour = id;
  before = save;
  state.textContent = "";
  const cards = await askJson("/api/tours");
  const site = id.split(".")[0];
  const here = cards.find((card) => card.id === id);
  const editions = cards.filter((card) => card.id.split(".")[0] === site);
  const own = id === site ? editions : [here];
  const list = (some) => some.map(({ file }) => file).join(", ");
  const fields = { file: here.file, folder: here.file.slice(0, here.file.lastIndexOf("/") + 1), site, files: list(editions), own: list(own) };
  $("#tour-tools-title").textContent = `${here.title} · ${id}`;
  for (const each of dialog.querySelectorAll("[data-says]")) each.textContent = say(each.dataset.says, fields);
  $("#rename-tour").elements.name.value = site;
  const { to } = $("#remove-tour").elements;
  to.replaceChildren(to.options[0], ...cards.filter((card) => !own.includes(card)).map((card) => make("option", { value: card.id, textContent: card.title === card.id ? card.id : `${card.title} · ${card.id}` })));
  dialog.showModal();
}

/** Somebody renamed the tour that this page shows: what is not saved yet goes along. */
export function followRename({ old, new: fresh }, name) {
  if (name.split(".")[0] !== old) return;
  const renamed = fresh + name.slice(old.length);
  for (const { key } of drafts(name)) {
    remember(key.replace(`:${name}:`, `:${renamed}:`), remembered(key));
    remember(key, null);
  }
  location.replace(`/tours/${encodeURIComponent(renamed)}${location.hash}`);
}

function bind(id, rest, body, then) {
  const form = $(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = $("button", form);
    button.disabled = true;
    state.classList.remove("alarm");
    state.textContent = say("working");
    try {
      await before();
      then(await askJson(`/api/tours/${encodeURIComponent(tour)}${rest}`, body(form.elements)));
    } catch (error) {
      state.classList.add("alarm");
      state.textContent = error.message;
    } finally { button.disabled = false; }
  });
}

const goTo = ({ tour: id }) => location.assign(`/tours/${encodeURIComponent(id)}`);
bind("#add-language", "/languages", ({ language, title }) => ({ language: language.value, title: title.value }), goTo);
bind("#rename-tour", "/rename", ({ name }) => ({ name: name.value.trim() }), goTo);
bind("#remove-tour", "/remove", ({ to }) => ({ to: to.value }), () => location.assign("/"));
for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());
