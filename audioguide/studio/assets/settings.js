// Settings for all tours: each field is a line of a file, saved when one leaves the field.
import { lexiconFile } from "./lexicons.js";
import { $, acceptFiles, ask, askJson, inTurn, make, say, tell } from "./page.js";
import { begin, bindField, keep, noteOf, perform, refresh, state, store, take, typed } from "./setting_drafts.js";
import { sharedPlaces } from "./shared_places.js";

const lines = (value) => value.split("\n").filter(Boolean);

/** Draw what the files hold; what is open stays open. */
function show() {
  const { form } = state;
  const open = new Set([...document.querySelectorAll("#groups details[open]")].map((each) => each.dataset.title));
  const isFirst = !$("#groups").childElementCount;
  const lexicons = form.lexicons.map((lexicon) => lexiconOf(lexicon, form, open));
  $("#groups").replaceChildren(...form.groups.map((group, at) => groupOf(group, isFirst ? at === 0 : open.has(group.title), form, open)), sharedPlaces(form, open, { button, typedField, newRow, upload }), ...lexicons);
}

/** The steps back, one for each file. */
function showSteps() {
  const holder = $("#undo-settings"), { key } = document.activeElement?.dataset ?? {}, hasFocus = holder.contains(document.activeElement);
  holder.replaceChildren(...Object.entries(state.form.undo).filter(([, label]) => label).map(([file, label]) => button(say("undo_of", { label }), () => perform("/api/settings/undo", { file }), `undo/${file}`)));
  if (hasFocus) ($(`[data-key="${CSS.escape(key)}"]`, holder) ?? $("button", holder) ?? $("#groups summary"))?.focus();
}

function groupOf({ title, file, settings, takes }, isOpen, form, open) {
  const fields = folded(settings, open);
  if (takes) fields.push(NEW_ROWS[takes](form));
  return make("details", { className: "panel", open: isOpen, data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("settings_file", { file }) }), ...fields);
}

/** The fields of a group; neighbours with one title of a fold are in it together. */
function folded(settings, open) {
  const parts = [];
  for (const { key } of settings) {
    const above = parts.at(-1);
    if (!key.fold) parts.push(fieldOf(key));
    else if (above.dataset.title === key.fold) above.append(fieldOf(key));
    else parts.push(make("details", { className: "inner", open: open.has(key.fold), data: { title: key.fold } }, make("summary", { textContent: key.fold }), fieldOf(key)));
  }
  return parts;
}

const outcomes = new Map();

/** How words are said in all tours of a language. */
function lexiconOf({ language, entries }, { lexicons, voices_file: file }, open) {
  const title = lexicons.length > 1 ? say("lexicon_of", { language }) : say("lexicon_title");
  const set = (word, context, base, value, ...refused) => perform("/api/settings/reading", { language, word, context, base, value }, ...refused);
  const rows = entries.map(({ word, say: reading, context }) => make("li", {}, `${word}: ${reading} `, context ? make("span", { className: "quiet", textContent: `${say("reading_only", { context })} ` }) : null, button(say("reading_out"), () => set(word, context, reading, ""), `lexicon/${language}/${word}/${context}`, { className: "link", label: `${say("reading_out")}: ${word} ${context}`.trim() })));
  const [word, reading, context] = [["word", "reading_word", true], ["say", "reading_say", true], ["context", "reading_context", false]].map(([name, label, required]) => typedField(`lexicon/${language}/${name}`, say(label), make("input", { name, required, maxLength: 120, autocomplete: "off" })));
  const form = newRow(say("what_of", { what: say("reading_decide"), thing: title }), "", [word, reading, context], (refused) => {
    const [written, said, where] = ["word", "say", "context"].map((name) => form.elements[name].value.trim());
    return set(written, where, entries.find((entry) => entry.word === written && entry.context === where)?.say ?? "", said, refused);
  }, { start: `lexicon/${language}/`, words: say("reading_decide") });
  if (!outcomes.has(language)) outcomes.set(language, make("div"));
  const files = lexiconFile({
    address: `/api/settings/lexicon?language=${encodeURIComponent(language)}`, where: file, isEmpty: !entries.length, outcome: outcomes.get(language),
    added: async () => take(await askJson("/api/settings"), true),
    decide: (decided, said, here) => set(decided, "", here, said),
  });
  return make("details", { className: "panel", open: open.has(title), data: { title } }, make("summary", {}, make("h2", { textContent: title })), make("p", { className: "quiet", textContent: say("lexicon_where", { file }) }), make("ul", {}, ...rows), form, files);
}

const name = ({ file, path, language }) => [file, ...path, language].join("/");

