// Settings for all tours: each field is a line of a file, saved when one leaves the field.
import { lexiconFile } from "./lexicons.js";
import { $, acceptFiles, ask, askJson, make, say, tell } from "./page.js";
import { sharedPlaces } from "./shared_places.js";

const lines = (value) => value.split("\n").filter(Boolean);

/** Show what the files hold; the field one is in stays. */
function show(form) {
  const { groups, undo, lexicons, voices_file: voicesFile } = form;
  const focused = document.activeElement?.dataset?.key;
  const open = new Set([...document.querySelectorAll("#groups details[open]")].map((each) => each.dataset.title));
  const isFirst = !$("#groups").childElementCount;
  const shared = lexicons.map((lexicon) => lexiconOf(lexicon, voicesFile, open, lexicons.length > 1));
  $("#groups").replaceChildren(...groups.map((group, at) => groupOf(group, isFirst ? at === 0 : open.has(group.title), form, open)), placesOf(form, open), ...shared);
  $("#undo-settings").replaceChildren(...Object.entries(undo).filter(([, label]) => label).map(([file, label]) => button(say("undo_of", { label }), () => send("/api/settings/undo", { file }))));
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function groupOf({ title, file, settings, takes }, isOpen, form, isUnfolded) {
  const fields = folded(settings, (fold) => isUnfolded.has(fold));
  if (takes) fields.push(NEW_ROWS[takes](form));
  return make("details", { className: "panel", open: isOpen, data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("settings_file", { file }) }), ...fields);
}

/** The fields of a group; neighbours with one title of a fold are in it together. */
function folded(settings, isOpen) {
  const parts = [];
  for (const { key, value } of settings) {
    const above = parts.at(-1);
    if (!key.fold) parts.push(fieldOf(key, value));
    else if (above.dataset.title === key.fold) above.append(fieldOf(key, value));
    else parts.push(make("details", { className: "fold", open: isOpen(key.fold), data: { title: key.fold } }, make("summary", { textContent: key.fold }), fieldOf(key, value)));
  }
  return parts;
}

const placesOf = (form, open) => sharedPlaces({ ...form, file: form.groups[0].file }, { send: (edit) => send("/api/settings/places", { edit, value: edit.value }), show, button, isOpen: (title) => open.has(title) });

const outcomes = new Map();

/** How words are said in all tours of a language. */
function lexiconOf({ language, entries }, file, open, isNamed) {
  const title = isNamed ? say("lexicon_of", { language }) : say("lexicon_title");
  const set = (word, base, value) => send("/api/settings/reading", { language, word, base, value });
  const rows = entries.map(({ word, say: reading, context }) => make("li", {}, `${word}: ${reading} `, context ? make("span", { className: "quiet", textContent: context }) : button(say("reading_out"), () => set(word, reading, ""), { "aria-label": `${say("reading_out")}: ${word}` }, "link")));
  const field = (key, label) => make("label", {}, make("span", { textContent: say(label) }), make("input", { name: key, required: true, maxLength: 120, autocomplete: "off", data: { key: `lexicon/${language}/${key}` } }));
  const form = make("form", {}, field("word", "reading_word"), field("say", "reading_say"), make("button", { textContent: say("reading_decide") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [word, reading] = ["word", "say"].map((key) => form.elements[key].value.trim());
    set(word, entries.find((entry) => entry.word === word)?.say ?? "", reading);
  });
  if (!outcomes.has(language)) outcomes.set(language, make("div"));
  const files = lexiconFile({
    address: `/api/settings/lexicon?language=${encodeURIComponent(language)}`, where: file, isEmpty: !entries.length, outcome: outcomes.get(language),
    added: async () => show(await askJson("/api/settings")),
    decide: (word, reading, here) => set(word, here, reading),
  });
  return make("details", { className: "panel", open: open.has(title), data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("lexicon_where", { file }) }), make("ul", {}, ...rows), form, files);
}

const name = ({ file, path, language }) => [file, ...path, language].join("/");

async function send(path, body, taken = () => {}) {
  tell(say("saving"));
  try {
    const form = await askJson(path, body);
    taken();
    show(form);
    tell(say("saved"));
    return true;
  } catch (error) {
    if (error.theirs === undefined) { tell(say("not_saved", { message: error.message }), true); return false; }
    show(await askJson("/api/settings"));
    tell(say("settings_clash", { theirs: error.theirs || "–", mine: body.value || Object.values(body.parts ?? {}).join(" ") || "–" }), true);
    return false;
  }
}

