// One record: its fields, where each stands, and why.
const detail = byId("detail");

function row(name, values) {
  return values.length ? [h("dt", {}, name), h("dd", {}, values.map((value) => h("div", {}, value)))] : [];
}

/** Words of the text as a button that shows them there. */
function words(record, key, text) {
  return h("button.plain", {type: "button", onclick: () => show(record, key)}, arabic(text));
}

function person(record, letter) {
  return (record[letter] || []).map((filler, i) => {
    const more = [filler.country && country(filler.country), filler.sector, filler.via && term("via", filler.via)].filter(Boolean);
    return [
      words(record, `${record.number}${letter}${i}`, filler.text),
      filler.en ? [" ", english(filler.en)] : null,
      more.length ? h("span.note", {}, " · " + more.join(" · ")) : null,
      filler.place ? placeNote(record.doc.places[filler.place[0]]) : null,
    ];
  });
}

function placeNote(place) {
  const parts = [term("kind", place.kind), `${term("precision", place.precision)}`];
  if (place.at) parts.push(`${place.at[0]}, ${place.at[1]}`);
  return [
    h("div.note", {}, [...new Set(parts)].map((part, i) => [i ? " · " : null, bdi(part)])),
    place.alternatives ? h("div.note", {}, say("alternatives") + ": ", english(place.alternatives.join("; "))) : null,
  ];
}

function numbers(record) {
  return (record.c || []).map((row_, i) => {
    const more = [row_.group, ...(row_.flags || []).map(say)].filter(Boolean);
    return [
      `${term("what", row_.what)} `, number(row_.number), " (", words(record, `${record.number}c${i}`, row_.text), ")",
      more.length ? h("span.note", {}, " · ", more.map((part, k) => [k ? "، " : null, bdi(part)])) : null,
    ];
  });
}

function dateText(date) {
  if (!date.start) return say("open");
  return between([date.start, date.end]);
}

function day(record) {
  return record.d ? [[words(record, `${record.number}d0`, record.d.text), " ", bdi(dateText(record.d))]] : [];
}

function said(record) {
  const names = record.source || [];
  if (!names.length) return [];
  return [[names.map((name, i) => [i ? " › " : null, i === names.length - 1 && record.said ? words(record, `${record.number}s0`, name) : bdi(name)])]];
}

function reasons(record) {
  const slots = Object.keys(labels.slot);
  const rows = Object.entries(record.why || {}).sort(([a], [b]) => slots.indexOf(a) - slots.indexOf(b));
  for (const filler of record.p || []) {
    const place = filler.place && record.doc.places[filler.place[0]];
    if (place && place.why) rows.push(["place", `${place.text}: ${place.why}`]);
  }
  if (record.d && record.d.why) rows.push(["date", `${record.d.text}: ${record.d.why}`]);
  if (!rows.length) return null;
  return h("div.why", {}, h("h3", {}, say("why")),
    h("dl", {}, rows.map(([slot, text]) => [h("dt", {}, term("slot", slot)), h("dd", {dir: "ltr", lang: "en"}, text)])));
}

function siblings(record) {
  const marks = record.doc.firsts && record.doc.firsts.get(`${record.number}t0`);
  if (!marks) return [];
  const same = new Set(marks.flatMap((mark) => keysOf(mark).filter((key) => key[2] === "t").map((key) => Number(key[1]))));
  same.delete(record.number);
  return [...same].map((number) => record.doc.records[number]);
}

/** A button that picks a record: its mark, word and what else is given. */
function pickButton(record, note, from) {
  return h("button", {type: "button", onclick: () => pick(record, {from: from || "list"})},
    badge(record.type), h("span", {}, arabic(record.word)), h("span", {}, eventName(record)), note ? h("span.note", {}, bdi(note)) : null);
}

function bar(record) {
  const pool = shown();
  const at = pool.indexOf(record);
  const go = (step) => () => pool[at + step] && pick(pool[at + step], {from: "step"});
  return h("div.bar", {},
    h("span.meta", {}, bdi(record.id), docs.length > 1 ? [" · ", bdi(record.doc.name)] : null),
    at >= 0 ? [
      h("button", {type: "button", onclick: go(-1), disabled: at === 0}, say("previous")),
      h("button", {type: "button", onclick: go(1), disabled: at === pool.length - 1}, say("next")),
    ] : null,
    h("button", {type: "button", onclick: () => show(record, `${record.number}t0`)}, say("inText")),
    h("button", {type: "button", onclick: () => pick(null), "aria-label": say("close")}, "×"));
}

function sureness(record) {
  const fill = h("i");
  fill.style.width = `${Math.round(record.sure * 100)}%`;
  return [h("span.sure", {"aria-hidden": "true"}, fill), " ", record.sure.toFixed(2)];
}

function drawDetail() {
  const record = state.picked;
  detail.classList.toggle("idle", !record);
  root.classList.toggle("picked", Boolean(record));
  if (!record) {
    detail.replaceChildren(h("p.empty", {}, say("hint")), h("p.note", {}, say("keys")));
    return;
  }
  detail.replaceChildren(
    bar(record),
    h("h2", {}, badge(record.type), arabic(`«${record.word}»`), h("span", {}, eventName(record))),
    h("p.meta", {}, english(record.type + (record.mode ? "/" + record.mode : "")), " · ", say("sure"), " ", sureness(record)),
    h("dl", {},
      row(say("who"), person(record, "a")), row(say("whom"), person(record, "r")), row(say("where"), person(record, "p")),
      row(say("with"), person(record, "w")), row(say("many"), numbers(record)), row(say("when"), day(record)),
      row(say("modality"), record.modality === "asserted" ? [] : [term("modality", record.modality)]),
      row(say("source"), said(record)), row(say("acled"), record.acled ? [english(record.acled)] : []),
      row(say("stance"), record.stance ? [arabic(record.stance.join("، "))] : []),
      row(say("links"), (record.links || []).map(([rel, number]) => [
        term("rel", rel), ": ", h("button.plain", {type: "button", onclick: () => pick(record.doc.records[number], {from: "list"})},
          arabic(record.doc.records[number].word), " ", typeName(record.doc.records[number].type)),
      ])),
      row(say("also"), siblings(record).map((other) => h("button.plain", {type: "button", onclick: () => pick(other, {from: "list"})},
        `${other.id} `, eventName(other))))),
    reasons(record));
  detail.scrollTop = 0;
}

/** A place of the map: what it is and which records it has. */
function drawPlaces(groups) {
  const blocks = groups.map((group) => {
    const list = h("ul.list");
    const more = lazy(list, group.records, (record) => h("li", {}, pickButton(record, start(record), "map")), 30);
    return [h("h2", {}, group.place.en && side() ? english(group.place.en) : arabic(group.place.text)),
      h("p.note", {}, [group.place.country && country(group.place.country), group.place.en].filter(Boolean).map((part, i) => [i ? " · " : null, bdi(part)])),
      placeNote(group.place), group.place.why ? h("p.note", {dir: "ltr", lang: "en"}, group.place.why) : null, list, more];
  });
  state.picked = null;
  light();
  detail.classList.remove("idle");
  root.classList.add("picked");
  detail.replaceChildren(h("div.bar", {}, h("span.meta", {}, say("where")),
    h("button", {type: "button", onclick: () => pick(null), "aria-label": say("close")}, "×")), ...blocks.flat(3).filter(Boolean));
  detail.scrollTop = 0;
  detail.focus({preventScroll: true});
}
