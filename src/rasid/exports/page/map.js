// The map: outlines and places in SVG (Mercator), moved by pointer, wheel, touch and keys.
const WORLD = 1000;
const project = ([lat, lon]) => {
  const y = Math.max(-84, Math.min(84, lat)) * Math.PI / 180;
  return [(lon + 180) / 360 * WORLD, (0.5 - Math.log(Math.tan(Math.PI / 4 + y / 2)) / (2 * Math.PI)) * WORLD];
};
const NEAR = 24;
const mapBox = h("div.map", {dir: "ltr", tabindex: "0", role: "group"});
const mapNote = h("p.note");
const scene = {k: 1, x: 0, y: 0, width: 0, height: 0, land: s("g"), names: s("g"), spots: s("g"), ready: false, groups: [], fitted: ""};
byId("v-map").append(mapBox, mapNote);

function decode(letters) {
  const found = [];
  let x = 0, y = 0, at = 0;
  const next = () => {
    let shift = 0, number = 0, part;
    do {
      part = letters.charCodeAt(at++) - 63;
      number |= (part & 31) << shift;
      shift += 5;
    } while (part >= 32);
    return number & 1 ? ~(number >> 1) : number >> 1;
  };
  while (at < letters.length) {
    x += next();
    y += next();
    found.push(project([y / outlines.steps, x / outlines.steps]));
  }
  return found;
}

function buildMap() {
  const arcs = outlines.arcs.map(decode);
  for (const [code, , , , rings] of outlines.countries) {
    const path = rings.map((ring) => "M" + ring.flatMap((n) => (n >= 0 ? arcs[n] : [...arcs[~n]].reverse()))
      .map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L") + "Z").join("");
    scene.land.append(s("path.land", {d: path, "data-country": code}));
  }
  const zoom = h("div.zoom");
  scene.buttons = [["zoomIn", "+", () => zoomBy(1.6)], ["zoomOut", "−", () => zoomBy(1 / 1.6)], ["fit", "⤢", () => fitMap()]]
    .map(([name, sign, act]) => {
      const button = h("button", {type: "button", "data-a": name, "aria-label": say(name), title: say(name), onclick: act}, sign);
      zoom.append(button);
      return button;
    });
  mapBox.append(s("svg", {"aria-hidden": "false"}, scene.land, scene.names, scene.spots), zoom);
  moveMap();
  new ResizeObserver(() => sizeMap()).observe(mapBox);
  scene.ready = true;
}

function sizeMap() {
  const {width, height} = mapBox.getBoundingClientRect();
  if (!width || (width === scene.width && height === scene.height)) return;
  scene.width = width;
  scene.height = height;
  fitMap();
}

/** Show all places, with room around them. */
function fitMap() {
  if (!scene.width) return;
  const spots = scene.groups.filter((group) => group.records.length && group.place.precision !== "country");
  const rows = (spots.length ? spots : scene.groups).map((group) => group.xy);
  const [left, right] = rows.length ? [Math.min(...rows.map((p) => p[0])), Math.max(...rows.map((p) => p[0]))] : [450, 700];
  const [top, bottom] = rows.length ? [Math.min(...rows.map((p) => p[1])), Math.max(...rows.map((p) => p[1]))] : [330, 500];
  const least = 42;
  scene.k = Math.min((scene.width - 90) / Math.max(least, right - left), (scene.height - 80) / Math.max(least * 0.7, bottom - top));
  scene.x = scene.width / 2 - scene.k * (left + right) / 2;
  scene.y = scene.height / 2 - scene.k * (top + bottom) / 2;
  paintMap();
}

function zoomBy(factor, at) {
  const [px, py] = at || [scene.width / 2, scene.height / 2];
  const k = Math.max(scene.width / WORLD * 0.9, Math.min(4000, scene.k * factor));
  scene.x = px - (px - scene.x) * k / scene.k;
  scene.y = py - (py - scene.y) * k / scene.k;
  scene.k = k;
  later();
}

function shift(dx, dy) {
  scene.x += dx;
  scene.y += dy;
  later();
}

let waiting = false;
function later() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    paintMap();
  });
}

const onScreen = ([x, y]) => [x * scene.k + scene.x, y * scene.k + scene.y];

function paintMap() {
  scene.land.setAttribute("transform", `translate(${scene.x.toFixed(2)} ${scene.y.toFixed(2)}) scale(${scene.k.toFixed(4)})`);
  const taken = [];
  const free = (x, y, width) => {
    const box = [x - width / 2, y - 9, x + width / 2, y + 5];
    if (taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) return false;
    taken.push(box);
    return true;
  };
  const clusters = cluster();
  for (const {x, y, r} of clusters) taken.push([x - r, y - r, x + r, y + r]);
  const focused = document.activeElement && document.activeElement.classList.contains("spot") ? document.activeElement.dataset.key : null;
  scene.spots.replaceChildren(...clusters.map((row) => spot(row, free)));
  if (focused) [...scene.spots.children].find((node) => node.dataset.key === focused)?.focus({preventScroll: true});
  scene.names.replaceChildren();
  for (const [code, lon, lat, size] of [...outlines.countries].sort((a, b) => b[3] - a[3])) {
    if (!code || size / 10 / 360 * WORLD * scene.k < 55) continue;
    const [x, y] = onScreen(project([lat, lon]));
    const name = country(code);
    if (x > 0 && y > 0 && x < scene.width && y < scene.height && free(x, y, name.length * 6.5)) scene.names.append(s("text.name", {x: x.toFixed(1), y: y.toFixed(1)}, name));
  }
}

