// The timeline: how many records fall into each day, week, month or year, and a list of them in order.
const DAY = 86400000;
const LANES = 5;
const timeBox = byId("v-timeline");
const ms = (iso) => Date.parse(iso + "T00:00:00Z");
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const STEPS = [
  ["day", (t) => t, (t) => t + DAY],
  ["week", (t) => t - ((new Date(t).getUTCDay() + 1) % 7) * DAY, (t) => t + 7 * DAY],
  ["month", (t) => Date.UTC(new Date(t).getUTCFullYear(), new Date(t).getUTCMonth(), 1), (t) => Date.UTC(new Date(t).getUTCFullYear(), new Date(t).getUTCMonth() + 1, 1)],
  ["year", (t) => Date.UTC(new Date(t).getUTCFullYear(), 0, 1), (t) => Date.UTC(new Date(t).getUTCFullYear() + 1, 0, 1)],
  ["decade", (t) => Date.UTC(Math.floor(new Date(t).getUTCFullYear() / 10) * 10, 0, 1), (t) => Date.UTC(Math.floor(new Date(t).getUTCFullYear() / 10) * 10 + 10, 0, 1)],
];

/** The finest step that needs no more than so many columns. */
function stepFor(first, last) {
  const days = (last - first) / DAY;
  return STEPS[days <= 31 ? 0 : days <= 200 ? 1 : days <= 1100 ? 2 : days <= 14000 ? 3 : 4];
}

const nameOf = (step, time) => (step === "day" || step === "week" ? iso(time) : step === "month" ? iso(time).slice(0, 7) : iso(time).slice(0, 4));

views.push(function drawTimeline() {
  const pool = shown("day");
  const dated = pool.filter((record) => start(record) && !Number.isNaN(ms(start(record))) && !Number.isNaN(ms(record.d.end)))
    .sort((a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : a.order - b.order));
  if (!dated.length) {
    timeBox.replaceChildren(h("h2", {}, say("timeline")), h("p.empty", {}, say("noDates")));
    return;
  }
  // A stretch of more than a month says little about a day: such records are lines below the columns.
  const long = dated.filter((record) => ms(record.d.end) - ms(start(record)) > 31 * DAY);
  const short = dated.filter((record) => !long.includes(record));
  const ground = short.length ? short : dated;
  const from = Math.min(...ground.map((record) => ms(start(record))));
  const to = Math.max(...ground.map((record) => (short.length ? ms(start(record)) : ms(record.d.end))));
  const [step, floor, next] = stepFor(from, to);
  const buckets = new Map();
  const columns = [];
  for (let time = floor(from); time <= to && columns.length < 500; time = next(time)) {
    buckets.set(time, {time, end: next(time) - DAY, records: []});
    columns.push(buckets.get(time));
  }
  for (const record of short) buckets.get(floor(ms(start(record))))?.records.push(record);
  const kept = dated.filter((record) => !state.day || (start(record) <= state.day[1] && record.d.end >= state.day[0]));
  const list = h("ol.list");
  const more = lazy(list, kept, (record) => h("li", {}, pickButton(record, dateText(record.d), "time")), 40);
  const note = [`${count(dated.length)} ${say("dated")}`, long.length ? `${count(long.length)} ${say("long")}` : null,
    pool.length - dated.length ? `${count(pool.length - dated.length)} ${say("undated")}` : null].filter(Boolean).join(" · ");
  timeBox.replaceChildren(h("h2", {}, say("timeline")), bars(columns, step, long), h("p.note", {}, note), list, more);
});

function bars(columns, step, long) {
  const width = 400, height = 130, low = 100, backward = state.language === "ar";
  const each = width / columns.length;
  const most = Math.max(1, ...columns.map((row) => row.records.length));
  const at = (i) => (backward ? width - (i + 1) * each : i * each);
  let last = null;
  const picture = s("svg.bars", {viewBox: `0 0 ${width} ${height + Math.min(LANES, long.length) * 6}`, role: "group", "aria-label": say("timeline"), direction: "ltr"});
  picture.append(s("line.axis", {x1: 0, x2: width, y1: low, y2: low}));
  const thin = Math.min(each * 0.7, 36);
  columns.forEach((row, i) => {
    const tall = row.records.length / most * (low - 18);
    const name = nameOf(step, row.time);
    if (row.records.length) picture.append(bucket(row, name, at(i), each, thin, tall, low));
    const middle = Math.max(30, Math.min(width - 30, at(i) + each / 2));
    if (last !== null && Math.abs(middle - last) < 72) return;
    last = middle;
    picture.append(s("text", {x: middle.toFixed(1), y: low + 16, "text-anchor": "middle"}, name));
  });
  const first = columns[0].time, span = columns[columns.length - 1].end + DAY - first;
  const x = (time) => Math.max(0, Math.min(1, (time - first) / span)) * width;
  long.slice(0, LANES).forEach((record, i) => {
    const [a, b] = [x(ms(start(record))), x(ms(record.d.end) + DAY)].map((value) => (backward ? width - value : value));
    picture.append(s("line.lane", {x1: a.toFixed(1), x2: b.toFixed(1), y1: height - 4 + i * 6, y2: height - 4 + i * 6}, s("title", {}, `${record.word} ${dateText(record.d)}`)));
  });
  return picture;
}

function bucket(row, name, x, each, thin, tall, low) {
  const days = [iso(row.time), iso(row.end)];
  const on = Boolean(state.day) && state.day[0] === days[0] && state.day[1] === days[1];
  const act = () => {
    state.day = on ? null : days;
    draw();
    timeBox.querySelector(`[data-day="${days[0]}"]`)?.focus();
  };
  return s("g.bucket" + (on ? ".on" : ""), {
    role: "button", tabindex: "0", "aria-pressed": String(on), "data-day": days[0], "aria-label": `${apart(name)} ${amount(row.records.length)}`, onclick: act,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    },
  }, s("rect.hit", {x: x.toFixed(1), y: 0, width: each.toFixed(1), height: low}),
  s("rect", {x: (x + (each - thin) / 2).toFixed(1), y: (low - tall).toFixed(1), width: thin.toFixed(1), height: tall.toFixed(1)}),
  each > 16 ? s("text", {x: (x + each / 2).toFixed(1), y: (low - tall - 4).toFixed(1)}, String(row.records.length)) : null);
}
