"use strict";
// Review by keyboard: one claim is current; a key decides on it and the next one that is open becomes current.
(() => {
  const list = () => [...document.querySelectorAll(".claimcard")];
  let current = null, waiting = false, field = null;

  const look = (card, options = { block: "nearest" }) => {
    if (!card) return;
    current?.classList.remove("current");
    document.querySelectorAll("a.m.on").forEach((mark) => mark.classList.remove("on"));
    current = card;
    card.classList.add("current");
    card.scrollIntoView(options);
    card.focus({ preventScroll: true });
    const words = document.getElementById(`w-${card.dataset.anchor}`);
    if (words) {
      document.querySelectorAll(`a.m[data-t~="${card.dataset.anchor}"]`).forEach((mark) => mark.classList.add("on"));
      const text = words.closest(".text");
      const at = words.getBoundingClientRect(), frame = text.getBoundingClientRect();
      if (at.top < frame.top + 60 || at.bottom > frame.bottom - 60) text.scrollTop += at.top - frame.top - frame.height / 3;
    }
  };
  const step = (by) => { const all = list(), at = all.indexOf(current); look(all[Math.max(0, Math.min(all.length - 1, at + by))]); };
  const nextOpen = () => {
    const all = list(), at = all.indexOf(current);
    look([...all.slice(at + 1), ...all.slice(0, at + 1)].find((card) => !card.dataset.state) ?? document.getElementById("done"));
  };
  const count = () => {
    const all = list(), left = all.filter((card) => !card.dataset.state).length;
    document.getElementById("left").textContent = left;
    document.querySelector(".progress meter").value = all.length - left;
  };

  const open = (card, name) => {
    card.querySelectorAll("[data-panel]").forEach((panel) => { panel.hidden = panel.dataset.panel !== name; });
    const first = card.querySelector(`[data-panel="${name}"] input:not([type=hidden]), [data-panel="${name}"] button`);
    first?.focus();
    if (first?.select) first.select();
    card.scrollIntoView({ block: "nearest" });
  };
  const close = (card) => { card.querySelectorAll("[data-panel]").forEach((panel) => { panel.hidden = true; }); document.getElementById("add").hidden = true; look(card); };

  /** Where the marked words stand in the report's text, in code points: the server counts so too. */
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const paragraph = (range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement).closest(".text .p");
    if (!paragraph || !paragraph.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const number = paragraph.querySelector(".number").textContent;
    const start = Number(paragraph.dataset.start) + Array.from(before.toString()).length - Array.from(number).length;
    return { words: range.toString(), start, end: start + Array.from(range.toString()).length };
  };

  const addMarked = () => {
    const words = marked(), form = document.getElementById("add");
    form.hidden = false;
    if (words) {
      document.getElementById("add-words").textContent = words.words;
      form.elements.start.value = words.start;
      form.elements.end.value = words.end;
      const digits = words.words.replaceAll(",", "").match(/\d+/);
      if (digits) { form.elements.low.value = digits[0]; form.elements.high.value = digits[0]; }
    }
    form.scrollIntoView({ block: "center" });
    form.elements.low.focus();
  };

  const press = (key) => {
    const button = current?.querySelector(`form:not([hidden]) [data-key="${key}"]`);
    if (button) { button.click(); return true; }
    return false;
  };
  const undoLast = () => {
    if (current?.dataset.decision) { press("u"); return; }
    const decided = list().filter((card) => card.dataset.decision);
    look(decided.at(-1));
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=hidden]), select, textarea");
    if (event.key === "Escape" && current) { close(current); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || waiting) return;
    const key = event.key.toLowerCase();
    const act = {
      j: () => step(1), arrowdown: () => step(1), k: () => step(-1), arrowup: () => step(-1), m: addMarked, u: undoLast,
      d: () => document.getElementById("done").requestSubmit(),
      x: () => document.querySelector(".incidentline button")?.focus(),
    }[key];
    if (act) { event.preventDefault(); act(); } else if (current && press(key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const card = event.target.closest(".claimcard");
    if (card && card !== current && !event.target.closest("button, input, select, a")) look(card);
    const opener = event.target.closest("[data-opens]");
    if (opener) { look(card); open(card, opener.dataset.opens); }
    if (event.target.closest("[data-close]")) close(current ?? list()[0]);
    const mark = event.target.closest(".text a.m");
    if (mark) {
      event.preventDefault();
      const names = mark.dataset.t.split(" ");
      look(list().find((one) => names.includes(one.dataset.anchor)));
    }
  });

  // Words that are marked in the text go into the field that was last in use.
  document.addEventListener("focusin", (event) => { if (event.target.matches(".fields input")) field = event.target; });
  document.addEventListener("pointerup", (event) => {
    if (!event.target.closest(".text") || !field || field.form.hidden) return;
    const words = marked();
    if (!words) return;
    field.value = ["low", "high"].includes(field.name) ? (words.words.replaceAll(",", "").match(/\d+/)?.[0] ?? field.value) : words.words;
    field.focus();
  });

  document.addEventListener("htmx:beforeRequest", () => { waiting = true; });
  document.addEventListener("htmx:afterRequest", (event) => {
    waiting = false;
    if (!event.detail.successful) return;
    requestAnimationFrame(() => {
      const id = event.detail.target?.id;
      const card = id && document.getElementById(id);
      if (!card) return;
      current = card;
      count();
      if (card.dataset.state) nextOpen(); else look(card);
    });
  });
  document.addEventListener("DOMContentLoaded", () => {
    const asked = location.hash && document.getElementById(location.hash.slice(1));
    look(asked || list().find((card) => !card.dataset.state) || list()[0]);
  });
})();
