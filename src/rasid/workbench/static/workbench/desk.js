"use strict";
(() => {
  const desk = document.getElementById("desk");
  const text = desk.querySelector(".text"), form = document.getElementById("span");
  const cards = [...desk.querySelectorAll(".card")];
  let now = -1;

  function show(at, scroll = true) {
    if (!cards.length) return;
    now = Math.max(0, Math.min(cards.length - 1, at));
    cards.forEach((card, n) => card.classList.toggle("now", n === now));
    const id = cards[now].dataset.record;
    for (const mark of text.querySelectorAll("mark")) mark.classList.toggle("now", mark.dataset.records.split(" ").includes(id));
    if (scroll) cards[now].scrollIntoView({ block: "nearest" });
    if (form) point();
  }
  function point() {
    form.action = cards[now] ? `/records/${cards[now].dataset.record}/span/` : "";
    form.elements.version.value = cards[now] ? cards[now].dataset.version : "";
  }
  const wanted = cards.findIndex((card) => `#${card.id}` === location.hash);
  show(wanted < 0 ? cards.findIndex((card) => card.dataset.state === "open") : wanted, wanted >= 0);

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || String(getSelection())) return;
    show(cards.findIndex((card) => mark.dataset.records.split(" ").includes(card.dataset.record)));
  });
  const press = (query) => { const found = cards[now] && cards[now].querySelector(query); if (found) found.click(); };
  const focus = (query) => { const found = cards[now] && cards[now].querySelector(query); if (found) found.focus(); };
  const keys = {
    KeyJ: () => show(now + 1), KeyK: () => show(now - 1),
    KeyA: () => press("button[value=accept]"), KeyR: () => press("button[value=reject]"),
    KeyT: () => focus("select[name=event_type]"), KeyC: () => focus("input[name=text]"),
  };
  // By the place of the key, so that they work with an Arabic keyboard too.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (keys[event.code]) { event.preventDefault(); keys[event.code](); }
  });

  /* Positions in the text count characters, not the halves in which scripts count some of them. */
  function position(node, offset) {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    return [...range.toString()].length;
  }
  function chosen() {
    const picked = getSelection();
    if (!picked.rangeCount || picked.isCollapsed) return null;
    const range = picked.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    return { start: position(range.startContainer, range.startOffset), end: position(range.endContainer, range.endOffset), words: String(picked) };
  }
  if (!form) return;
  function take() {
    const span = chosen();
    if (!span) return;
    form.hidden = false;
    form.elements.start.value = span.start;
    form.elements.end.value = span.end;
    document.getElementById("chosen").textContent = span.words;
  }
  text.addEventListener("mouseup", take);
  text.addEventListener("keyup", take);
  text.addEventListener("dragstart", take);
  const slots = [...form.elements.slot.options].map((option) => option.value);
  cards.forEach((card, n) => {
    for (const row of card.querySelectorAll("tr[data-field]")) {
      if (!slots.includes(row.dataset.field)) continue;
      row.addEventListener("dragover", (event) => { event.preventDefault(); row.classList.add("over"); });
      row.addEventListener("dragleave", () => row.classList.remove("over"));
      row.addEventListener("drop", (event) => {
        event.preventDefault();
        row.classList.remove("over");
        if (!form.elements.end.value) return;
        show(n, false);
        form.elements.slot.value = row.dataset.field;
        form.elements.how.value = ["date", "trigger"].includes(row.dataset.field) ? "replace" : "add";
        form.requestSubmit(form.querySelector("button.main"));
      });
    }
  });
})();