/** What a setting is in its file; undefined where the form has it no more. */
function settingNow(key) {
  for (const group of state.form.groups) for (const setting of group.settings) if (name(setting.key) === key) return setting.value;
  return undefined;
}

const FORMS = { choice: select, colour: withRemoval, picture, names: ticks, order, lines: area, pairs: area, voice };

function fieldOf(key) {
  const id = name(key), { file, path, language } = key;
  const field = { label: key.label, now: () => settingNow(id), write: (base, value) => ["/api/settings", { file, path, language, base, value }] };
  const value = bindField(id, field);
  return make("div", { className: "setting" }, (FORMS[key.kind] ?? line)(key, value, field, id), noteOf(id));
}

function button(text, act, key = "", { className = "", label = "" } = {}) {
  const element = make("button", { type: "button", textContent: text, className, set: label ? { "aria-label": label } : {}, data: key ? { key } : {} });
  element.addEventListener("click", act);
  return element;
}

const labelled = (words, element) => make("label", {}, make("span", { textContent: words }), element);

/** An input or area that is kept while one writes, and stored when one leaves it. */
function written(element, field, id) {
  element.dataset.key = id;
  field.put = (value) => { element.value = value; };
  element.addEventListener("input", () => keep(id, element.value));
  element.addEventListener("change", () => store(id, element.value));
  return element;
}

function line(key, value, field, id) { return labelled(key.label, written(make("input", { value }), field, id)); }
function area(key, value, field, id) { return labelled(key.label, written(make("textarea", { value, rows: 3 }), field, id)); }

function voice(key, value, field, id) {
  const element = written(make("input", { value }), field, id);
  element.setAttribute("list", `voices-${key.path[3]}`);
  return labelled(key.label, element);
}

function select(key, value, field, id) {
  const known = key.choices.some(([option]) => option === value) ? key.choices : [...key.choices, [value, value]];
  return labelled(key.label, written(make("select", {}, ...known.map(([option, shown]) => make("option", { value: option, textContent: shown, selected: option === value }))), field, id));
}

function withRemoval(key, value, field, id) {
  const element = make("input", { type: "color", value: value || "#000000", data: { key: id } });
  element.addEventListener("change", () => store(id, element.value));
  return make("div", { className: "row" }, labelled(key.label, element), value ? button(say("as_set_out"), () => store(id, ""), `${id}/out`, { label: say("what_of", { what: key.label, thing: say("as_set_out") }) }) : null);
}

function picture(key, value, field, id) {
  const drop = make("label", { className: "drop" }, make("span", { textContent: `${key.label}${value ? `: ${value}` : ""}` }), make("input", { type: "file", accept: "image/jpeg,image/png,image/webp", data: { key: id } }));
  const query = () => new URLSearchParams({ file: key.file, path: key.path.join("/"), base: field.now() });
  acceptFiles(drop, (chosen) => upload(() => `/api/settings/logo?${query()}`, chosen));
  return make("div", {}, drop, value ? button(say("take_picture_out"), () => store(id, ""), `${id}/out`, { label: say("what_of", { what: key.label, thing: say("take_picture_out") }) }) : null);
}

/** A file goes into the project; the page then shows what is there. */
function upload(address, chosen) {
  return inTurn(async () => {
    try {
      take(await (await ask(address(), chosen)).json(), true);
      tell(say("saved"));
    } catch (error) { tell(say("not_saved", { message: error.message }), true); }
  });
}

function ticks(key, value, field, id) {
  const chosen = new Set(lines(value));
  const boxes = key.choices.map(([option, shown]) => make("input", { type: "checkbox", value: option, checked: chosen.has(option), title: shown, data: { key: `${id}/${option}` } }));
  const unknown = [...chosen].filter((each) => !key.choices.some(([option]) => option === each));
  const set = make("fieldset", { className: "scopes" }, make("legend", { textContent: key.label }), ...boxes.map((box) => make("label", {}, box, ` ${box.title}`)));
  field.put = (now) => { for (const box of boxes) box.checked = lines(now).includes(box.value); };
  set.addEventListener("change", () => store(id, [...boxes.filter((box) => box.checked).map((box) => box.value), ...unknown].join("\n")));
  return set;
}

/** The sites in their order: each has a key up and a key down. */
function order(key, value, _field, id) {
  const titles = new Map(key.choices);
  const names = [...lines(value), ...[...titles.keys()].filter((each) => !lines(value).includes(each))];
  const move = (at, by) => {
    const moved = [...names];
    [moved[at], moved[at + by]] = [moved[at + by], moved[at]];
    return store(id, moved.join("\n"));
  };
  const step = (at, by, sign, word) => {
    const element = button(sign, () => move(at, by), `${id}/${names[at]}/${by}`, { label: say(word, { title: titles.get(names[at]) ?? names[at] }) });
    element.disabled = !names[at + by];
    return element;
  };
  const rows = names.map((each, at) => make("li", {}, make("span", { textContent: titles.get(each) ?? each }), step(at, -1, "↑", "site_up"), step(at, 1, "↓", "site_down")));
  return make("div", { set: { role: "group", "aria-label": key.label } }, make("p", { textContent: key.label }), make("ol", { className: "list" }, ...rows));
}

