// The map: clusters sized by toll, points for named places, areas for what is known no finer. Works without a network.
const box = document.getElementById("map");
const note = document.getElementById("map-note");
const here = document.getElementById("here");
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const empty = { type: "FeatureCollection", features: [] };
let gl, map, rows = [], fitted = "";
const view = () => `${map.getCenter()} ${map.getZoom()}`;

const say = (words) => { note.textContent = words; note.hidden = !words; };

/** A circle on the ground, as a polygon: an event that is known to a region is drawn as wide as the region. */
const area = (lon, lat, km, properties) => {
  const ring = [];
  for (let step = 0; step <= 36; step += 1) {
    const angle = (step / 36) * 2 * Math.PI;
    const north = Math.max(-85, Math.min(85, lat + (km / 110.6) * Math.sin(angle)));
    ring.push([lon + ((km / 111.3) * Math.cos(angle)) / Math.max(0.1, Math.cos((lat * Math.PI) / 180)), north]);
  }
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } };
};

/** A ring without jumps across the 180th meridian, which would be drawn as lines round the world. */
const unwrapped = (ring) => {
  let shift = 0;
  return ring.map(([lon, lat], at) => {
    if (at && lon - ring[at - 1][0] > 180) shift -= 360;
    if (at && lon - ring[at - 1][0] < -180) shift += 360;
    return [lon + shift, lat];
  });
};

const lands = (world) => {
  const features = window.topojson.feature(world, world.objects.countries).features.filter((one) => one.id !== "010");
  for (const { geometry } of features) {
    if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(unwrapped);
    else geometry.coordinates = geometry.coordinates.map((polygon) => polygon.map(unwrapped));
  }
  return { type: "FeatureCollection", features };
};

const paints = () => ({
  sea: { "background-color": color("--sea") },
  land: { "fill-color": color("--land") },
  borders: { "line-color": color("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.4, 6, 1.2] },
  areas: { "fill-color": color("--killed"), "fill-opacity": 0.1 },
  "area-edges": { "line-color": color("--killed"), "line-width": 1, "line-dasharray": [3, 2], "line-opacity": 0.7 },
  clusters: {
    "circle-color": color("--killed"), "circle-opacity": 0.78, "circle-stroke-color": color("--card"), "circle-stroke-width": 1.5,
    "circle-radius": ["interpolate", ["linear"], ["sqrt", ["max", ["get", "killed"], ["*", 1, ["get", "point_count"]]]], 1, 9, 10, 15, 100, 30, 400, 42],
  },
  counts: { "text-color": color("--card") },
  points: {
    "circle-color": ["case", [">", ["get", "km"], 0], "rgba(0,0,0,0)", color("--killed")],
    "circle-stroke-color": ["case", [">", ["get", "km"], 0], color("--killed"), color("--card")],
    "circle-stroke-width": ["case", [">", ["get", "km"], 0], 2, 1.2], "circle-opacity": 0.85,
    "circle-radius": ["interpolate", ["linear"], ["sqrt", ["max", 0, ["get", "killed"]]], 0, 4, 10, 11, 40, 24],
  },
  chosen: { "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": color("--focus"), "circle-stroke-width": 3, "circle-radius": 15 },
});

const style = (atlas) => {
  const paint = paints();
  const sources = {
    atlas: { type: "geojson", data: atlas },
    areas: { type: "geojson", data: empty },
    chosen: { type: "geojson", data: empty },
    events: { type: "geojson", data: empty, cluster: box.dataset.cluster !== "no", clusterRadius: 42, clusterMaxZoom: 9, clusterProperties: { killed: ["+", ["max", 0, ["get", "killed"]]] } },
  };
  const layers = [{ id: "sea", type: "background", paint: paint.sea }];
  if (box.dataset.tiles) {
    sources.tiles = { type: "raster", tiles: [new URL(box.dataset.tiles, location).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], tileSize: 256 };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  } else {
    layers.push({ id: "land", type: "fill", source: "atlas", paint: paint.land }, { id: "borders", type: "line", source: "atlas", paint: paint.borders });
  }
  layers.push(
    { id: "areas", type: "fill", source: "areas", minzoom: 3, paint: paint.areas },
    { id: "area-edges", type: "line", source: "areas", minzoom: 3, paint: paint["area-edges"] },
    { id: "clusters", type: "circle", source: "events", filter: ["has", "point_count"], paint: paint.clusters },
    { id: "counts", type: "symbol", source: "events", filter: ["has", "point_count"], paint: paint.counts,
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-font": ["sans-serif"], "text-allow-overlap": true } },
    { id: "points", type: "circle", source: "events", filter: ["!", ["has", "point_count"]], paint: paint.points },
    { id: "chosen", type: "circle", source: "chosen", paint: paint.chosen },
  );
  return { version: 8, sources, layers };
};

const draw = (points, fit) => {
  const features = points.map(([lon, lat, killed, km, row]) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { killed, km, row } }));
  map.getSource("events").setData({ type: "FeatureCollection", features });
  const wide = points.filter((point) => point[3] > 0).slice(0, 2000);
  map.getSource("areas").setData({ type: "FeatureCollection", features: wide.map(([lon, lat, , km, row]) => area(lon, lat, km, { row })) });
  rows = new Map(points.map((point) => [String(point[4]), point]));
  if (fit && points.length) {
    const bounds = points.reduce((all, [lon, lat]) => all.extend([lon, lat]), new gl.LngLatBounds());
    map.fitBounds(bounds, { padding: 50, maxZoom: box.dataset.little ? 6 : 7, duration: 0 });
    fitted = view();
    if (here) here.hidden = true;
  }
};

const refresh = async (fit) => {
  if (box.dataset.little) { draw(JSON.parse(box.dataset.given), true); say(""); return; }
  const query = document.getElementById("list").dataset.query;
  const answer = await fetch(`${box.dataset.points}${query ? `?${query}` : ""}`);
  if (!answer.ok) { say("the places could not be loaded"); return; }
  const told = await answer.json();
  draw(told.points, fit);
  say(told.unplaced ? `${told.unplaced.toLocaleString()} without a place that is known` : "");
};

const choose = (row) => {
  const point = rows.get?.(row);
  map.getSource("chosen").setData(point ? { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: point.slice(0, 2) } }] } : empty);
};

