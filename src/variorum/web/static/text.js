"use strict";
// Words of a report's text and where they stand in it, in code points: the server counts so too.
window.wordsOfText = (() => {
  const length = (text) => Array.from(text).length;

  /** The words of a range within one paragraph; null of any other. */
  const placed = (range) => {
    const first = range.startContainer;
    const paragraph = (first.nodeType === 1 ? first : first.parentElement).closest(".text .p");
    if (!paragraph || !paragraph.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(first, range.startOffset);
    const number = paragraph.querySelector(".number").textContent;
    const start = Number(paragraph.dataset.start) + length(before.toString()) - length(number);
    return { words: range.toString(), start, end: start + length(range.toString()) };
  };

  /** The words that are marked by the reader. */
  const marked = () => {
    const selection = getSelection();
    return selection.rangeCount && !selection.isCollapsed ? placed(selection.getRangeAt(0)) : null;
  };

  /** The words of an element of the text. */
  const around = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return placed(range);
  };

  /** The words that stand from one place of the text to another. */
  const textAt = (start, end) => {
    const paragraph = [...document.querySelectorAll(".text .p")].findLast((one) => Number(one.dataset.start) <= start);
    const number = paragraph?.querySelector(".number").textContent ?? "";
    const text = Array.from(paragraph?.textContent ?? "").slice(length(number));
    const from = start - Number(paragraph?.dataset.start ?? 0);
    return { words: text.slice(from, from + end - start).join(""), start, end };
  };

  return { placed, marked, around, textAt };
})();
