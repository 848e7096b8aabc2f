"use strict";
// What the reader did not take: words that are marked in the text, or a number that stands there, go to the review.
(() => {
  const { marked, around } = window.wordsOfText;
  const report = document.querySelector("[data-review]"), button = document.getElementById("missed");
  const place = (words) => `${report.dataset.review}#words-${words.start}-${words.end}`;
  document.addEventListener("selectionchange", () => {
    const words = marked();
    button.hidden = !words || !words.words.trim();
    if (button.hidden) return;
    const at = getSelection().getRangeAt(0).getBoundingClientRect();
    button.style.left = `${Math.min(at.left, innerWidth - 190)}px`;
    button.style.top = `${Math.min(at.bottom + 6, innerHeight - 44)}px`;
    button.href = place(words);
  });
  addEventListener("scroll", () => { button.hidden = true; }, true);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".text a.m.k-untaken");
    if (!mark) return;
    event.preventDefault();
    location.href = place(around(mark));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "m" && !button.hidden && !event.ctrlKey && !event.metaKey && !event.altKey) button.click();
  });
})();
