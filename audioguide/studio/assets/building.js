// Build with progress and cancel, the visitor's pages in a phone, the label sheet.
import { $, askJson, make, oneAtATime, patience, say } from "./page.js";
import { saveAll } from "./saver.js";
import { name, path, state } from "./tour.js";

$("#phone").addEventListener("load", () => { $("#phone").dataset.shown = $("#phone").src; });
const preview = document.body.dataset.preview;
const site = document.body.dataset.site;

$("#start-build").addEventListener("click", async () => {
  await saveAll();
  $("#build-log").replaceChildren();
  $("#build-problems").replaceChildren();
  running(true);
  try {
    await askJson("/api/builds", { tour: name, scope: $("#build-scope").value, engine: $("#engine").value, force: $("#build-all").checked });
  } catch (error) { fail(error.message); }
});
$("#stop-build").addEventListener("click", async () => {
  $("#build-state").textContent = say("build_stopping");
  try { await askJson("/api/builds/stop", {}); } catch (error) { fail(error.message); }
});

function running(yes) {
  $("#build").dataset.state = yes ? "running" : "over";
  $("#start-build").disabled = yes;
  $("#stop-build").disabled = !yes;
}

function fail(message, problems = []) {
  running(false);
  $("#build-state").textContent = "";
  const list = problems.map((problem) => make("li", {}, problem.stop ? make("a", { href: `#write/${problem.stop}`, textContent: problem.stop }) : "", ` ${problem.message} ${problem.hint}`));
  $("#build-problems").replaceChildren(make("div", { className: "alarm-box", set: { role: "alert" } }, message, make("ul", {}, ...list)));
}

/** After the line was down: a build that ended meanwhile, or with the program, is over here too. */
export function catchUp({ building, outcome }) {
  if (building || $("#build").dataset.state !== "running") return;
  if (outcome?.tour === name) showBuild(outcome);
  else fail(say("build_gone"));
}

/** An event of a build. */
export function showBuild(event) {
  if (event.tour !== name) return;
  if (event.kind === "build" && event.message) $("#build-log").append(make("p", { textContent: event.message }));
  else if (event.kind === "build") {
    running(true);
    $("#build-problems").replaceChildren();
    $("#build-progress").max = event.total || 1;
    $("#build-progress").value = event.completed;
    $("#build-state").textContent = say("building", { done: event.completed, total: event.total, stops: event.stops_done, all: event.stops });
  } else if (event.kind === "built") {
    running(false);
    $("#build-progress").value = $("#build-progress").max;
    if (!$("#pages").hidden) showPages();
    $("#build-state").textContent = say("built", { minutes: (event.seconds / 60).toFixed(1), calls: event.calls });
  } else fail(`${event.message} ${event.hint}`, event.problems);
}

/** The visitor's page of the stop in hand. */
export async function showPages() {
  const edition = name.slice(site.length + 1);
  const folder = `${preview}${site}/${edition ? `${edition}/` : ""}`;
  const at = state.stop ? `${folder}${state.stop}/index.html` : `${folder}index.html`;
  const there = await fetch(at, { method: "HEAD" }).then((answer) => answer.ok, () => false);
  $("#pages-note").textContent = there ? "" : say("not_built");
  $("#phone").hidden = !there;
  if (there) $("#phone").src = at;
}

$("#make-labels").addEventListener("click", async () => {
  const result = $("#label-result");
  result.textContent = "…";
  try {
    const sheets = await askJson("/api/labels", { site, base_url: $("#base-url").value, size: Number($("#label-size").value), ink: $("#label-ink").value, accent: $("#label-accent").value });
    result.replaceChildren(...sheets.map((sheet) => make("div", {}, asPrinted(sheet), make("p", { textContent: sheet.unread.length ? say("labels_unread", { addresses: sheet.unread.join(", ") }) : say("labels_made", { count: sheet.count }) }), make("ul", {}, ...sheet.problems.map((text) => make("li", { textContent: text }))), make("ul", { className: "list" }, ...sheet.files.filter((file) => /\.(pdf|html)$/.test(file)).map((file) => make("li", {}, make("a", { href: file.endsWith(".pdf") ? `/files/${file}` : `${preview}-/files/${file}`, target: "_blank", textContent: say("download", { file: file.split("/").at(-1) }) })))))));
  } catch (error) { result.replaceChildren(make("div", { className: "alarm-box", textContent: error.message, set: { role: "alert" } })); }
});

/** The colours that labels have now. */
export async function showColours() {
  if (document.activeElement?.type === "color") return;
  try {
    const { ink, accent } = await askJson("/api/labels");
    $("#label-ink").value = ink;
    $("#label-accent").value = accent;
  } catch (error) { $("#label-result").textContent = error.message; }
}

