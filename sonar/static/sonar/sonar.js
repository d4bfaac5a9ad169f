"use strict";
// The search boxes of the admin (select2) have no name for a screen reader, and call a row of chosen
// values a list that it is not. Give each the name of its label, whenever one appears or changes.
function benoem() {
  for (const keuze of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(keuze.id)}"]`);
    const doos = keuze.parentElement.querySelector(".select2-container");
    if (!label || !doos) continue;
    const naam = label.textContent.replace(":", "").trim();
    for (const veld of doos.querySelectorAll("[role=combobox], .select2-search__field")) {
      veld.removeAttribute("aria-labelledby");
      veld.setAttribute("aria-label", naam);
    }
    for (const tekst of doos.querySelectorAll("span[role=textbox]")) {
      tekst.removeAttribute("role");
      tekst.removeAttribute("aria-readonly");
    }
    for (const deel of doos.querySelectorAll("ul, li")) deel.setAttribute("role", "none");
  }
  for (const veld of document.querySelectorAll(".select2-search--dropdown .select2-search__field")) {
    veld.setAttribute("aria-label", "Typ om te zoeken");
  }
}
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(benoem).observe(document.body, { childList: true, subtree: true });
});
