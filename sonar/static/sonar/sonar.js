"use strict";
// The search boxes of the admin (select2) have no name for a screen reader, and call a row of chosen
// values a list that it is not. Give each the name of its label, whenever one appears or changes.
function benoem() {
  for (const keuze of document.querySelectorAll("select.admin-autocomplete, select.meerkeuze, .kies-erbij select")) {
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
  for (const keuze of document.querySelectorAll("select.meerkeuze")) window.django?.jQuery(keuze).select2?.();
  new MutationObserver(benoem).observe(document.body, { childList: true, subtree: true });
  benoem(); // the admin may have made its boxes before
});

// Who types in a search box and goes on with Tab, means what the list points at; without this the
// text would be gone without a word.
document.addEventListener("keydown", (toets) => {
  const doos = toets.target;
  if (toets.key !== "Tab" || toets.shiftKey || !doos.matches?.(".select2-search__field") || !doos.value.trim()) return;
  const open = document.querySelector(".select2-container--open")?.previousElementSibling;
  if (!open || !document.querySelector(".select2-results__option--highlighted")) return;
  window.django?.jQuery(open).data("select2")?.trigger("results:select", {});
}, true);

// Free text is looked at while one types: what does not belong there, is said under its box.
function kijkNa(veld) {
  const plek = document.getElementById(`nagekeken-${veld.id}`) ?? document.createElement("div");
  plek.id = `nagekeken-${veld.id}`;
  plek.className = "let-op nagekeken";
  plek.setAttribute("role", "status");
  if (!plek.textContent.trim()) plek.hidden = true;
  veld.after(plek);
  let wacht = 0;
  let nummer = 0;
  async function vraag() {
    const mijn = ++nummer;
    const gegevens = new FormData();
    gegevens.append("tekst", veld.value);
    gegevens.append("namen", document.querySelector("[data-namen]")?.dataset.namen ?? "");
    gegevens.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const antwoord = await fetch(veld.dataset.nakijken, { method: "POST", body: gegevens }).catch(() => null);
    if (!antwoord?.ok || mijn !== nummer) return; // the server looks again when it is saved
    const zinnen = (await antwoord.json()).bevindingen;
    plek.hidden = zinnen.length === 0;
    const lijst = document.createElement("ul");
    for (const zin of zinnen) lijst.appendChild(document.createElement("li")).textContent = zin;
    plek.replaceChildren(...(zinnen.length ? [lijst] : []));
  }
  veld.addEventListener("input", () => {
    window.clearTimeout(wacht);
    wacht = window.setTimeout(vraag, 400);
  });
  // A form that comes back with a mistake holds text that nobody saved yet.
  if (veld.value.trim() && document.querySelector(".errornote")) vraag();
}
document.addEventListener("DOMContentLoaded", () => {
  for (const veld of document.querySelectorAll("[data-nakijken]:not([name*=__prefix__])")) kijkNa(veld);
  document.addEventListener("formset:added", (rij) => {
    for (const veld of rij.target.querySelectorAll("[data-nakijken]")) kijkNa(veld);
  });
});

// At a registration the gemeente is proposed as soon as the postcode is there; who chose one keeps it.
document.addEventListener("DOMContentLoaded", () => {
  const postcode = document.getElementById("id_postcode");
  const gemeente = document.getElementById("id_inschrijvingen-0-gemeente");
  if (!postcode || !gemeente || !location.pathname.endsWith("/add/")) return;
  let voorstel = "";
  postcode.addEventListener("change", async () => {
    const cijfers = postcode.value.trim().slice(0, 4);
    if (!/^[1-9][0-9]{3}$/.test(cijfers) || (gemeente.value && gemeente.value !== voorstel)) return;
    const antwoord = await fetch(new URL(`../../../postcodes/${cijfers}/gemeente/`, location.href));
    const { code, naam } = antwoord.ok ? await antwoord.json() : {};
    if (!code) return;
    voorstel = code;
    gemeente.replaceChildren(new Option(naam, code, true, true));
    window.django?.jQuery(gemeente).trigger("change");
  });
});
