// The page of incidents: the list, the chosen incident, and what core, map and timeline ask for.
const detail = byId("detail");

function dateText(date) {
  return date.start ? between([date.start, date.end]) : say("open");
}

function pickButton(record, note) {
  return h("button", {type: "button", onclick: () => pick(record, {from: "list"})},
    badge(record.type), h("span", {}, arabic(record.word)), h("span.note", {}, typeName(record.type), note ? [" · ", bdi(note)] : null));
}

/** Choose an incident, or none for the list. */
function pick(record, {from, claim} = {}) {
  state.picked = record;
  state.scope = record ? record.doc.number : -1;
  state.view = "text";
  shut();
  show();
  if (record && from !== "start") {
    scrollTo(0, 0);
    byId(`h${record.doc.number}`).focus({preventScroll: true});
  } else if (from === "list") byId("main").focus({preventScroll: true});
  if (claim) reveal(claim);
  paintMap();
  address(claim);
}

/** Open the report that a claim's words stand in, and go there. */
function reveal(name) {
  const node = byId(name);
  if (!node) return;
  const holder = node.closest("details");
  if (holder) holder.open = true;
  node.scrollIntoView({block: "center"});
  node.focus({preventScroll: true});
}

function address(claim) {
  const name = claim ? `#${claim}` : state.picked ? `#i${state.picked.doc.number}` : "#";
  if (location.hash === name || (name === "#" && !location.hash)) return;
  try {
    history.replaceState(null, "", name);
  } catch {
    // Some browsers allow no history in a file; the page works without it.
  }
}

/** The incident in view, or the list of all. */
function show() {
  for (const article of document.querySelectorAll(".incident.open")) article.classList.remove("open");
  if (state.scope >= 0) {
    relabel(docs[state.scope].article);
    docs[state.scope].article.classList.add("open");
  }
  byId("index").hidden = state.scope >= 0;
  byId("back").hidden = state.scope < 0 || docs.length < 2;
  tabs();
}

function tabs() {
  for (const button of byId("views").children) button.setAttribute("aria-current", String(button.dataset.view === state.view));
  for (const view of document.querySelectorAll(".view")) view.classList.toggle("now", view.id === `v-${state.view}`);
  if (state.view === "map") sizeMap();
}

/** The map, timeline and list always show all incidents that the filters leave. */
const inAll = (act) => {
  const scope = state.scope;
  state.scope = -1;
  act();
  state.scope = scope;
};

function drawPlaces(groups) {
  const blocks = groups.map((group) => [
    h("h2", {}, group.place.en && side() ? english(group.place.en) : arabic(group.place.text)),
    h("p.note", {}, [group.place.country && country(group.place.country), term("precision", group.place.precision)].filter(Boolean).map((part, i) => [i ? " · " : null, bdi(part)])),
    h("ul.list", {}, group.records.map((record) => h("li", {}, pickButton(record, record.d ? dateText(record.d) : null)))),
  ]);
  detail.classList.remove("idle");
  root.classList.add("picked");
  detail.replaceChildren(h("div.bar", {}, h("span.meta", {}, say("where")),
    h("button", {type: "button", onclick: () => shut(true), "aria-label": say("close")}, "×")), ...blocks.flat(2));
  detail.focus({preventScroll: true});
}

function shut(back) {
  detail.classList.add("idle");
  root.classList.remove("picked");
  if (back) mapBox.focus({preventScroll: true});
}

views.push(function drawList() {
  const found = shown();
  const list = h("ol.list");
  const more = lazy(list, found, (record) => h("li", {}, pickButton(record, record.d ? dateText(record.d) : null)));
  byId("index").replaceChildren(h("h2", {}, say("records")), found.length ? list : h("p.empty", {}, say(everything.length ? "noMatch" : "noRecords")), more);
});