/** What a publication changes of each tour, stop by stop. */
const changeItem = ({ tour, stops, files }) => make("li", {}, make("b", { textContent: tour }), stops.length ? say("change_stops", { stops: stops.join(", "), files }) : say("change_files", { files }));

for (const [id, dryRun] of [["publish-plan", true], ["publish-now", false]]) {
  $(`#${id}`).addEventListener("click", async () => {
    const result = $("#publish-result");
    await saveAll();
    try {
      const plan = await askJson("/api/publish", { target: $("#publish-named").value || $("#publish-target").value, dry_run: dryRun, allow_problems: $("#publish-allowed").checked });
      const list = plan.files.length ? make("details", {}, make("summary", { textContent: say("publish_files") }), make("pre", { className: "lines", tabIndex: 0, textContent: plan.files.join("\n") })) : "";
      result.replaceChildren(make("p", { textContent: say(dryRun ? "would_publish" : "published", plan) }), make("ul", { className: "list" }, ...plan.changes.map(changeItem)), list);
    } catch (error) {
      const problems = error.problems.map((problem) => make("li", { textContent: `${problem.message} ${problem.hint}` }));
      result.replaceChildren(make("div", { className: "alarm-box", set: { role: "alert" } }, error.message, make("ul", {}, ...problems)));
    }
  });
}

const chooseTarget = () => { $("#publish-address").hidden = Boolean($("#publish-named").value); };
$("#publish-named").addEventListener("change", chooseTarget);

/** The targets that site.yaml names, and an address of one's own. */
async function showTargets() {
  const { targets, address } = await askJson("/api/publish");
  const select = $("#publish-named");
  const chosen = select.options.length ? select.value : targets[0]?.name;
  const option = (value, textContent) => make("option", { value, textContent, selected: value === chosen });
  select.replaceChildren(...targets.map((each) => option(each.name, `${each.name} · ${each.address}`)), option("", say("target_other")));
  select.closest("label").hidden = !targets.length;
  if (document.activeElement !== $("#live-address")) $("#live-address").value ||= address;
  chooseTarget();
}

$("#check-live").addEventListener("click", async () => {
  const result = $("#live-result");
  result.textContent = "…";
  try {
    const problems = await askJson("/api/publish/check", { address: $("#live-address").value });
    result.replaceChildren(problems.length ? make("ul", { className: "list" }, ...problems.map(({ severity, message, hint }) => make("li", {}, make("span", { className: `severity-${severity}`, textContent: message }), make("span", { className: "quiet", textContent: ` ${hint}` })))) : say("live_fine"));
  } catch (error) { result.replaceChildren(make("div", { className: "alarm-box", textContent: error.message, set: { role: "alert" } })); }
});

/** Files that have a form: whoever reads of them need not open them. */
const SETTINGS = /\b(?:site|voices)\.yaml\b/;

/** What keeps the tour from its visitors. */
export const showGates = oneAtATime(async () => {
  showTargets().catch((error) => { $("#publish-result").textContent = error.message; });
  const gates = await askJson(path("/gates"), undefined, patience());
  const shut = gates.filter((gate) => gate.obstacles.length);
  const changed = state.tour.changed_stops;
  $("#since-build").replaceChildren(changed.length ? `${say("since_build")} ` : say(state.tour.is_built ? "nothing_since_build" : "not_built"), ...changed.flatMap((stop, at) => [at ? ", " : "", make("a", { href: `#write/${stop}`, textContent: stop })]));
  $("#publish-state").textContent = shut.length ? say("gates_shut", { count: shut.length }) : say("gates_open");
  $("#gates").replaceChildren(...gates.map((gate) => make("li", {}, make("span", { className: gate.obstacles.length ? "severity-error" : "" }, `${gate.obstacles.length ? "✗" : "✓"} ${gate.name}`), gate.obstacles.length ? make("ul", {}, ...gate.obstacles.map(obstacle)) : null)));
});

const obstacle = ({ text, stop }) => make("li", {}, stop ? make("a", { href: `#write/${stop}`, textContent: stop }) : "", ` ${text} `, SETTINGS.test(text) ? make("a", { href: "/settings", textContent: say("for_all") }) : "");

/** The sheet as it prints. */
function asPrinted(sheet) {
  const page = sheet.files.find((file) => file.endsWith("labels.html"));
  return page ? make("iframe", { className: "sheet", src: `${preview}-/files/${page}`, title: page, set: { sandbox: "allow-scripts" } }) : null;
}
