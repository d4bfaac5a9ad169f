// Type to narrow a long list of choices. Without this script the list is whole and works as well.
"use strict";

for (const lijst of document.querySelectorAll("[data-typfilter]")) {
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
