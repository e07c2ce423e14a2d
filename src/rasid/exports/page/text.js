// The text: which marks are shown, and what a click or a key on one does.
const keyed = /^(\d+)([a-z])(\d+)$/;
const keysOf = (mark) => mark.dataset.m.split(" ").map((key) => keyed.exec(key)).filter(Boolean);

/** The marks of a document, made usable by keyboard when it is first shown. */
function marksOf(doc) {
  if (!doc.marks) {
    doc.marks = [...doc.article.querySelectorAll("[data-m]")];
    doc.triggers = doc.marks.filter((mark) => mark.classList.contains("t"));
    doc.firsts = new Map();
    for (const mark of doc.marks) {
      mark.records = [...new Set(keysOf(mark).map((key) => Number(key[1])))];
      for (const key of mark.dataset.m.split(" ")) {
        if (!doc.firsts.has(key)) doc.firsts.set(key, []);
        doc.firsts.get(key).push(mark);
      }
    }
    for (const mark of doc.triggers) {
      mark.setAttribute("role", "button");
      mark.tabIndex = -1;
      mark.setAttribute("aria-pressed", "false");
    }
    rove(doc, doc.triggers[0]);
  }
  return doc.marks;
}

/** One marked word at a time is a tab stop; arrow keys move it. */
function rove(doc, mark) {
  if (doc.stop) doc.stop.tabIndex = -1;
  doc.stop = mark || null;
  if (mark) mark.tabIndex = 0;
}

views.push(function drawText() {
  const index = byId("index");
  docs.forEach((doc) => (doc.article.hidden = doc.number !== state.scope));
  if (index) {
    index.hidden = state.scope >= 0;
    if (state.scope < 0) drawIndex(index);
  }
  byId("legend").hidden = state.scope < 0;
  if (state.scope < 0) return;
  const doc = docs[state.scope];
  const kept = new Set(shown().map((record) => record.number));
  const all = kept.size === doc.records.length;
  for (const mark of marksOf(doc)) {
    const off = !all && !mark.records.some((number) => kept.has(number));
    mark.classList.toggle("off", off);
    if (off && mark === doc.stop) rove(doc, null);
  }
  if (!doc.stop) rove(doc, doc.triggers.find((mark) => !mark.classList.contains("off")));
  const legend = ["a", "r", "p", "w", "c", "d"].map((letter) => h("span", {}, h("span.f.f-" + letter, {}, term("role", letter))));
  byId("legend").replaceChildren(h("span", {}, say("marksHow") + ":"), ...legend);
});

function drawIndex(index) {
  const tally = new Map();
  for (const record of shown()) tally.set(record.doc.number, (tally.get(record.doc.number) || 0) + 1);
  const filtered = shown().length !== everything.length;
  [...index.querySelectorAll("li")].forEach((row, number) => {
    const found = tally.get(number) || 0;
    row.hidden = filtered && !found;
    row.querySelector(".tally").textContent = filtered ? `${amount(found)} ${say("shown")} ${count(docs[number].records.length)}` : amount(found);
  });
}

/** Show in the text which words the picked record rests on, each with its part. */
function light() {
  for (const mark of document.querySelectorAll(".on-f")) {
    mark.classList.remove("on-f", "on-t");
    delete mark.dataset.role;
    if (mark.getAttribute("role") === "button") mark.setAttribute("aria-pressed", "false");
  }
  const record = state.picked;
  if (!record) return;
  marksOf(record.doc);
  for (const letter of "tarpwcds") {
    fillers(record, letter).forEach((_, i) => {
      (record.doc.firsts.get(`${record.number}${letter}${i}`) || []).forEach((mark, part) => {
        mark.classList.add("on-f");
        if (letter === "t") {
          mark.classList.add("on-t");
          mark.setAttribute("aria-pressed", "true");
          if (part === 0) rove(record.doc, mark);
        } else if (part === 0 && !mark.classList.contains("on-t")) {
          const role = term("role", letter);
          mark.dataset.role = mark.dataset.role && mark.dataset.role !== role ? `${mark.dataset.role}/${role}` : role;
        }
      });
    });
  }
}

/** Bring words of a record into view; they flash, and take the focus where asked. */
function reveal(record, key, focus) {
  const mark = (record.doc.firsts.get(key) || [])[0];
  if (!mark) return;
  const move = () => mark.scrollIntoView({block: "center", behavior: "instant"});
  move();
  requestAnimationFrame(move);
  mark.classList.add("flash");
  setTimeout(() => mark.classList.remove("flash"), 1200);
  if (focus && mark.tabIndex >= 0) mark.focus({preventScroll: true});
}

function choose(mark) {
  const doc = docs[state.scope];
  const kept = new Set(shown().map((record) => record.number));
  const here = mark.records.filter((number) => kept.has(number));
  if (!here.length) return;
  const now = state.picked && state.picked.doc === doc ? here.indexOf(state.picked.number) : -1;
  pick(doc.records[here[(now + 1) % here.length]], {from: "text"});
}

byId("v-text").addEventListener("click", (event) => {
  const mark = event.target.closest("[data-m]");
  if (mark && !String(getSelection())) choose(mark);
  const link = event.target.closest(".index a");
  if (link) {
    event.preventDefault();
    enter(Number(link.hash.slice(2)));
  }
});

byId("v-text").addEventListener("keydown", (event) => {
  const mark = event.target.closest && event.target.closest(".t[role=button]");
  if (!mark) return;
  const doc = docs[state.scope];
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(mark);
    return;
  }
  const step = {ArrowLeft: 1, ArrowDown: 1, ArrowRight: -1, ArrowUp: -1}[event.key];
  if (!step) return;
  event.preventDefault();
  let at = doc.triggers.indexOf(mark) + step;
  while (doc.triggers[at] && doc.triggers[at].classList.contains("off")) at += step;
  if (!doc.triggers[at]) return;
  rove(doc, doc.triggers[at]);
  doc.triggers[at].focus({preventScroll: true});
  doc.triggers[at].scrollIntoView({block: "center", behavior: "instant"});
});
