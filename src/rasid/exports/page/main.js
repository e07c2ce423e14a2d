// What people do: choose a document, a view, a record, a language, filters; and the first drawing.
function pick(record, {from} = {}) {
  state.picked = record;
  light();
  drawDetail();
  for (const line of tableBox.querySelectorAll("tr.on")) line.classList.remove("on");
  if (record) {
    tableBox.querySelector(`tr[data-r="${record.order}"]`)?.classList.add("on");
    const inView = state.view === "text" && state.scope === record.doc.number;
    if (from !== "text" && inView) reveal(record, `${record.number}t0`);
    if (from === "text" && matchMedia("(max-width:63.99rem)").matches) reveal(record, `${record.number}t0`);
    if (from !== "text") detail.focus({preventScroll: true});
  } else if (from !== "start") byId("main").focus({preventScroll: true});
  paintMap();
  address();
}

/** Show words of a record in its text. */
function show(record, key) {
  if (state.scope !== record.doc.number) state.scope = record.doc.number;
  state.view = "text";
  draw();
  tabs();
  light();
  reveal(record, key, true);
}

function enter(number, record) {
  state.scope = number;
  state.day = null;
  if (state.picked && number >= 0 && state.picked.doc.number !== number) state.picked = null;
  if (number >= 0 && state.view !== "table") state.view = "text";
  redraw();
  if (state.view === "text") scrollTo(0, 0);
  if (record) pick(record, {from: "list"});
  else address();
}

/** The address names the document and the record, so that it can be kept and sent. */
function address() {
  const record = state.picked;
  const name = record ? `#d${record.doc.number}-${record.number}` : state.scope >= 0 && docs.length > 1 ? `#d${state.scope}` : "#";
  if (location.hash === name || (name === "#" && !location.hash)) return;
  try {
    history.replaceState(null, "", name);
  } catch {
    // Some browsers allow no history in a file; the page works without it.
  }
}

function tabs() {
  for (const button of byId("views").children) button.setAttribute("aria-current", String(button.dataset.view === state.view));
  for (const view of document.querySelectorAll(".view")) {
    view.classList.toggle("now", view.id === `v-${state.view}`);
    if (view.id === "v-table") view.hidden = state.view !== "table";
  }
  byId("views").firstElementChild.textContent = say(state.scope < 0 ? "documents" : "text");
  if (state.view === "map") sizeMap();
}

function drawFilters() {
  const found = shown();
  const pool = state.scope < 0 ? everything : docs[state.scope].records;
  byId("found").textContent = found.length === pool.length ? amount(pool.length) : `${amount(found.length)} ${say("shown")} ${count(pool.length)}`;
  const tally = new Map();
  for (const record of pool) tally.set(record.type, 0);
  for (const record of shown("types")) tally.set(record.type, tally.get(record.type) + 1);
  const order = Object.keys(labels.types);
  const rank = (type) => (order.includes(type) ? order.indexOf(type) : order.length);
  const held = document.activeElement && document.activeElement.dataset.type;
  byId("types").replaceChildren(...[...tally].sort((a, b) => rank(a[0]) - rank(b[0])).map(([type, number]) =>
    h("button.chip", {type: "button", "data-type": type, "aria-pressed": String(state.types.has(type))}, badge(type), typeName(type), h("b", {}, count(number)))));
  if (held) byId("types").querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
  byId("day").hidden = !state.day;
  if (state.day) byId("day").textContent = `${between(state.day)} ×`;
  byId("clear").hidden = !(state.search || state.modality || state.least || state.types.size || state.day);
  byId("leastOut").textContent = (state.least / 100).toFixed(2);
  if (byId("scope")) byId("scope").value = String(state.scope);
}
views.push(drawFilters);

function words_() {
  root.lang = state.language;
  root.dir = side() ? "ltr" : "rtl";
  document.title = say("title");
  for (const node of document.querySelectorAll("[data-l]")) node.textContent = say(node.dataset.l);
  for (const node of document.querySelectorAll("[data-a]")) node.setAttribute("aria-label", say(node.dataset.a));
  for (const node of document.querySelectorAll("[data-p]")) node.setAttribute("placeholder", say(node.dataset.p));
  byId("language").lang = side() ? "ar" : "en";
  byId("modality").replaceChildren(h("option", {value: ""}, say("anyModality")),
    ...Object.keys(labels.modality).map((name) => h("option", {value: name}, term("modality", name))));
  byId("modality").value = state.modality;
}

function redraw() {
  words_();
  draw();
  tabs();
  light();
  drawDetail();
}

let timer = 0;
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("input", (event) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    state.search = event.target.value;
    draw();
  }, 150);
});
byId("least").addEventListener("input", (event) => {
  state.least = Number(event.target.value);
  byId("leastOut").textContent = (state.least / 100).toFixed(2);
  clearTimeout(timer);
  timer = setTimeout(draw, 100);
});
byId("modality").addEventListener("change", (event) => {
  state.modality = event.target.value;
  draw();
});
byId("types").addEventListener("click", (event) => {
  const chip = event.target.closest("[data-type]");
  if (!chip) return;
  if (!state.types.delete(chip.dataset.type)) state.types.add(chip.dataset.type);
  draw();
});
byId("day").addEventListener("click", () => {
  state.day = null;
  draw();
  byId("search").focus();
});
byId("clear").addEventListener("click", () => {
  Object.assign(state, {search: "", modality: "", least: 0, day: null});
  state.types.clear();
  byId("search").value = "";
  byId("least").value = "0";
  byId("modality").value = "";
  draw();
  byId("search").focus();
});
byId("views").addEventListener("click", (event) => {
  const button = event.target.closest("[data-view]");
  if (!button) return;
  state.view = button.dataset.view;
  draw();
  tabs();
});
byId("language").addEventListener("click", () => {
  state.language = side() ? "ar" : "en";
  redraw();
});
byId("scope")?.addEventListener("change", (event) => enter(Number(event.target.value)));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && root.classList.contains("picked")) pick(null);
});

function begin() {
  root.classList.add("on");
  state.scope = docs.length === 1 ? 0 : -1;
  const [, doc, number] = /^#d(\d+)(?:-(\d+))?$/.exec(location.hash) || [];
  const record = docs[doc] && docs[doc].records[number];
  if (docs[doc]) state.scope = Number(doc);
  redraw();
  if (record) pick(record, {from: "start"});
}
addEventListener("hashchange", () => {
  const [, doc, number] = /^#d(\d+)(?:-(\d+))?$/.exec(location.hash) || [];
  if (!docs[doc]) return;
  const record = docs[doc].records[number];
  if (state.scope !== Number(doc)) enter(Number(doc), record);
  else if (record && record !== state.picked) pick(record, {from: "list"});
});
if (docs.length) begin();
