"use strict";
// Pairs by keyboard: a letter presses the button, follows the link or goes to the field that carries it.
(() => {
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { document.activeElement?.blur(); return; }
    if (event.target.closest("input:not([type=hidden]), select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target === document.body) { document.getElementById("first")?.click(); return; }
    const found = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input")) found.focus(); else found.click();
  });
})();
