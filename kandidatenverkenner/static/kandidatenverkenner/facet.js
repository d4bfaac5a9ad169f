// Makes searching quicker. Everything works without this script too.
"use strict";

// Typing narrows a long list of choices.
function maakTypbaar(lijst) {
  const keuzen = [...lijst.querySelectorAll(".keuzen li")];
  const veld = document.createElement("input");
  const uitkomst = document.createElement("p");
  const label = document.createElement("label");
  veld.type = "search";
  veld.id = `typ-${lijst.dataset.typfilter.replace(/\W+/g, "-")}`;
  veld.autocomplete = "off";
  label.htmlFor = veld.id;
  label.textContent = `Zoek in ${lijst.dataset.typfilter}`;
  uitkomst.className = "uitleg";
  uitkomst.setAttribute("role", "status");

  const kaal = (tekst) => tekst.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  veld.addEventListener("input", () => {
    const gezocht = kaal(veld.value.trim());
    for (const keuze of keuzen) {
      const naam = keuze.querySelector(".keuzenaam").textContent;
      keuze.hidden = !kaal(naam).includes(gezocht);
    }
    for (const groep of lijst.querySelectorAll(".keuzen")) {
      const leeg = ![...groep.children].some((keuze) => !keuze.hidden);
      groep.hidden = leeg;
      const kop = groep.previousElementSibling;
      if (kop && kop.classList.contains("groepkop")) kop.hidden = leeg;
    }
    const over = keuzen.filter((keuze) => !keuze.hidden).length;
    uitkomst.textContent = gezocht ? `${over} van ${keuzen.length}` : "";
  });

  // Enter would send the whole form while somebody is still choosing.
  veld.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.key === "Enter") gebeurtenis.preventDefault();
  });

  const balk = document.createElement("div");
  balk.className = "veld typveld";
  balk.append(label, veld, uitkomst);
  lijst.querySelector("summary").after(balk);
}

function richtIn() {
  document.querySelectorAll("[data-typfilter]").forEach(maakTypbaar);
}

// The results change in place; everything that somebody opened or typed stays as it was.
const open = new Map();
const getypt = new Map();

// On a phone the filters lie over the results, so they wait for the button.
document.addEventListener("htmx:beforeRequest", (gebeurtenis) => {
  const aanleiding = gebeurtenis.detail.requestConfig.triggeringEvent;
  if (aanleiding?.type === "change" && window.matchMedia("(max-width: 60rem)").matches) {
    gebeurtenis.preventDefault();
  }
});

document.addEventListener("htmx:beforeSwap", () => {
  for (const blok of document.querySelectorAll("details[data-naam]")) {
    open.set(blok.dataset.naam, blok.open);
    const veld = blok.querySelector(":scope > .typveld input");
    if (veld) getypt.set(blok.dataset.naam, veld.value);
  }
});

document.addEventListener("htmx:load", (gebeurtenis) => {
  if (gebeurtenis.detail.elt.id !== "zoekraster") return;
  richtIn();
  for (const blok of document.querySelectorAll("details[data-naam]")) {
    const naam = blok.dataset.naam;
    if (open.has(naam)) blok.open = open.get(naam);
    const veld = blok.querySelector(":scope > .typveld input");
    if (veld && getypt.get(naam)) {
      veld.value = getypt.get(naam);
      veld.dispatchEvent(new Event("input"));
    }
  }
  // The element with the focus went away with the old results: move the focus to the new ones.
  if (document.activeElement === document.body) {
    document.getElementById("resultaten").focus({ preventScroll: true });
  }
  // A screen reader says how many there are now.
  document.getElementById("nieuw-aantal").textContent = document.getElementById("aantal").textContent;
});

richtIn();
