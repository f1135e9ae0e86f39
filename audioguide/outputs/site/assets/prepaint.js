// Runs before the page is drawn: the visitor's display settings, and the language chosen earlier.
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  const read = (name) => {
    try {
      return localStorage.getItem("audioguide:" + name);
    } catch {
      return null;
    }
  };
  if (/[?&]embed\b/.test(location.search)) page.classList.add("embed");
  try {
    if (/[?&]kiosk\b/.test(location.search)) sessionStorage.setItem("audioguide:kiosk", location.pathname);
    if (sessionStorage.getItem("audioguide:kiosk")) page.classList.add("kiosk");
  } catch {
    // private window: no kiosk
  }
  page.dataset.size = read("size") || "2";
  page.dataset.theme = read("theme") || "auto";
  const editions = [...document.querySelectorAll("meta[name^='edition:']")];
  if (editions.length < 2) return;
  const tags = editions.map((edition) => edition.name.slice(8));
  // language, script, region and private use; the same weights as in language_tags.py
  const split = (tag) => {
    const [open, easy = ""] = tag.toLowerCase().split("-x-");
    const parts = open.split("-");
    const region = parts.slice(1).find((part) => /^([a-z]{2}|\d{3})$/.test(part)) || "";
    const script = parts.find((part) => /^[a-z]{4}$/.test(part)) || (parts[0] === "zh" ? (/^(tw|hk|mo)$/.test(region) ? "hant" : "hans") : "");
    return [parts[0], script, region, easy];
  };
  const closeness = (wanted, tag) => {
    if (wanted.toLowerCase() === tag.toLowerCase()) return 9;
    const [a, b] = [split(wanted), split(tag)];
    if (a[0] !== b[0] || (b[3] && b[3] !== a[3])) return 0;
    return 1 + 4 * (a[1] === b[1]) + 2 * (a[2] === b[2]) + !b[2];
  };
  const best = (wanted) => {
    const scores = tags.map((tag) => closeness(wanted, tag));
    const top = Math.max(...scores);
    return top ? scores.indexOf(top) : -1;
  };
  const chosen = read("language");
  const here = tags.findIndex((tag) => tag === page.lang);
  const served = chosen ? best(chosen) : -1;
  if (served >= 0 && served !== here && !("edition" in page.dataset)) {
    // labels carry the address in the site's own language: who chose another is sent on
    const address = editions[served].content;
    page.hidden = true;
    location.replace((location.protocol === "file:" ? address : address.replace(/index\.html$/, "")) + location.hash);
  } else if (served < 0) {
    // nothing chosen that this tour has: a device that speaks another of its languages is offered it
    const offer = (navigator.languages || [navigator.language]).map(best).find((index) => index >= 0);
    if (offer !== undefined && offer !== here) page.dataset.offer = offer + 1;
  }
})();
