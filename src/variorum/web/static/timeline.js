"use strict";
// Events over time, as bars that can be brushed: what is brushed becomes the first and last day of the filter.
(() => {
  const place = document.getElementById("timeline");
  if (!place) return;

  const draw = ({ unit, bars }) => {
    place.replaceChildren();
    document.getElementById("timeline-says").hidden = !bars.length;
    if (!bars.length) return;
    const data = bars.map(([start, events, killed]) => ({ start: new Date(start), events, killed }));
    const yearly = unit === "year";
    const step = yearly ? d3.utcYear : d3.utcMonth;
    const from = d3.min(data, (bar) => bar.start), to = step.offset(d3.max(data, (bar) => bar.start), 1);
    const width = place.clientWidth || 400, height = 96;
    const svg = Plot.plot({
      width, height, marginLeft: 30, marginRight: 8, marginTop: 14, marginBottom: 20, className: "plot-v",
      x: { type: "utc", domain: [from, to], label: null }, y: { label: null, ticks: 2, grid: false, tickFormat: "s" },
      marks: [
        Plot.rectY(data, { x1: "start", x2: (bar) => step.offset(bar.start, 1), y: "events", insetLeft: 0.5, insetRight: 0.5, fill: "var(--faint)", title: (bar) => `${d3.utcFormat(yearly ? "%Y" : "%B %Y")(bar.start)}: ${bar.events} events` }),
        Plot.ruleY([0], { stroke: "var(--rule)" }),
      ],
    });
    svg.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "Number of events over time");
    place.append(svg);
    const x = d3.scaleUtc([from, to], [30, width - 8]);
    const chosen = [document.getElementById("since").value, document.getElementById("until").value];
    const brush = d3.brushX().extent([[30, 10], [width - 8, height - 20]]).on("end", (event) => {
      if (!event.sourceEvent) return;
      const days = event.selection?.map((at) => d3.utcFormat("%Y-%m-%d")(x.invert(at))) ?? ["", ""];
      [document.getElementById("since").value, document.getElementById("until").value] = days;
      document.getElementById("since").dispatchEvent(new Event("change", { bubbles: true }));
    });
    const group = d3.select(svg).append("g").call(brush);
    if (chosen[0] || chosen[1]) {
      const ends = [chosen[0] ? x(new Date(chosen[0])) : 30, chosen[1] ? x(new Date(chosen[1])) : width - 8];
      if (ends[1] > ends[0]) group.call(brush.move, ends.map((at) => Math.max(30, Math.min(width - 8, at))));
    }
  };

  const refresh = async () => {
    const query = document.getElementById("list").dataset.query;
    const answer = await fetch(`${place.dataset.address}${query ? `?${query}` : ""}`);
    if (answer.ok) draw(await answer.json());
  };
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.id === "list") refresh(); });
  document.addEventListener("DOMContentLoaded", refresh);
})();