views.push(function drawFilters() {
  const found = shown();
  byId("found").textContent = found.length === everything.length ? amount(found.length) : `${amount(found.length)} ${say("shown")} ${count(everything.length)}`;
  const tally = new Map(Object.keys(labels.types).filter((type) => everything.some((record) => record.type === type)).map((type) => [type, 0]));
  for (const record of shown("types")) tally.set(record.type, tally.get(record.type) + 1);
  const held = document.activeElement && document.activeElement.dataset.type;
  byId("types").replaceChildren(...[...tally].map(([type, number]) =>
    h("button.chip", {type: "button", "data-type": type, "aria-pressed": String(state.types.has(type))}, badge(type), typeName(type), h("b", {}, count(number)))));
  if (held) byId("types").querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
  byId("day").hidden = !state.day;
  if (state.day) byId("day").textContent = `${between(state.day)} ×`;
  byId("clear").hidden = !(state.search || state.types.size || state.day);
});

const eventWords = (name) => name.split("/").map((word, i) => (i ? term("mode", word) : term("events", word))).join(side() ? ", " : "، ");

/** The labels within a node in the language of the page; an incident is put into it when it is shown. */
function relabel(within) {
  if ((within.dataset.language || "ar") === state.language) return;
  within.dataset.language = state.language;
  const each = (name, act) => within.querySelectorAll(`[data-${name}]`).forEach((node) => act(node, node.dataset[name]));
  each("l", (node, name) => (node.textContent = say(name)));
  each("a", (node, name) => node.setAttribute("aria-label", say(name)));
  each("p", (node, name) => node.setAttribute("placeholder", say(name)));
  each("g", (node, name) => (node.textContent = typeName(name)));
  each("f", (node, name) => (node.textContent = name.split(" ").map((word) => term("fused", word)).join(" ")));
  each("e", (node, name) => (node.textContent = eventWords(name)));
  each("t", (node, name) => (node.textContent = term(...name.split(" "))));
}

/** The frame of the page, and the incident in view, in the language of the page. */
function relabelAll() {
  root.lang = state.language;
  root.dir = side() ? "ltr" : "rtl";
  document.title = say("title");
  const aside = document.querySelector("aside");
  for (const node of [document.querySelector("header"), byId("filters"), byId("views"), byId("back"), aside]) relabel(node);
  document.querySelector(".skip").textContent = say("skip");
  for (const node of [byId("v-text"), byId("index"), byId("filters"), byId("views"), aside]) node.setAttribute("aria-label", say(node.dataset.a));
  if (state.scope >= 0) relabel(docs[state.scope].article);
  byId("language").lang = side() ? "ar" : "en";
}

const update = () => inAll(draw);
// A click in the timeline draws by itself, and always for all incidents.
for (const [i, view] of views.entries()) views[i] = () => inAll(view);

function change(act) {
  act();
  if (state.scope >= 0) pick(null, {from: "filter"});
  update();
}

let timer = 0;
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("input", (event) => {
  clearTimeout(timer);
  timer = setTimeout(() => change(() => (state.search = event.target.value)), 150);
});
byId("types").addEventListener("click", (event) => {
  const chip = event.target.closest("[data-type]");
  if (chip) change(() => state.types.delete(chip.dataset.type) || state.types.add(chip.dataset.type));
});
byId("day").addEventListener("click", () => change(() => (state.day = null)));
byId("clear").addEventListener("click", () => {
  change(() => {
    Object.assign(state, {search: "", day: null});
    state.types.clear();
  });
  byId("search").value = "";
  byId("search").focus();
});
byId("views").addEventListener("click", (event) => {
  const button = event.target.closest("[data-view]");
  if (!button) return;
  state.view = button.dataset.view;
  tabs();
});
byId("language").addEventListener("click", () => {
  state.language = side() ? "ar" : "en";
  relabelAll();
  update();
});
byId("all").addEventListener("click", () => pick(null, {from: "list"}));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (root.classList.contains("picked")) shut(true);
  else if (state.picked && docs.length > 1) pick(null, {from: "list"});
});

function fromAddress(from) {
  const [, number, claim] = /^#i(\d+)(c\d+)?$/.exec(location.hash) || [];
  const doc = docs[number];
  if (doc && (doc.number !== state.scope || claim)) pick(doc.records[0], {from, claim: claim && `i${number}${claim}`});
  return Boolean(doc);
}
addEventListener("hashchange", () => fromAddress("address"));

root.classList.add("on");
state.scope = -1;
update();
show();
if (!fromAddress("start") && docs.length === 1) pick(docs[0].records[0], {from: "start"});
