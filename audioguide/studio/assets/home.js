import { $, acceptFiles, askJson, remember, remembered, say, tell } from "./page.js";
import { openTourTools } from "./tour_tools.js";

const steps = $("#first-steps");
steps.hidden = remembered("audioguide-first-steps") === "known";
$("#first-steps-close").addEventListener("click", () => { remember("audioguide-first-steps", "known"); steps.hidden = true; });

acceptFiles($("#drop"), async (file) => {
  tell(say("reading_document"));
  try {
    const { key } = await askJson(`/api/documents?name=${encodeURIComponent(file.name)}`, file);
    location.assign(`/import/${key}`);
  } catch (error) { tell(error.message, true); }
});

$("#new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const { tour } = await askJson("/api/tours", { title: form.get("title"), language: form.get("language") });
    location.assign(`/tours/${encodeURIComponent(tour)}`);
  } catch (error) { tell(error.message, true); }
});

for (const button of document.querySelectorAll("[data-tools]")) button.addEventListener("click", () => openTourTools(button.dataset.tools).catch((error) => tell(error.message, true)));
for (const button of document.querySelectorAll("[data-removed]")) button.addEventListener("click", async () => {
  try {
    await askJson("/api/removed", { key: button.dataset.removed });
    location.reload();
  } catch (error) { tell(error.message, true); }
});
