"use strict";
// Differences by keyboard: one is current; a number says who is right.
(() => {
  let current = 0;
  const all = () => [...document.querySelectorAll(".dispute")];
  const look = (at) => {
    const cards = all();
    if (!cards.length) return;
    current = Math.max(0, Math.min(cards.length - 1, at));
    cards.forEach((card, row) => card.classList.toggle("current", row === current));
    cards[current].focus({ preventScroll: true });
    cards[current].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=hidden]), select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j") look(current + 1);
    else if (key === "k") look(current - 1);
    else all()[current]?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
  });
  document.addEventListener("DOMContentLoaded", () => look(0));
})();
