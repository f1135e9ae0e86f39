// History, and find and replace.
import { $, askJson, make, oneAtATime, patience, say, tell } from "./page.js";
import { saveAll } from "./saver.js";
import { apply, path, reload, state } from "./tour.js";

for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

$("#open-history").addEventListener("click", async () => {
  await saveAll();
  const dialog = $("#history");
  const versions = await askJson(path("/history"));
  $(".list", dialog).replaceChildren(...(versions.length ? versions.map((version) => {
    const when = new Date(version.time).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const restore = make("button", { type: "button", textContent: say("restore") });
    restore.addEventListener("click", async () => { if (await apply("/restore", { version: version.before })) dialog.close(); });
    const lines = make("pre", { className: "lines", hidden: true, tabIndex: 0 });
    const compare = make("button", { className: "link", type: "button", textContent: say("compare") });
    compare.addEventListener("click", async () => {
      const { lines: differing, stops } = await askJson(path(`/compare?version=${version.before}`));
      lines.textContent = differing.join("\n") || say("nothing_differs");
      lines.hidden = false;
      single.replaceChildren(...stops.map((stop) => restoreOne(version, stop)));
    });
    const single = make("div", { className: "chips" });
    return make("li", {}, make("span", {}, `${version.label} `, make("span", { className: "quiet", textContent: when })), compare, restore, lines, single);
  }) : [make("li", { className: "quiet", textContent: say("nothing_differs") })]));
  dialog.showModal();
});

/** One stop as the version has it; the others stay as they are now. */
function restoreOne(version, stop) {
  const button = make("button", { type: "button", textContent: say("restore_stop", { number: stop }) });
  button.addEventListener("click", async () => {
    if (!await apply("/restore-stop", { version: version.before, stop })) return;
    $("#history").close();
    location.hash = `#write/${stop}`;
  });
  return button;
}

$("#commit")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await saveAll();
  try {
    const { commit } = await askJson(path("/commit"), { message: event.target.elements.message.value });
    $("#commit-state").textContent = say("committed", { commit });
  } catch (error) { $("#commit-state").textContent = error.message; }
});

const dialog = $("#find");
const form = $("form", dialog);
$("#open-find").addEventListener("click", () => { dialog.showModal(); form.elements.find.focus(); });
form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
for (const button of dialog.querySelectorAll("[data-act]")) button.addEventListener("click", () => (button.dataset.act === "find" ? find() : replace()));

function wanted() {
  const everywhere = $("input[name=where]:checked", dialog).value === "";
  return { find: form.elements.find.value, replacement: form.elements.replacement.value, tour: everywhere ? "" : state.tour.id };
}

const find = oneAtATime(async () => {
  await saveAll();
  const matches = await askJson("/api/find", wanted(), patience());
  $("[role=status]", dialog).textContent = say("found", { count: matches.length });
  $(".list", dialog).replaceChildren(...matches.map((match) => {
    const where = match.tour === state.tour.id ? `#write/${match.stop}` : `/tours/${encodeURIComponent(match.tour)}#write/${match.stop}`;
    const link = make("a", { href: where, textContent: `${match.tour} · ${match.stop}` });
    link.addEventListener("click", () => dialog.close());
    return make("li", {}, make("span", {}, `…${match.before}`, make("mark", { textContent: match.text }), `${match.after}…`), link);
  }));
});

async function replace() {
  await saveAll();
  try {
    const { replaced } = await askJson("/api/replace", wanted());
    $("[role=status]", dialog).textContent = say("replaced", { count: replaced });
    $(".list", dialog).replaceChildren();
    await reload();
  } catch (error) { tell(error.message, true); }
}
