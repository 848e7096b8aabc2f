"use strict";
// The toll over time, as told by each account, by its day of publication; behind it what the codebook made of it.
(() => {
  let draw = () => {};
  const begin = () => {
    const place = document.getElementById("over-time");
    if (!place) return;
    const data = JSON.parse(place.dataset.series).map((point) => ({ ...point, at: new Date(point.day), top: point.high ?? point.low }));
    const course = JSON.parse(place.dataset.course).map((point) => {
      const low = point.low ?? point.best ?? 0, high = point.high ?? Math.max(low, point.best ?? 0);
      return { ...point, at: new Date(point.day), low, high, middle: point.best ?? low };
    });
    const last = d3.max(data, (point) => point.at);
    if (course.length) course.push({ ...course.at(-1), at: new Date(Math.max(+last, +course.at(-1).at) + 43_200_000) });
    const days = (last - d3.min(data, (point) => point.at)) / 86_400_000;
    const voices = ["state", "armed", "medical", "witness", "observer", "media", "other"];
    draw = () => {
      const svg = Plot.plot({
        className: "plot-v", width: Math.max(300, place.clientWidth), height: 210, marginLeft: 40, marginRight: 20, marginBottom: 24,
        x: { type: "utc", label: null, ticks: d3.utcDay.every(Math.max(1, Math.ceil(days / 8))), tickFormat: d3.utcFormat("%-d %b"), nice: false, inset: 12 },
        y: { label: null, grid: true, zero: true, nice: true, ticks: 5 },
        color: { domain: voices, range: voices.map((name) => (name === "other" ? "var(--faint)" : `var(--${name})`)) },
        marks: [
          Plot.areaY(course, { x: "at", y1: "low", y2: "high", curve: "step-after", fill: "var(--band)" }),
          Plot.lineY(course, { x: "at", y: "middle", curve: "step-after", stroke: "var(--best)", strokeWidth: 1.5, strokeDasharray: "4 3" }),
          Plot.ruleX(data.filter((point) => point.low !== point.top), { x: "at", y1: "low", y2: "top", stroke: "voice", strokeWidth: 2 }),
          Plot.dot(data, { x: "at", y: "top", fill: "voice", r: 4.5, stroke: "var(--card)", title: (point) => `${point.count}, ${point.who}\n${point.publisher}, ${point.day}` }),
          Plot.ruleY([0], { stroke: "var(--rule)" }),
        ],
      });
      svg.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
      place.replaceChildren(svg);
    };
    draw();
  };
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => draw(), 150); });
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.id === "time") begin(); }); // another codebook
})();