const listen = () => {
  map.on("click", "clusters", async (event) => {
    const [cluster] = map.queryRenderedFeatures(event.point, { layers: ["clusters"] });
    const zoom = await map.getSource("events").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom: zoom + 0.3 });
  });
  map.on("click", "points", (event) => {
    const { row } = event.features[0].properties;
    const item = document.querySelector(`.events [data-row="${row}"]`);
    if (!item) { location.href = `/events/at/${row}`; return; }
    document.querySelectorAll(".events .on").forEach((other) => other.classList.remove("on"));
    item.classList.add("on");
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    item.querySelector("a").focus({ preventScroll: true });
    choose(String(row));
  });
  for (const layer of ["clusters", "points"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const item = event.target instanceof Element && event.target.closest(".events [data-row]");
      if (item) choose(item.dataset.row);
    });
  }
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.id === "list") refresh(true); });
  if (here) {
    map.on("moveend", () => { here.hidden = view() === fitted; });
    here.addEventListener("click", () => {
      const [[west, south], [east, north]] = map.getBounds().toArray();
      const field = document.getElementById("box");
      field.value = [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)].map((edge) => edge.toFixed(3)).join(",");
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  document.addEventListener("theme", () => {
    for (const [layer, paint] of Object.entries(paints())) {
      if (map.getLayer(layer)) for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer, name, value);
    }
  });
};

const start = async () => {
  try {
    gl = await import("./vendor/maplibre-gl.mjs");
    gl.setWorkerUrl(new URL(box.dataset.worker, location).href);
    const world = await (await fetch(box.dataset.atlas)).json();
    map = new gl.Map({
      container: box, style: style(lands(world)), center: [25, 22], zoom: 0.9, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: true, cooperativeGestures: false,
    });
    map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
    map.on("load", () => { listen(); refresh(true); box.dataset.ready = "yes"; });
    window.variorumMap = map;
  } catch (error) {
    say("The map can't be drawn in this browser; the list has everything.");
    console.warn(error);
  }
};

document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