/** A labelled field of a form that is sent as one. */
function typedField(id, label, element, className = "") {
  element.dataset.key = `new/${id}`;
  element.value = typed.get(id) ?? element.value;
  for (const kind of ["input", "change"]) element.addEventListener(kind, () => typed.set(id, element.value));
  return make("label", { className }, make("span", { textContent: label }), element);
}
const options = (pairs) => make("select", {}, ...pairs.map(([value, textContent]) => make("option", { value, textContent })));

/** A form that adds a row; `act()` gives whether it is in the file. Why it is not is said in the form. */
function newRow(title, className, fields, act, { start, words = say("new_row_add") }) {
  const key = `new/${start}add`;
  const form = make("form", { className, set: { "aria-label": title } }, make("h3", { textContent: title }), make("div", { className: "row" }, ...fields, make("button", { textContent: words, data: { key } })));
  const shownForm = () => $(`[data-key="${CSS.escape(key)}"]`)?.form ?? form;
  const refused = (message) => {
    tell(say("not_saved", { message }), true);
    $(".severity-error", shownForm())?.remove();
    shownForm().append(make("p", { className: "severity-error", textContent: message }));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!await act(refused)) return;
    typed.forget(start);
    $(".severity-error", shownForm())?.remove();
    for (const field of shownForm().elements) if (field.localName === "input") field.value = "";
    $("input, select", shownForm()).focus();
  });
  return form;
}

/** A target of a publication: its kind, and what makes up the address of that kind. */
function newTarget({ target_kinds: kinds }) {
  const target = make("input", { required: true, maxLength: 40, autocomplete: "off" });
  const scheme = options(kinds.map((kind) => [kind.scheme, kind.label]));
  const holder = make("div", { className: "row" });
  const inputs = () => [...holder.querySelectorAll("input")];
  const showParts = () => holder.replaceChildren(...kinds.find((kind) => kind.scheme === scheme.value).parts.map(([part, label]) => typedField(`target/${part}`, label, make("input", { name: part, autocomplete: "off" }))));
  const fields = [typedField("target/name", say("target_name"), target), typedField("target/scheme", say("target_kind"), scheme), holder];
  scheme.addEventListener("change", showParts);
  showParts();
  return newRow(say("target_add"), "new-target", fields, (refused) => {
    const parts = Object.fromEntries(inputs().map((each) => [each.name, each.value.trim()]));
    return perform("/api/settings/targets", { name: target.value.trim(), scheme: scheme.value, parts }, refused);
  }, { start: "target/" });
}

/** A role, or an old one in another language or of another engine. */
function newRole({ languages, engines }) {
  const role = make("input", { required: true, maxLength: 40, autocomplete: "off" });
  const language = options(languages.map((tag) => [tag, tag]));
  const engine = options(engines.map((each) => [each, each]));
  const speaker = make("input", { required: true, maxLength: 120, autocomplete: "off" });
  const suggest = () => speaker.setAttribute("list", `voices-${engine.value}`);
  const fields = [typedField("role/name", say("role_name"), role), typedField("role/language", say("role_language"), language), typedField("role/engine", say("role_engine"), engine), typedField("role/voice", say("role_voice"), speaker)];
  engine.addEventListener("change", suggest);
  suggest();
  return newRow(say("role_add"), "new-role", fields, (refused) => perform("/api/settings", { file: "voices.yaml", path: ["roles", role.value.trim(), language.value, engine.value], language: "", base: "", value: speaker.value.trim() }, refused), { start: "role/" });
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
  begin(await askJson("/api/settings"), show, showSteps);
  suggestVoices().catch(() => {});
  const source = new EventSource("/api/events?page=settings");
  let isOpened = false;
  source.addEventListener("open", () => { if (isOpened) refresh(); isOpened = true; });
  source.addEventListener("message", (message) => { if (JSON.parse(message.data).kind === "settings") refresh(); });
} catch (error) {
  $("#groups").replaceChildren(make("div", { className: "alarm-box", set: { role: "alert" } }, error.message, make("ul", {}, ...(error.problems ?? []).map(({ place, message, hint }) => make("li", { textContent: `${place.file}:${place.line} ${message} ${hint}` })))));
}
