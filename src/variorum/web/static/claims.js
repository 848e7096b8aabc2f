"use strict";
// Links from elsewhere name a claim by its id: here it is brought to its place on the page.
document.addEventListener("DOMContentLoaded", () => {
  const report = document.querySelector("[data-aliases]");
  const aliases = JSON.parse(report?.dataset.aliases ?? "{}");
  const follow = () => {
    const place = document.getElementById(aliases[location.hash.slice(3)] ?? "");
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    place.classList.add("on");
    document.getElementById(`w-${place.id}`)?.classList.add("on");
    document.getElementById(`w-${place.id}`)?.scrollIntoView({ block: "nearest" });
    place.querySelector("a")?.focus({ preventScroll: true });
  };
  follow();
  addEventListener("hashchange", follow);
});
