"use strict";
// Draws over the text who says a claim: from the outermost source to the innermost, and from that to the claim's words.
(() => {
  const report = document.querySelector("[data-chains]");
  const text = report?.querySelector(".text");
  if (!text) return;
  const chains = JSON.parse(report.dataset.chains);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "chains");
  svg.setAttribute("aria-hidden", "true");
  text.append(svg);

  /** Where an element's first line stands in the scrolled text. */
  const box = (element) => {
    const at = element.getClientRects()[0], frame = text.getBoundingClientRect();
    const left = at.left - frame.left + text.scrollLeft - text.clientLeft, top = at.top - frame.top + text.scrollTop - text.clientTop;
    return { left, top, middle: left + at.width / 2, bottom: top + at.height, right: left + at.width };
  };
  const arrow = (from, to) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const a = box(from), b = box(to);
    const below = a.top > b.bottom - 4, above = b.top > a.bottom - 4;
    const [ay, by] = below ? [a.top, b.bottom + 2] : above ? [a.bottom, b.top - 2] : [a.top, b.top - 2];
    const bend = below || above ? Math.max(14, Math.abs(by - ay) / 2) : 22;
    const [c1, c2] = below ? [ay - bend, by + bend] : above ? [ay + bend, by - bend] : [ay - bend, by - bend];
    path.setAttribute("d", `M${a.middle},${ay} C${a.middle},${c1} ${b.middle},${c2} ${b.middle},${by}`);
    svg.append(path);
    const tip = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const side = below ? 6 : -6;
    tip.setAttribute("d", `M${b.middle - 4},${by + side} L${b.middle},${by} L${b.middle + 4},${by + side}`);
    svg.append(tip);
  };
  const markAt = (start) => [...text.querySelectorAll("a.m.k-source")].find((mark) => window.wordsOfText.around(mark)?.start === start);

  const draw = (anchor) => {
    svg.replaceChildren();
    const words = document.getElementById(`w-${anchor}`);
    const claim = words?.matches("a.m") ? words : words?.parentElement.querySelector(`a.m[data-t~="${anchor}"]`);
    if (!claim || !chains[anchor]) return;
    svg.setAttribute("width", text.clientWidth);
    svg.setAttribute("height", text.scrollHeight);
    const links = [...chains[anchor].map(markAt).filter(Boolean), claim];
    for (let row = 1; row < links.length; row += 1) if (links[row] !== links[row - 1]) arrow(links[row - 1], links[row]);
  };
  const point = (event) => {
    const element = event.target instanceof Element && event.target.closest("[data-t]:not(.incident)");
    if (element) draw(element.dataset.t.split(" ").find((name) => chains[name]) ?? "");
    else if (event.type === "pointerover" && !document.activeElement?.closest?.("[data-t]")) svg.replaceChildren();
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, point);
})();
