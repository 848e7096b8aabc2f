"use strict";
// Before anything is drawn: the theme that was chosen, so that no page flashes.
{ const chosen = localStorage.getItem("theme"); if (chosen) document.documentElement.dataset.theme = chosen; }
