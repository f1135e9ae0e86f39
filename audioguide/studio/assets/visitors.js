// What visitors listened to and said of the stop in hand, counted by `audioguide serve --stats`.
import { $, askJson, make, oneAtATime, patience, say } from "./page.js";
import { onChange, path, state } from "./tour.js";

let stops = [];

export const loadVisitors = oneAtATime(async () => {
  try { stops = await askJson(path("/visitors"), undefined, patience()); } catch { return; }
  showVisitors();
});

function showVisitors() {
  $("#visitors").hidden = !stops.length;
  const here = stops.find((stop) => stop.number === state.stop);
  const isUsed = here && (here.started || here.answers.good || here.answers.bad || here.answers.wrong);
  $("#visitors-here").textContent = isUsed ? say("visitors_here", { ...here, ...here.answers }) : say("visitors_none");
  const elsewhere = stops.filter((stop) => stop.answers.wrong && stop.number !== state.stop);
  const links = elsewhere.flatMap((stop, at) => [at ? ", " : " ", make("a", { href: `#write/${stop.number}`, textContent: stop.number })]);
  $("#visitors-wrong").replaceChildren(here?.answers.wrong ? `${say("visitors_wrong", { count: here.answers.wrong })} ` : "", ...(links.length ? [say("visitors_elsewhere"), ...links] : []));
}

onChange(showVisitors);