const save = ({ file, path, language }, base, value) => (value === base ? null : send("/api/settings", { file, path, language, base, value }));

/** Another page changed a setting: shown at once, or when one leaves the field one is in. */
let isBehind = false;
async function refresh() {
  isBehind = Boolean(document.activeElement?.dataset.key);
  if (!isBehind) show(await askJson("/api/settings"));
}
$("#groups").addEventListener("focusout", () => { if (isBehind) setTimeout(refresh); });

function button(text, act, set = {}, className = "") {
  const element = make("button", { type: "button", textContent: text, set, className });
  element.addEventListener("click", act);
  return element;
}

const FORMS = {
  choice: (key, value) => select(key, value),
  colour: (key, value) => withRemoval(key, value, { type: "color", value: value || "#000000" }),
  picture: (key, value) => picture(key, value),
  names: (key, value) => ticks(key, value),
  order: (key, value) => order(key, value),
  voice: (key, value) => { const element = input("input", key, value, { value }); element.setAttribute("list", `voices-${key.path.at(-1)}`); return labelled(key, element); },
  lines: (key, value) => labelled(key, input("textarea", key, value, { value, rows: 3 })),
  pairs: (key, value) => FORMS.lines(key, value),
};
const fieldOf = (key, value) => (FORMS[key.kind] ?? ((one, now) => labelled(one, input("input", one, now, { value: now }))))(key, value);

const labelled = (key, element, ...rest) => make("label", {}, make("span", { textContent: key.label }), element, ...rest);

function input(tag, key, base, fields) {
  const element = make(tag, { ...fields, data: { key: name(key) } });
  element.addEventListener("change", () => save(key, base, element.value.trim()));
  return element;
}

function select(key, value) {
  const element = input("select", key, value, {});
  element.append(...key.choices.map(([option, shown]) => make("option", { value: option, textContent: shown, selected: option === value })));
  return labelled(key, element);
}

function withRemoval(key, value, fields) {
  return make("div", { className: "row" }, labelled(key, input("input", key, value, fields)), value ? button(say("as_set_out"), () => save(key, value, ""), { "aria-label": `${key.label}: ${say("as_set_out")}` }) : null);
}

function picture(key, value) {
  const file = make("input", { type: "file", accept: "image/jpeg,image/png,image/webp", data: { key: name(key) } });
  const drop = make("label", { className: "drop" }, make("span", { textContent: `${key.label}${value ? `: ${value}` : ""}` }), file);
  acceptFiles(drop, async (chosen) => {
    try {
      const query = new URLSearchParams({ file: key.file, path: key.path.join("/"), base: value });
      show(await (await ask(`/api/settings/logo?${query}`, chosen)).json());
      tell(say("saved"));
    } catch (error) { tell(say("not_saved", { message: error.message }), true); }
  });
  return make("div", {}, drop, value ? button(say("take_picture_out"), () => save(key, value, "")) : null);
}

function ticks(key, value) {
  const chosen = new Set(lines(value));
  const boxes = key.choices.map(([option, shown]) => make("input", { type: "checkbox", value: option, checked: chosen.has(option), title: shown, data: { key: `${name(key)}/${option}` } }));
  const unknown = [...chosen].filter((each) => !key.choices.some(([option]) => option === each));
  const set = make("fieldset", { className: "scopes" }, make("legend", { textContent: key.label }), ...boxes.map((box) => make("label", {}, box, ` ${box.title}`)));
  set.addEventListener("change", () => save(key, value, [...boxes.filter((box) => box.checked).map((box) => box.value), ...unknown].join("\n")));
  return set;
}

/** The sites in their order: each has a key up and a key down. */
function order(key, value) {
  const titles = new Map(key.choices);
  const names = [...lines(value), ...[...titles.keys()].filter((each) => !lines(value).includes(each))];
  const move = (at, by) => {
    const moved = [...names];
    [moved[at], moved[at + by]] = [moved[at + by], moved[at]];
    return save(key, value, moved.join("\n"));
  };
  const step = (at, by, sign, word) => {
    const element = button(sign, () => move(at, by), { "aria-label": say(word, { title: titles.get(names[at]) ?? names[at] }) });
    element.dataset.key = `${name(key)}/${names[at]}/${by}`;
    element.disabled = !names[at + by];
    return element;
  };
  const rows = names.map((each, at) => make("li", {}, make("span", { textContent: titles.get(each) ?? each }), step(at, -1, "↑", "site_up"), step(at, 1, "↓", "site_down")));
  return make("div", { set: { role: "group", "aria-label": key.label } }, make("p", { textContent: key.label }), make("ol", { className: "list" }, ...rows));
}

