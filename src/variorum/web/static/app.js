"use strict";
// What every page shares: the theme, the codebook switch, keys, and forms that tell the server that they are ours.
(() => {
  const root = document.documentElement;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["x-csrf"] = meta("csrf"); });
  document.addEventListener("htmx:responseError", (event) => {
    const place = document.getElementById("told");
    if (!place) return;
    place.hidden = false;
    place.textContent = event.detail.xhr.responseText.slice(0, 300) || "The server did not answer as expected.";
  });
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("told");
    if (place) { place.hidden = false; place.textContent = "The server can't be reached. Is `variorum serve` still running?"; }
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
    document.dispatchEvent(new CustomEvent("theme"));
  });

  // On a narrow screen what narrows a list is folded until it is asked for.
  document.addEventListener("DOMContentLoaded", () => {
    if (matchMedia("(max-width: 59.99rem)").matches) document.querySelectorAll("details[data-folds]").forEach((one) => one.removeAttribute("open"));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { const box = document.querySelector("input[type=search]"); if (box) { event.preventDefault(); box.focus(); box.select(); } }
    if (event.key === "?") document.getElementById("keys-help")?.showModal?.();
  });
})();
