"use strict";
// Review by keyboard: one claim is current; a key decides on it and the next one that is open becomes current.
(() => {
  const list = () => [...document.querySelectorAll(".claimcard")];
  let current = null, waiting = false, field = null;
  const ahead = []; // keys that were pressed while a decision was on its way

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
  const tally = () => {
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

  const { marked, around, textAt } = window.wordsOfText;
  const report = document.querySelector("[data-report]").dataset.report;
  const meant = async (asked) => {
    const answer = await fetch(`/review/${report}/words?${new URLSearchParams(asked)}`);
    return answer.ok ? answer.json() : null;
  };

  const addMarked = (words = marked()) => {
    const form = document.getElementById("add");
    form.hidden = false;
    if (words) {
      document.getElementById("add-words").textContent = words.words;
      form.elements.start.value = words.start;
      form.elements.end.value = words.end;
      meant({ from: words.start, to: words.end }).then((told) => { if (told?.count) count(form, told.count); });
    }
    if (current?.dataset.incident) form.elements.event.value = current.dataset.incident;
    form.scrollIntoView({ block: "center" });
    form.elements.low.focus();
  };

  const count = (form, { low, high }) => { form.elements.low.value = low ?? ""; form.elements.high.value = high ?? ""; };
  const offer = (form, places) => {
    const which = form.elements.which, label = form.querySelector("[data-which]");
    which.replaceChildren(...places.map((one) => new Option(one.told, one.id)));
    label.hidden = !places.length;
  };

  /** Words of the text go into the field that was last in use, as what they say there. */
  const fill = async (words) => {
    const form = field.form, name = field.name;
    const told = await meant({ from: words.start, to: words.end });
    if (["low", "high"].includes(name) && form.elements.high) { if (told?.count) count(form, told.count); }
    else if (["start", "end"].includes(name) && field.type === "date") {
      if (told?.days) { form.elements.start.value = told.days.start; form.elements.end.value = told.days.end; }
    } else {
      field.value = words.words;
      if (name === "place") { form.elements.from.value = words.start; form.elements.to.value = words.end; offer(form, told?.places ?? []); }
    }
    field.focus();
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

  /** Does what a key stands for; false where it stands for nothing here. */
  const done = (key) => {
    const act = {
      j: () => step(1), arrowdown: () => step(1), k: () => step(-1), arrowup: () => step(-1), m: addMarked, u: undoLast,
      d: () => document.getElementById("done").requestSubmit(),
      x: () => {
        if (!current) return;
        const incident = current.matches(".incidentcard") ? current : document.getElementById(`k-${current.dataset.incident}`);
        if (incident) { look(incident); press("x"); }
      },
    }[key];
    if (!act) return Boolean(current) && press(key);
    act();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=hidden]), select, textarea");
    if (event.key === "Escape" && current) { close(current); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const moves = ["j", "k", "arrowdown", "arrowup"].includes(key);
    if (event.repeat && !moves) return; // a key that is held down decides once
    if (waiting) { if (key.length === 1) ahead.push(key); return; }
    if (done(key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const card = event.target.closest(".claimcard");
    if (card && card !== current && !event.target.closest("button, input, select, a")) look(card);
    const opener = event.target.closest("[data-opens]");
    if (opener) { look(card); open(card, opener.dataset.opens); }
    if (event.target.closest("[data-close]")) close(current ?? list()[0]);
    const mark = event.target.closest(".text a.m");
    if (!mark) return;
    event.preventDefault();
    const names = mark.dataset.t.split(" ");
    if (field && !field.form.closest("[hidden]")) {
      const { place, start } = field.form.elements;
      if (place && mark.matches(".k-place")) field = place; else if (start?.type === "date" && mark.matches(".k-date")) field = start;
      const words = around(mark);
      if (words) fill(words);
    }
    else if (mark.matches(".k-untaken")) addMarked(around(mark));
    else look(list().find((one) => names.includes(one.dataset.anchor)));
  });

  document.addEventListener("focusin", (event) => { if (event.target.matches(".fields input:not([name=reason])")) field = event.target; });
  document.addEventListener("pointerup", (event) => {
    if (!event.target.closest(".text") || event.target.closest("a.m") || !field || field.form.closest("[hidden]")) return;
    const words = marked();
    if (words) fill(words);
  });
  document.addEventListener("change", async (event) => {
    if (event.target.name !== "place" || !event.target.form.elements.which) return;
    const form = event.target.form;
    form.elements.from.value = form.elements.to.value = "";
    const told = event.target.value.trim() ? await meant({ text: event.target.value }) : null;
    offer(form, told?.places ?? []);
  });

  document.addEventListener("htmx:beforeRequest", () => { waiting = true; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) { waiting = false; ahead.length = 0; return; }
    requestAnimationFrame(() => {
      waiting = false;
      const id = event.detail.target?.id;
      const card = id && document.getElementById(id);
      if (card) {
        current = card;
        tally();
        if (card.dataset.state) nextOpen(); else look(card);
      }
      while (ahead.length && !waiting) done(ahead.shift());
    });
  });
  document.addEventListener("DOMContentLoaded", () => {
    const asked = location.hash && document.getElementById(location.hash.slice(1));
    const words = location.hash.match(/^#words-(\d+)-(\d+)$/);
    look(asked || list().find((card) => !card.dataset.state) || list()[0]);
    if (words) addMarked(textAt(Number(words[1]), Number(words[2])));
  });
})();