/** A labelled field of a form that is sent as one: what is typed in it stays when the settings are shown again. */
const typed = new Map();
function typedField(id, label, element) {
  element.dataset.key = `new/${id}`;
  const keep = () => typed.set(id, element.value);
  if (typed.has(id)) element.value = typed.get(id);
  for (const kind of ["input", "change"]) element.addEventListener(kind, keep);
  return make("label", {}, make("span", { textContent: label }), element);
}
const options = (pairs) => make("select", {}, ...pairs.map(([value, textContent]) => make("option", { value, textContent })));
const forget = (start) => { for (const id of typed.keys()) if (id.startsWith(start)) typed.delete(id); };

function newRow(title, className, fields, act) {
  const form = make("form", { className, set: { "aria-label": title } }, make("h3", { textContent: title }), make("div", { className: "row" }, ...fields, make("button", { textContent: say("new_row_add") })));
  form.addEventListener("submit", (event) => { event.preventDefault(); act(); });
  return form;
}

/** A target of a publication: its kind, and what makes up the address of that kind. */
function newTarget({ target_kinds: kinds }) {
  const name = make("input", { required: true, maxLength: 40, autocomplete: "off" });
  const scheme = options(kinds.map((kind) => [kind.scheme, kind.label]));
  const holder = make("div", { className: "row" });
  const inputs = () => [...holder.querySelectorAll("input")];
  const showParts = () => holder.replaceChildren(...kinds.find((kind) => kind.scheme === scheme.value).parts.map(([part, label]) => typedField(`target/${part}`, label, make("input", { name: part, autocomplete: "off" }))));
  const fields = [typedField("target/name", say("target_name"), name), typedField("target/scheme", say("target_kind"), scheme), holder];
  scheme.addEventListener("change", showParts);
  showParts();
  return newRow(say("target_add"), "new-target", fields, async () => {
    const parts = Object.fromEntries(inputs().map((each) => [each.name, each.value.trim()]));
    if (await send("/api/settings/targets", { name: name.value.trim(), scheme: scheme.value, parts }, () => forget("target/"))) tell(say("saved"));
  });
}

/** A role, or an old one in another language or of another engine. */
function newRole({ languages, engines }) {
  const role = make("input", { required: true, maxLength: 40, autocomplete: "off" });
  const language = options(languages.map((tag) => [tag, tag]));
  const engine = options(engines.map((each) => [each, each]));
  const voice = make("input", { required: true, maxLength: 120, autocomplete: "off" });
  const suggest = () => voice.setAttribute("list", `voices-${engine.value}`);
  const fields = [typedField("role/name", say("role_name"), role), typedField("role/language", say("role_language"), language), typedField("role/engine", say("role_engine"), engine), typedField("role/voice", say("role_voice"), voice)];
  engine.addEventListener("change", suggest);
  suggest();
  return newRow(say("role_add"), "new-role", fields, () => send("/api/settings", { file: "voices.yaml", path: ["roles", role.value.trim(), language.value, engine.value], language: "", base: "", value: voice.value.trim() }, () => forget("role/")));
}

const NEW_ROWS = { targets: newTarget, roles: newRole };

/** The voices of each engine, for the fields that name one. */
async function suggestVoices() {
  const voices = await askJson("/api/voices");
  for (const engine of new Set(voices.map((each) => each.engine))) {
    const own = voices.filter((each) => each.engine === engine);
    document.body.append(make("datalist", { id: `voices-${engine}` }, ...own.map(({ name: value, language }) => make("option", { value, textContent: language }))));
  }
}

try {
  show(await askJson("/api/settings"));
  suggestVoices().catch(() => {});
  const source = new EventSource("/api/events?page=settings");
  source.addEventListener("message", (message) => { if (JSON.parse(message.data).kind === "settings") refresh(); });
} catch (error) {
  $("#groups").replaceChildren(make("div", { className: "alarm-box", set: { role: "alert" } }, error.message, make("ul", {}, ...(error.problems ?? []).map(({ place, message, hint }) => make("li", { textContent: `${place.file}:${place.line} ${message} ${hint}` })))));
}
