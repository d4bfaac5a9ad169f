"use strict";
// The search boxes of the admin (select2) have no name for a screen reader, and call a row of chosen
// values a list that it is not. Give each the name of its label, whenever one appears or changes.
function benoem() {
  for (const keuze of document.querySelectorAll("select.admin-autocomplete, select.meerkeuze")) {
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
});

// The meter of the klantprofiel follows what is being filled in; the server has the last word.
const ONDERDELEN = {
  opleiding: () => heeftRegel("opleidingen", "niveau"),
  vaardigheden: () => gekozen("id_vaardigheden"),
  competenties: () => heeftRegel("competenties", "competentie", (regel) => ["1", "2"].includes(waarde(regel, "beheersing"))),
  affiniteiten: () => gekozen("id_affiniteiten"),
  beroepssectoren: () => gekozen("id_sectoren"),
  taaksoorten: () => gekozen("id_taaksoorten"),
  uren: () => document.getElementById("id_uren_max")?.value !== "",
  reisafstand: () => document.getElementById("id_reisafstand")?.value !== "",
};
function gekozen(id) {
  return (document.getElementById(id)?.selectedOptions.length ?? 0) > 0;
}
function waarde(regel, naam) {
  return regel.querySelector(`[name$="-${naam}"]`)?.value ?? "";
}
function heeftRegel(lijst, naam, eis = () => true) {
  return [...document.querySelectorAll(`#${lijst}-group .inline-related:not(.empty-form)`)].some(
    (regel) => waarde(regel, naam) && !regel.querySelector("[name$=-DELETE]")?.checked && eis(regel));
}
function meet() {
  const meter = document.getElementById("volledigheid");
  const label = document.querySelector("label[for=volledigheid]");
  const er = Object.entries(ONDERDELEN).map(([naam, is]) => [naam, is()]);
  const procent = Math.floor((100 * er.filter(([, is]) => is).length) / er.length);
  meter.value = procent;
  label.textContent = `Volledig voor ${procent}%`;
  for (const [naam, is] of er) {
    document.querySelector(`#ontbreekt [data-onderdeel="${naam}"]`)?.toggleAttribute("hidden", is);
  }
}
document.addEventListener("DOMContentLoaded", () => {
  const formulier = document.getElementById("klantprofiel_form");
  if (!formulier || !document.getElementById("volledigheid") || !document.getElementById("id_vaardigheden")) return;
  formulier.addEventListener("input", meet);
  formulier.addEventListener("change", meet);
  // select2 tells its changes to jQuery only.
  window.django?.jQuery(formulier).on("change", "select", meet);
  // Who opens a profile comes to fill it in: the first box has the cursor, unless there is a message.
  if (!location.hash && !document.querySelector(".messagelist, .errornote")) {
    window.setTimeout(() => formulier.querySelector(".select2-search__field")?.focus(), 0);
  }
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
