// Language, the link between words and places, and the whole photo. Without it everything is still there to read.
"use strict";
const root = document.documentElement;

for (const button of document.querySelectorAll("[data-set]")) {
  const mark = () => button.setAttribute("aria-pressed", root.dataset.lang === button.dataset.set);
  button.addEventListener("click", () => {
    root.dataset.lang = button.dataset.set;
    root.lang = button.lang;
    document.dispatchEvent(new Event("language"));
  });
  document.addEventListener("language", mark);
  mark();
}

const pair = (id, other, on) => {
  for (const element of [document.getElementById(id), document.getElementById(other)]) {
    if (!element) continue;
    element.classList.toggle("on", on);
    element.closest(".photo").classList.toggle("pointing", on);
  }
};
const link = (element, other) => {
  for (const event of ["pointerenter", "focus"]) element.addEventListener(event, () => pair(element.id, other, true));
  for (const event of ["pointerleave", "blur"]) element.addEventListener(event, () => pair(element.id, other, false));
};
for (const finding of document.querySelectorAll("[data-region]")) link(finding, finding.dataset.region);
for (const region of document.querySelectorAll("[data-finding]")) {
  link(region, region.dataset.finding);
  region.addEventListener("click", () => {
    const finding = document.getElementById(region.dataset.finding);
    finding.scrollIntoView({ block: "nearest", behavior: "smooth" });
    finding.focus({ preventScroll: true });
  });
}

for (const box of document.querySelectorAll("[data-layer=whole]")) {
  box.addEventListener("change", () => {
    const view = box.closest(".shot").querySelector(".view");
    view.setAttribute("viewBox", box.checked ? view.dataset.whole : view.dataset.focus);
  });
}

window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".passed")) details.open = true;
});
