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
  // labels carry the address in the site's own language: who chose another is sent on
  const language = remembered("language");
  if (language && language !== page.lang && !("edition" in page.dataset)) {
    const other = document.querySelector(`meta[name="edition:${CSS.escape(language)}"]`);
    if (other) {
      page.hidden = true;
      location.replace(other.content.replace(/index\.html$/, location.protocol === "file:" ? "$&" : "") + location.hash);
    }
  }
})();
