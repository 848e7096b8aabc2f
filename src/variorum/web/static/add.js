"use strict";
// Files that are dropped go where chosen files go.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("drop"), files = document.getElementById("files");
  for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => { event.preventDefault(); place.classList.remove("over"); files.files = event.dataTransfer.files; });
});
