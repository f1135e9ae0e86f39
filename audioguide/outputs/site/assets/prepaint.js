// Runs before the page is drawn: the visitor's display settings, and the language chosen earlier.
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  const remembered = (name) => {
    try {
      return localStorage.getItem("audioguide:" + name);
    } catch {
      return null;
    }
  };
  page.dataset.size = remembered("size") || "2";
  page.dataset.theme = remembered("theme") || "auto";
  const editions = [...document.querySelectorAll("meta[name^='edition:']")];
  const tags = editions.map((edition) => edition.name.slice(8));
  const chosen = remembered("language");
  if (!chosen) {
    // nothing chosen: a device that speaks another language of the tour is offered it
    const primary = (tag) => tag.split("-")[0];
    const speaks = navigator.languages.map(primary).find((tag) => tags.map(primary).includes(tag));
    if (speaks && speaks !== primary(page.lang)) page.dataset.offer = tags.map(primary).indexOf(speaks) + 1;
  } else if (chosen !== page.lang && tags.includes(chosen) && !("edition" in page.dataset)) {
    // labels carry the address in the site's own language: who chose another is sent on
    const address = editions[tags.indexOf(chosen)].content;
    page.hidden = true;
    location.replace((location.protocol === "file:" ? address : address.replace(/index\.html$/, "")) + location.hash);
  }
})();
