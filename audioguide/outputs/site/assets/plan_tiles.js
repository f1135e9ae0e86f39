// The tiles of a real map, drawn below the pins: pieces of a .pmtiles file whose places the build has looked up. The
// service worker cuts the same pieces out of a saved file.
import { $ } from "./page.js";
import { texts } from "./texts.js";

const TILE_PX = 256;
const MAX_PICTURES = 150;

function startMap(sheet, index) {
  const { section, svg, width } = sheet;
  const archive = section.dataset.archive;
  const canvas = $("canvas", section);
  const context = canvas.getContext("2d");
  const zooms = Object.keys(index.zooms).map(Number).sort((a, b) => a - b);
  const [west, north, share] = index.area;
  // tile → its picture, null while it is on its way; in the order of use
  const pictures = new Map();
  let complete = null;
  let isAwaited = false;

  const find = (zoom, column, row) => {
    const grid = index.zooms[zoom];
    if (!grid) return null;
    const at = 2 * ((row - grid.y) * grid.columns + column - grid.x);
    const isInside = column >= grid.x && column < grid.x + grid.columns && row >= grid.y;
    return isInside && grid.spans[at + 1] ? grid.spans.slice(at, at + 2) : null;
  };
  // A server without ranges sends all of the file: once is enough.
  const askWhetherComplete = async () => {
    const answer = await fetch(archive, { headers: { Range: "bytes=0-126" } });
    if (answer.status !== 200 && answer.status !== 206) throw new Error(answer.status);
    if (answer.status === 200) return answer.blob();
    const [, size] = /\/(\d+)$/.exec(answer.headers.get("Content-Range")) || [];
    if (size && Number(size) !== index.bytes) throw new Error("changed");
    return null;
  };
  const readPiece = async (offset, length) => {
    complete = complete || askWhetherComplete();
    const file = await complete;
    if (file) return file.slice(offset, offset + length);
    const answer = await fetch(archive, { headers: { Range: `bytes=${offset}-${offset + length - 1}` } });
    if (answer.status !== 206) throw new Error(answer.status);
    return answer.blob();
  };
  const load = async (key, [offset, length]) => {
    pictures.set(key, null);
    try {
      const piece = await readPiece(offset, length);
      // plan.js takes the map away where this is missing
      pictures.set(key, await self.createImageBitmap(new Blob([piece], { type: index.type })));
      say("");
      paintSoon();
    } catch {
      // asked for again with the next picture, zoom or connection
      pictures.delete(key);
      complete = null;
      say(texts.missing);
    }
  };
  const say = (text) => {
    const note = $(".no-map", section);
    if (note.textContent !== text) note.textContent = text;
  };
  const paintSoon = () => {
    if (isAwaited) return;
    isAwaited = true;
    requestAnimationFrame(() => {
      isAwaited = false;
      paint();
    });
  };
  const drawTile = (zoom, column, row, [left, top, right, bottom]) => {
    let isAsked = false;
    // a coarser tile stands in, as far as it is there
    for (let up = 0; zoom - up >= zooms[0]; up += 1) {
      const parts = 2 ** up;
      const tile = [zoom - up, Math.floor(column / parts), Math.floor(row / parts)];
      const key = tile.join("/");
      const span = find(...tile);
      const picture = pictures.get(key);
      if (picture) {
        pictures.delete(key);
        pictures.set(key, picture);
        const [w, h] = [picture.width / parts, picture.height / parts];
        context.drawImage(picture, (column - tile[1] * parts) * w, (row - tile[2] * parts) * h, w, h, left, top, right - left, bottom - top);
        return;
      }
      if (span && !isAsked) {
        isAsked = true;
        if (!pictures.has(key)) load(key, span);
      }
    }
  };
  const paint = () => {
    const box = svg.getBoundingClientRect();
    if (!box.width) return;
    const ratio = self.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    // of the world for a pixel of the screen, and where the corner of the frame is
    const step = (sheet.unit() * share) / width / ratio;
    const [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
    const left = west + ((sheet.view.x + w / 2) * share) / width - (canvas.width / 2) * step;
    const top = north + ((sheet.view.y + h / 2) * share) / width - (canvas.height / 2) * step;
    const ideal = Math.round(Math.log2(1 / (step * ratio * TILE_PX)));
    const zoom = zooms.reduce((best, each) => (Math.abs(each - ideal) < Math.abs(best - ideal) ? each : best));
    const side = 2 ** zoom;
    const edge = (number, from) => Math.round((number / side - from) / step);
    for (let row = Math.floor(top * side); edge(row, top) < canvas.height; row += 1) {
      for (let column = Math.floor(left * side); edge(column, left) < canvas.width; column += 1) {
        drawTile(zoom, column, row, [edge(column, left), edge(row, top), edge(column + 1, left), edge(row + 1, top)]);
      }
    }
    for (const [key, picture] of pictures) {
      if (pictures.size <= MAX_PICTURES) break;
      if (!picture) continue;
      picture.close();
      pictures.delete(key);
    }
  };
  sheet.paint = paint;
  addEventListener("online", paint);
  paint();
}

const sheet = self.audioguide.plan.sheets.find(({ section }) => section.dataset.tiles);
const begin = () => fetch(new URL(sheet.section.dataset.tiles, location.href))
  .then((answer) => answer.json())
  .then((index) => startMap(sheet, index))
  .catch(() => {
    $(".no-map", sheet.section).textContent = texts.missing;
    addEventListener("online", begin, { once: true });
  });
begin();
