"use strict";
// The meter of the klantprofiel follows what is being filled in; the server has the last word.
// When each part is there, as sonar/rules/profielvelden.py says it.
const ONDERDELEN = Object.entries(JSON.parse(document.getElementById("wanneer-er")?.textContent ?? "{}"));
function isEr({ bron, kolom, telt }) {
  if (kolom) return heeftRegel(bron, kolom, (regel) => !telt || telt[1].includes(waarde(regel, telt[0])));
  const veld = document.getElementById(`id_${bron}`);
  return veld?.multiple ? veld.selectedOptions.length > 0 : (veld?.value ?? "") !== "";
}
function waarde(regel, naam) {
  return regel.querySelector(`[name$="-${naam}"]`)?.value ?? "";
}
function heeftRegel(lijst, naam, eis) {
  return [...document.querySelectorAll(`#${lijst}-group .inline-related:not(.empty-form)`)].some(
    (regel) => waarde(regel, naam) && !regel.querySelector("[name$=-DELETE]")?.checked && eis(regel));
}
function meet() {
  const meter = document.getElementById("volledigheid");
  const er = ONDERDELEN.map(([naam, deel]) => [naam, isEr(deel)]);
  const aantal = er.filter(([, is]) => is).length;
  const procent = Math.floor((100 * aantal) / er.length);
  meter.value = procent;
  document.querySelector("label[for=volledigheid]").textContent = `Volledig voor ${procent}%`;
  for (const [naam, is] of er) {
    document.querySelector(`#ontbreekt [data-onderdeel="${naam}"]`)?.toggleAttribute("hidden", is);
  }
  document.getElementById("ontbreekt")?.toggleAttribute("hidden", aantal === er.length);
  document.getElementById("niets-ontbreekt")?.toggleAttribute("hidden", aantal < er.length);
}

// One search box that adds a row for what is chosen: a competentie costs the word and one key.
// What else a row asks (how well a language is spoken) gets the cursor; what has an answer does not.
function kiesErbij(groep) {
  const $ = window.django.jQuery;
  const voorbeeld = groep.querySelector(".empty-form select.admin-autocomplete");
  const knop = groep.querySelector(".add-row a");
  if (!voorbeeld || !knop) return;
  const veld = voorbeeld.name.split("-").pop();
  const keuze = voorbeeld.cloneNode(false);
  const label = document.createElement("label");
  const doos = document.createElement("div");
  keuze.id = `kies-${groep.id}`;
  for (const naam of ["name", "required", "data-select2-id", "aria-describedby", "data-allow-clear"]) keuze.removeAttribute(naam);
  keuze.multiple = true;
  label.htmlFor = keuze.id;
  label.textContent = `Voeg een ${groep.dataset.wat} toe`;
  doos.className = "kies-erbij";
  doos.append(label, keuze);
  knop.parentElement.before(doos);
  knop.parentElement.hidden = true;
  $(keuze).djangoAdminSelect2();
  $(keuze).on("select2:select", (gebeurtenis) => {
    const { id, text } = gebeurtenis.params.data;
    $(keuze).val(null).trigger("change");
    const rijen = [...groep.querySelectorAll(".inline-related:not(.empty-form)")];
    const bekend = rijen.find((rij) => waarde(rij, veld) === id);
    if (!bekend) knop.click();
    const rij = bekend ?? [...groep.querySelectorAll(".inline-related:not(.empty-form)")].pop();
    const gekozenVeld = rij.querySelector(`[name$="-${veld}"]`);
    if (!bekend) $(gekozenVeld).append(new Option(text, id, true, true)).trigger("change");
    const vraag = [...rij.querySelectorAll("select:not(.admin-autocomplete)")].find((ander) => !ander.value);
    window.setTimeout(() => (vraag ?? doos.querySelector(".select2-search__field")).focus(), 0);
    meet();
  });
}
// After the admin has made its rows and boxes.
window.django?.jQuery(() => {
  const formulier = document.getElementById("klantprofiel_form");
  if (!formulier || !document.getElementById("volledigheid") || !document.getElementById("id_vaardigheden")) return;
  for (const [id, wat] of [["competenties-group", "competentie"], ["talen-group", "taal"]]) {
    const groep = document.getElementById(id);
    if (!groep) continue;
    groep.dataset.wat = wat;
    kiesErbij(groep);
  }
  document.addEventListener("formset:removed", meet);
  formulier.addEventListener("input", meet);
  formulier.addEventListener("change", meet);
  // select2 tells its changes to jQuery only.
  window.django?.jQuery(formulier).on("change", "select", meet);
  // A profile is opened to be filled in: the first box has the cursor, unless there is a message, or
  // the user was quicker than this page and has the cursor elsewhere already.
  if (!location.hash && !document.querySelector(".messagelist, .errornote")) {
    window.setTimeout(() => {
      if (document.activeElement === document.body) formulier.querySelector(".select2-search__field")?.focus();
    }, 0);
  }
});
