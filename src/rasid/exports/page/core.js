// State, labels and small helpers. Text only ever enters the page as text nodes and attribute values.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const PAGE = 100;
const state = {
  language: "ar", view: "text", scope: 0, picked: null, search: "", modality: "", least: 0,
  types: new Set(), day: null, sort: "order", down: false,
};

/** An element with attributes, listeners (on…) and children: nodes, texts, lists; null is passed over. */
function h(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  fill(node, attributes, children);
  return node;
}

function s(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (classes.length) node.setAttribute("class", classes.join(" "));
  fill(node, attributes, children);
  return node;
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== "") node.append(child);
}

const side = () => (state.language === "ar" ? 0 : 1);
const say = (name) => labels.ui[name][side()];
const term = (group, name) => (Object.hasOwn(labels[group], name) ? labels[group][name][side()] : name);
const typeName = (name) => (Object.hasOwn(labels.types, name) ? labels.types[name].label[side()] : name);
const country = (code) => (Object.hasOwn(outlines.names, code) ? outlines.names[code][side()] : code);
const bdi = (text, language) => h("bdi", {lang: language}, text);
const arabic = (text) => bdi(text, "ar");
const english = (text) => h("bdi", {lang: "en", dir: "ltr"}, text);
const badge = (type) => h("span.k" + (Object.hasOwn(labels.types, type) ? ".k-" + type.toLowerCase() : ""), {"aria-hidden": "true"});
/** The class that colours a spot of the map by the first type of its records, where the page asks for it. */
const tint = (records) => (labels.tinted && records.length ? ".k-" + Object.keys(labels.types).find((type) => records.some((record) => record.type === type)) : "");
/** Bounds as they are written in numbers: «18+» keeps its order in Arabic. */
const number = (text) => (text.startsWith("up to ") ? [say("upTo"), " ", text.slice(6)] : h("bdi", {dir: "ltr"}, text));
/** Dates set apart, as digits and hyphens are turned around after Arabic letters. */
const apart = (text) => `\u2066${text}\u2069`;
const between = ([from, to]) => (from === to ? apart(from) : `${apart(from)} ${say("to")} ${apart(to)}`);
const amount = (number) => `${say("records")}: ${count(number)}`;
const count = (number) => number.toLocaleString("en");

/** Type, mode and, unless it is simply asserted, modality. */
function eventName(record) {
  let text = typeName(record.type);
  if (record.mode) text += side() ? `, ${term("mode", record.mode)}` : `، ${term("mode", record.mode)}`;
  return record.modality === "asserted" ? text : `${text} (${term("modality", record.modality)})`;
}

/** The documents with their records; each record knows its document, its number and the words to search in. */
const docs = [...document.querySelectorAll("article.doc")].map((article, number) => {
  const row = JSON.parse(article.querySelector("script.facts").textContent);
  row.article = article;
  row.number = number;
  row.records = row.records || [];
  row.places = row.places || [];
  row.records.forEach((record, i) => {
    record.doc = row;
    record.number = i;
    record.sure = record.sure || 0;
    record.hay = haystack(record);
  });
  return row;
});
const everything = docs.flatMap((row) => row.records);
everything.forEach((record, i) => (record.order = i));

/** Arabic as people type it: without vowel marks and tatweel, with one form of alef, ya and ta marbuta. */
function fold(text) {
  return text.toLowerCase().replace(/[\u064b-\u065f\u0670\u0640]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
}

function haystack(record) {
  const parts = [record.id, record.word, record.type, record.mode, record.acled, ...(record.source || [])];
  for (const letter of "arpw") for (const row of record[letter] || []) parts.push(row.text, row.en);
  for (const row of record.c || []) parts.push(row.text);
  if (record.d) parts.push(record.d.text, record.d.start);
  if (Object.hasOwn(labels.types, record.type)) parts.push(...labels.types[record.type].label);
  if (record.mode && Object.hasOwn(labels.mode, record.mode)) parts.push(...labels.mode[record.mode]);
  return fold(parts.filter(Boolean).join(" "));
}

const fillers = (record, letter) => (letter === "t" ? [0] : letter === "d" ? (record.d ? [0] : []) : letter === "s" ? (record.said ? [0] : []) : record[letter] || []);
const start = (record) => (record.d && record.d.start) || "";

/** The records in view: of the chosen document or all, as filtered. ``but`` names a filter to leave out. */
function shown(but) {
  const words = fold(state.search).split(/\s+/).filter(Boolean);
  const pool = state.scope < 0 ? everything : docs[state.scope].records;
  return pool.filter((record) =>
    (but === "types" || !state.types.size || state.types.has(record.type)) &&
    (!state.modality || record.modality === state.modality) &&
    record.sure * 100 >= state.least &&
    (but === "day" || !state.day || (start(record) && start(record) <= state.day[1] && record.d.end >= state.day[0])) &&
    words.every((word) => record.hay.includes(word)));
}

/** The points of a record's places: [its filler, the place]. */
function points(record) {
  return (record.p || []).filter((row) => row.place).map((row) => record.doc.places[row.place[0]]).filter((place) => place && place.at);
}

/** A list that shows so many at first and the rest on demand. */
function lazy(box, rows, make, step = PAGE) {
  let done = 0;
  const more = h("button", {type: "button", onclick: () => add(true)});
  const holder = h("p", {}, more);
  function add(move) {
    const next = rows.slice(done, done + step).map(make);
    box.append(...next);
    done += next.length;
    holder.hidden = done >= rows.length;
    more.textContent = `${say("more")} (${count(rows.length - done)} ${say("left")})`;
    if (move && next[0]) (next[0].querySelector("button,a") || next[0]).focus();
  }
  add(false);
  return holder;
}

const views = [];
/** Draw everything that hangs on the state anew. */
function draw() {
  for (const view of views) view();
}