/** Places that would cover each other on the screen are one spot; those with most records come first. */
function cluster() {
  const found = [];
  for (const group of scene.groups) {
    const [x, y] = onScreen(group.xy);
    if (x < -20 || y < -20 || x > scene.width + 20 || y > scene.height + 20) continue;
    const near = found.find((row) => Math.hypot(row.x - x, row.y - y) < NEAR);
    if (near) near.groups.push(group);
    else found.push({x, y, groups: [group]});
  }
  for (const row of found) {
    row.records = new Set(row.groups.flatMap((group) => group.records));
    row.r = row.records.size ? Math.min(20, 8 + 1.6 * Math.sqrt(row.records.size)) : 5;
  }
  return found;
}

function spot(row, free) {
  const {x, y, r, groups, records} = row;
  const main = groups[0].place;
  const rough = ["country", "region", "district"].includes(main.precision);
  const name = side() && main.en ? main.en : main.text;
  const label = groups.slice(0, 4).map((group) => (side() && group.place.en ? group.place.en : group.place.text)).join(side() ? ", " : "، ");
  const node = s("g.spot" + (rough ? ".rough" : "") + (records.size ? "" : ".said") + tint([...records]), {
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, role: "button", tabindex: "0", "data-key": groups[0].key,
    "aria-label": `${label}: ${records.size ? amount(records.size) : say("mentioned")}${rough ? ` (${say("rough")})` : ""}`,
    onclick: () => openSpot(groups),
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      openSpot(groups);
    },
  }, s("circle.hit", {r: 12}), s("circle", {r: r.toFixed(1)}));
  if (records.size > 1) node.append(s("text", {y: 4}, String(records.size)));
  if (state.picked && points(state.picked).some((place) => groups.some((group) => group.key === keyOf(place)))) node.classList.add("on");
  if (records.size && free(x, y + r + 13, name.length * 7)) node.append(s("text.tag", {y: (r + 13).toFixed(1)}, name));
  return node;
}

const keyOf = (place) => `${place.at[0]},${place.at[1]},${place.en || place.text}`;

function openSpot(groups) {
  const full = groups.filter((group) => group.records.length);
  drawPlaces(full.length ? full : groups);
}

function moveMap() {
  const held = new Map();
  let moved = 0;
  const where = (event) => {
    const box = mapBox.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  mapBox.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button")) return;
    held.set(event.pointerId, where(event));
    moved = 0;
  });
  mapBox.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = where(event);
    if (held.size === 1) shift(now[0] - before[0], now[1] - before[1]);
    else {
      const [, other] = [...held].find(([id]) => id !== event.pointerId);
      const gap = (p) => Math.max(1, Math.hypot(p[0] - other[0], p[1] - other[1]));
      zoomBy(gap(now) / gap(before), other);
    }
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (moved > 4 && !mapBox.hasPointerCapture(event.pointerId)) mapBox.setPointerCapture(event.pointerId);
    held.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) mapBox.addEventListener(name, (event) => held.delete(event.pointerId));
  mapBox.addEventListener("click", (event) => moved > 4 && event.stopPropagation(), true);
  mapBox.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), where(event));
  }, {passive: false});
  mapBox.addEventListener("keydown", (event) => {
    const step = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]}[event.key];
    if (step) shift(...step);
    else if (event.key === "+" || event.key === "=") zoomBy(1.6);
    else if (event.key === "-") zoomBy(1 / 1.6);
    else if (event.key === "0") fitMap();
    else return;
    event.preventDefault();
  });
}

views.push(function drawMap() {
  if (!scene.ready) buildMap();
  const groups = new Map();
  const add = (place) => {
    const key = keyOf(place);
    if (!groups.has(key)) groups.set(key, {key, place, xy: project(place.at), records: []});
    return groups.get(key);
  };
  let missing = 0;
  const records = shown();
  for (const record of records) {
    const places = points(record);
    if (record.p && !places.length) missing += 1;
    for (const key of new Set(places.map(keyOf))) add(places.find((place) => keyOf(place) === key)).records.push(record);
  }
  for (const doc of state.scope < 0 ? docs : [docs[state.scope]]) for (const place of doc.places) if (place.at) add(place);
  scene.groups = [...groups.values()].sort((a, b) => b.records.length - a.records.length);
  mapBox.setAttribute("aria-label", say("mapHelp"));
  const placed = records.filter((record) => points(record).length).length;
  mapNote.textContent = scene.groups.length
    ? `${count(placed)} ${say("placed")}${missing ? ` · ${count(missing)} ${say("unplaced")}` : ""} · ${say("outlines")}` : say("noPlaces");
  const now = `${state.scope} ${scene.groups.map((group) => group.key).join(" ")} ${records.length}`;
  if (now !== scene.fitted) {
    scene.fitted = now;
    fitMap();
  } else paintMap();
});
