// The table: a row a record, sorted by a click on its heading.
const tableBox = byId("v-table");
const list = (record, letter) => (record[letter] || []).map((filler) => filler.text);
const COLUMNS = [
  ["event", (r) => typeName(r.type) + (r.mode || "")],
  ["word", (r) => r.word], ["who", (r) => list(r, "a").join(" ")], ["whom", (r) => list(r, "r").join(" ")],
  ["where", (r) => list(r, "p").join(" ")], ["many", (r) => (r.c && parseFloat(r.c[0].number.replace("up to ", ""))) || 0],
  ["when", (r) => start(r)], ["source", (r) => (r.source || []).join(" ")], ["sure", (r) => r.sure],
];

function sorted(rows) {
  const column = COLUMNS.find(([name]) => name === state.sort);
  const value = state.sort === "document" ? (record) => record.doc.name : column && column[1];
  if (!value) return rows;
  const sign = state.down ? -1 : 1;
  const compare = new Intl.Collator(state.language, {numeric: true}).compare;
  return rows.map((record) => [value(record), record]).sort(([a, x], [b, y]) => {
    // What is empty comes last either way.
    if (!a !== !b) return a ? -1 : 1;
    return sign * (typeof a === "number" ? a - b : compare(a, b)) || x.order - y.order;
  }).map(([, record]) => record);
}

/** The columns that hold anything. */
function filled(rows) {
  const names = COLUMNS.filter(([name, value]) => name === state.sort || rows.some((record) => value(record) || (name === "when" && record.d))).map(([name]) => name);
  if (docs.length > 1 && state.scope < 0) names.push("document");
  return names;
}

function tableRow(record, names) {
  const several = (values, make) => values.map((value, i) => [i ? h("br") : null, make(value)]);
  const cells = {
    event: () => h("td", {}, badge(record.type), " ", eventName(record)),
    word: () => h("td", {}, h("button.plain", {type: "button"}, arabic(record.word))),
    who: () => h("td", {}, several(list(record, "a"), arabic)),
    whom: () => h("td", {}, several(list(record, "r"), arabic)),
    where: () => h("td", {}, several(list(record, "p"), arabic)),
    many: () => h("td", {}, several(record.c || [], (row_) => [`${term("what", row_.what)} `, number(row_.number)])),
    when: () => h("td.short", {}, record.d ? (record.d.start && record.d.start !== record.d.end ? [record.d.start, h("br"), record.d.end] : bdi(record.d.start || record.d.text)) : null),
    source: () => h("td", {}, several(record.source || [], bdi)),
    sure: () => h("td.short", {}, record.sure.toFixed(2)),
    document: () => h("td.file", {}, bdi(record.doc.name)),
  };
  return h("tr" + (record === state.picked ? ".on" : ""), {"data-r": record.order},
    ...names.map((name) => cells[name]()));
}

views.push(function drawTable() {
  if (state.view !== "table") {
    tableBox.replaceChildren();
    return;
  }
  const rows = sorted(shown());
  const names = filled(rows);
  const heads = names.map((name) => h("th", {scope: "col", "aria-sort": state.sort === name ? (state.down ? "descending" : "ascending") : null},
    h("button", {type: "button", "data-sort": name, title: `${say("sort")} ${say(name)}`}, say(name))));
  const body = h("tbody");
  const more = lazy(body, rows, (record) => tableRow(record, names));
  tableBox.replaceChildren(rows.length
    ? h("div.scroll", {role: "group", tabindex: "0"}, h("table", {}, h("thead", {}, h("tr", {}, heads)), body), more)
    : h("p.empty", {}, say(everything.length ? "noMatch" : "noRecords")));
});

tableBox.addEventListener("click", (event) => {
  const head = event.target.closest("[data-sort]");
  if (head) {
    const name = head.dataset.sort;
    const again = state.sort === name;
    // A third click gives the order of the text back.
    if (again && state.down) [state.sort, state.down] = ["order", false];
    else [state.sort, state.down] = [name, again];
    draw();
    tableBox.querySelector(`[data-sort="${name}"]`).focus({preventScroll: true});
    return;
  }
  const line = event.target.closest("tr[data-r]");
  if (line && !String(getSelection())) pick(everything[Number(line.dataset.r)], {from: "table"});
});
