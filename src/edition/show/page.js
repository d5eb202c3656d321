
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").replace(/(\d),(?=\d)/g, "$1");
  const search = document.getElementById("search");
  if (!search) return;
  const found = document.getElementById("found");
  const reset = document.getElementById("reset");
  const none = document.getElementById("none");
  const tiles = all(".tile");
  const blocks = all(".block").map((block) => ({
    block, rows: all(".row", block), title: plain(block.querySelector("h4").textContent + " " +
      block.closest(".group").querySelector("h3").textContent),
  }));
  const entries = all("tr.row");
  const texts = new Map();
  // what was taken out stands within what was put in: each of the two is searched as a whole
  const without = (row, gone) => {
    const copy = row.cloneNode(true);
    all(gone, copy).forEach((piece) => piece.remove());
    return copy.textContent;
  };
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, plain(without(row, "ins") + " " + without(row, "del")));
    return texts.get(row);
  };
  const lots = all(".lots details");
  const open = new Map(lots.map((lot) => [lot, lot.open]));
  document.documentElement.classList.add("js");

  const show = () => {
    const pressed = tiles.filter((tile) => tile.getAttribute("aria-pressed") === "true");
    const words = plain(search.value).trim().split(" ").filter(Boolean);
    const filtered = pressed.length > 0 || words.length > 0;
    const kinds = new Set(pressed.map((tile) => tile.dataset.kind).filter(Boolean));
    const tones = new Set(pressed.map((tile) => tile.dataset.tone).filter(Boolean));
    const fits = (row) => pressed.length === 0 || kinds.has(row.dataset.kind) || tones.has(row.dataset.tone);
    const says = (text) => words.every((word) => text.includes(word));
    let rows = 0;
    for (const { block, rows: own, title } of blocks) {
      const whole = words.length > 0 && says(title);
      let some = 0;
      for (const row of own) {
        const shown = fits(row) && (words.length === 0 || whole || says(title + " " + text(row)));
        row.hidden = !shown;
        some += shown ? 1 : 0;
      }
      block.hidden = some === 0;
      rows += some;
    }
    for (const row of entries) {
      row.hidden = !(fits(row) && says(text(row)));
      rows += row.hidden ? 0 : 1;
    }
    for (const lot of lots) {
      const some = lot.querySelector("tr.row:not([hidden])") !== null;
      lot.hidden = !some;
      lot.open = filtered ? some : open.get(lot);
    }
    for (const part of all("section.group, section.matter, section.lots")) {
      part.hidden = part.querySelector(".row:not([hidden])") === null;
    }
    none.hidden = rows > 0;
    reset.disabled = !filtered;
    found.textContent = filtered ? rows + (rows === 1 ? " change" : " changes") : "";
  };

  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      const on = tile.getAttribute("aria-pressed") === "true";
      tile.setAttribute("aria-pressed", String(!on));
      show();
    });
  }
  let due = 0;
  search.addEventListener("input", () => {
    clearTimeout(due);
    due = setTimeout(show, 120);
  });
  reset.addEventListener("click", () => {
    search.value = "";
    tiles.forEach((tile) => tile.setAttribute("aria-pressed", "false"));
    show();
    search.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      reset.click();
    }
  });
  addEventListener("beforeprint", () => lots.forEach((lot) => { lot.open = true; }));
  addEventListener("afterprint", show);
  show();
})();
