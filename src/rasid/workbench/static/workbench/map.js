"use strict";
(async () => {
  const place = document.getElementById("map");
  const map = L.map(place, { attributionControl: Boolean(place.dataset.tiles) }).setView([27, 38], 4);
  const get = async (address) => (await fetch(address, { credentials: "same-origin" })).json();
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles).addTo(map);
  else drawOutlines(await get(place.dataset.outlines), map);
  const found = await get(place.dataset.points);
  const drawn = L.geoJSON(found, {
    pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 7, color: "#9d1c1c", fillColor: "#d9534f", fillOpacity: 0.7, weight: 1 }),
    onEachFeature: (feature, layer) => layer.bindPopup(() => popup(feature.properties)),
  }).addTo(map);
  if (found.features.length) map.fitBounds(drawn.getBounds(), { padding: [30, 30], maxZoom: 8 });
  const here = document.getElementById("here");
  here.disabled = false;
  here.addEventListener("click", () => {
    const view = map.getBounds();
    const query = new URLSearchParams(location.search);
    const low = (n, least) => Math.max(n, least).toFixed(4), high = (n, most) => Math.min(n, most).toFixed(4);
    query.set("box", [low(view.getWest(), -180), low(view.getSouth(), -90), high(view.getEast(), 180), high(view.getNorth(), 90)]);
    query.delete("page");
    location.search = query.toString();
  });
  place.dataset.ready = found.features.length;

  function popup(of) {
    const link = document.createElement("a");
    link.href = `${place.dataset.document}${of.document}/#r${of.id}`;
    link.dir = "auto";
    link.textContent = `${of.type} ${of.word} · ${of.title} · ${of.day} · ${of.state}`;
    return link;
  }
})();

/* Arcs are written as differences of latitude and longitude in characters (see tools/build_outlines.py). */
function drawOutlines(outlines, map) {
  const arcs = outlines.arcs.map((text) => decode(text, outlines.steps));
  for (const [, , , , rings] of outlines.countries) {
    const lines = rings.map((ring) => ring.flatMap((n) => (n >= 0 ? arcs[n] : [...arcs[~n]].reverse())));
    L.polygon(lines, { color: "#8a9097", weight: 1, fillColor: "#b9c0b4", fillOpacity: 0.25, interactive: false }).addTo(map);
  }
}

function decode(letters, steps) {
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
    found.push([y / steps, x / steps]);
  }
  return found;
}
