// The page for an address that does not exist: another spelling of one that does leads there at once; otherwise the
// nearest tour offers its keypad.
import { $, all, root } from "./page.js";
import { readNumber } from "./number.js";

const base = new URL(root).pathname;
const simplify = (text) => text.normalize("NFKC").toLowerCase().trim();

function readPath() {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname.slice(1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const parts = simplify(readPath()).split("/").map((part) => part.trim()).filter((part) => part && part !== "index.html");
const folders = JSON.parse($("#folders").textContent);
const tours = folders
  .filter(([folder]) => simplify(folder).split("/").every((part, index) => parts[index] === part))
  .sort((a, b) => b[0].length - a[0].length);
const [folder, numbers] = tours[0] || (folders.length === 1 ? folders[0] : []);
if (folder) {
  const rest = tours.length ? parts.slice(folder.split("/").length) : parts;
  const number = readNumber(rest.join(""));
  const address = encodeURI(`${root}${folder}/`);
  if (tours.length && !rest.length && !location.pathname.endsWith(`/${folder}/`)) location.replace(address);
  else if (numbers.includes(number)) location.replace(`${address}${number}/${location.hash}`);
  for (const place of all("[data-nearest]")) {
    $("a", place).href = `${address}#keypad`;
    place.hidden = false;
  }
}
