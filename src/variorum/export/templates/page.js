"use strict";
// Lights up a claim and its words together, whichever of the two is pointed at or focused.
(() => {
  const lit = new Set();

  const related = (element) => {
    const targets = (element.dataset.t || "").split(" ").filter(Boolean);
    const report = element.closest(".report");
    if (!report || !targets.length) return [];
    return [...report.querySelectorAll("[data-t]")].filter((other) =>
      !other.matches(".incident, .findings li") && other.dataset.t.split(" ").some((name) => targets.includes(name)));
  };

  const light = (event) => {
    lit.forEach((element) => element.classList.remove("on"));
    lit.clear();
    const element = event.target instanceof Element && event.target.closest("[data-t]");
    if (!element || element.matches(".incident")) return;
    related(element).concat(element).forEach((other) => { other.classList.add("on"); lit.add(other); });
  };

  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);
})();
