"use strict";
// A slider through the quarters. The list, the links and the addresses do the same without script.
{
  const formulier = document.getElementById("keuze");
  const kwartaal = document.getElementById("kwartaal");
  const codes = [...kwartaal.options].reverse(); // in the order of time
  let bezig = null;

  function adresVan(code) {
    const vraag = new URLSearchParams(location.search);
    vraag.set("kwartaal", code);
    if (vraag.get("naast") === code) vraag.delete("naast");
    return `${location.pathname}?${vraag}`;
  }

  // Fetch the page of a quarter and put its outcome in the place of this one: the slider stays in hand.
  async function toon(code) {
    bezig?.abort();
    bezig = new AbortController();
    const adres = adresVan(code);
    const uitkomst = document.getElementById("uitkomst");
    uitkomst.setAttribute("aria-busy", "true");
    try {
      const antwoord = await fetch(adres, { signal: bezig.signal });
      if (!antwoord.ok || antwoord.redirected) throw new Error(antwoord.status);
      const pagina = new DOMParser().parseFromString(await antwoord.text(), "text/html");
      const open = uitkomst.querySelector("details")?.open;
      const nieuw = document.adoptNode(pagina.getElementById("uitkomst"));
      nieuw.querySelector("details")?.toggleAttribute("open", open);
      uitkomst.replaceWith(nieuw);
      history.replaceState(null, "", adres);
      document.getElementById("gemeld").textContent = document.getElementById("welk").textContent;
    } catch (fout) {
      if (fout.name !== "AbortError") location.assign(adres);
    }
  }

  if (codes.length > 1 && kwartaal.selectedIndex >= 0) {
    const regel = document.createElement("p");
    regel.className = "schuif";
    const label = document.createElement("label");
    label.htmlFor = "schuif";
    label.textContent = "Schuif door de kwartalen: ";
    const welk = document.createElement("span");
    label.append(welk);
    const schuif = document.createElement("input");
    Object.assign(schuif, { type: "range", id: "schuif", min: 0, max: codes.length - 1, step: 1 });
    schuif.value = codes.findIndex((keuze) => keuze.selected);
    regel.append(label, schuif);
    formulier.append(regel);

    const noem = () => {
      const keuze = codes[schuif.value];
      welk.textContent = keuze.textContent;
      schuif.setAttribute("aria-valuetext", keuze.textContent);
      keuze.selected = true;
    };
    let straks = 0;
    noem();
    schuif.addEventListener("input", () => {
      noem();
      clearTimeout(straks); // while it moves, nothing is fetched
      straks = setTimeout(() => toon(codes[schuif.value].value), 250);
    });
    kwartaal.addEventListener("change", () => {
      schuif.value = codes.findIndex((keuze) => keuze.selected);
      noem();
    });
  }
}
