// The server orders map applications by where the place is; a visitor from the other region expects them otherwise.
import { $, all } from "./page.js";

const CHINESE_ZONES = /^(Asia\/(Shanghai|Urumqi|Chongqing|Harbin|Chungking|Kashgar)|PRC)$/;

export function isFromChina(languages = navigator.languages || [navigator.language], zone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
  const first = (languages[0] || "").toLowerCase();
  return CHINESE_ZONES.test(zone) || /^zh(-hans)?(-cn)?$/.test(first) || first.endsWith("-cn");
}

export function sortMapLinks() {
  for (const list of all(".maps")) {
    const items = [...list.children];
    const isChineseFirst = /amap|qq\.com|baidu/.test($("a", items[0]).href);
    if (isChineseFirst === isFromChina()) continue;
    items.sort((a, b) => a.dataset.order - b.dataset.order);
    list.append(...items);
  }
}
