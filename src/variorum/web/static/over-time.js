"use strict";
// The toll over time, as told by each account, by its day of publication.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("over-time");
  if (!place) return;
  const data = JSON.parse(place.dataset.series).map((point) => ({ ...point, at: new Date(point.day), top: point.high ?? point.low }));
  const days = (d3.max(data, (point) => point.at) - d3.min(data, (point) => point.at)) / 86_400_000;
  const draw = () => {
    const svg = Plot.plot({
      className: "plot-v", width: Math.max(300, place.clientWidth), height: 190, marginLeft: 40, marginRight: 20,
      x: { type: "utc", label: null, ticks: Math.min(days + 1, 8), nice: false, inset: 12 }, y: { label: null, grid: true, zero: true, nice: true },
      color: { domain: ["state", "armed", "medical", "witness", "observer", "media", "other"], range: ["state", "armed", "medical", "witness", "observer", "media", "faint"].map((name) => `var(--${name})`) },
      marks: [
        Plot.ruleX(data.filter((point) => point.low !== point.top), { x: "at", y1: "low", y2: "top", stroke: "voice", strokeWidth: 2 }),
        Plot.dot(data, { x: "at", y: "top", fill: "voice", r: 4.5, stroke: "var(--card)", title: (point) => `${point.count}, ${point.who}\n${point.publisher}, ${point.day}` }),
        Plot.ruleY([0], { stroke: "var(--rule)" }),
      ],
    });
    svg.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
    place.replaceChildren(svg);
  };
  draw();
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 150); });
});
