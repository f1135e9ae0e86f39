// The route a visitor has chosen for this tour: kept with the progress, or named in the address (#route=short).
import { pageData, readProgress, updateProgress } from "./page.js";

export function readRoute() {
  const { routes = [] } = pageData();
  const [, asked] = /^#route=([\w-]+)/.exec(location.hash) || [];
  if (asked) saveRoute(asked);
  const name = asked || readProgress().route;
  return routes.find((route) => route.name === name);
}

export function saveRoute(name) {
  updateProgress((progress) => { progress.route = name; });
}
