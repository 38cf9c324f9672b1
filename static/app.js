// Small comforts; every page works without them.
"use strict";
document.addEventListener("click", (event) => {
  const burger = event.target.closest("[data-toggle]");
  if (burger) {
    const target = document.getElementById(burger.dataset.toggle);
    const open = target.classList.toggle("open");
    burger.setAttribute("aria-expanded", String(open));
    return;
  }
  // A menu closes when somebody clicks elsewhere.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// One press is enough: a form is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") {
    form.dataset.sent = "1";
    window.setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});
