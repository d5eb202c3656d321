// The pages in the middle: each drawn when it comes near, and put away when it is far.

class Pages {
  constructor(picked) {
    this.picked = picked;
    this.e = $("pages");
    this.off = new Set(["outside"]);
    this.fit = true;
    this.scale = 1;
    this.sheets = [];
    this.near = new IntersectionObserver((seen) => this.seen(seen), { root: this.e, rootMargin: "80% 0px" });
    new ResizeObserver(() => this.fit && this.fitted()).observe(this.e);
    this.e.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.e.addEventListener("click", (event) => this.clicked(event));
    this.e.addEventListener("pointermove", (event) => this.hover(event), { passive: true });
    this.e.addEventListener("pointerleave", () => this.hovered(null));
  }

  // Lays out the pages of a document.
  fill(model, index) {
    for (const sheet of this.sheets) this.undraw(sheet), this.near.unobserve(sheet.e);
    this.model = model;
    this.index = index;
    this.e.replaceChildren();
    this.e.scrollTop = 0;
    this.lit = [];
    this.sheets = model.choice.pages.map((page, i) => {
      const e = h("div", { class: "sheet", "data-page": page.number, role: "img", "aria-label": `${t("page")} ${page.number}` });
      e.style.setProperty("--w", page.size[0]);
      e.style.setProperty("--h", page.size[1]);
      const frame = h("figure", { class: "frame" }, h("figcaption", null, String(page.number), page.rebuilt && h("span", { class: "rebuilt" }, `${t("rebuilt")}${t(page.rebuilt)}`)), e);
      this.e.append(frame);
      const sheet = { e, frame, page, i, number: page.number };
      e.sheet = sheet;
      return sheet;
    });
    this.byNumber = new Map(this.sheets.map((sheet) => [sheet.number, sheet]));
    for (const sheet of this.sheets) this.near.observe(sheet.e);
    this.fitted();
    this.e.scrollTo({ top: 0, left: 0, behavior: "instant" });
    this.scrolled();
  }

  seen(changes) {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) this.draw(target.sheet);
      else this.undraw(target.sheet);
    }
  }

  async draw(sheet) {
    if (sheet.near) return;
    sheet.near = true;
    // a page that went and came back while it was unpacked is drawn by whoever came last
    const turn = (sheet.turn = (sheet.turn ?? 0) + 1);
    sheet.over = this.overlay(sheet);
    sheet.e.append(sheet.over);
    this.light(sheet);
    const answer = await unpacked(`page-${this.index}-${sheet.i}`);
    const blob = new Blob([await answer.arrayBuffer()], { type: "image/svg+xml" });
    if (!sheet.near || sheet.turn !== turn || !sheet.e.isConnected) return;
    sheet.url = URL.createObjectURL(blob);
    sheet.image = h("img", { src: sheet.url, alt: "", decoding: "async", draggable: "false" });
    sheet.e.prepend(sheet.image);
  }

  undraw(sheet) {
    sheet.near = false;
    sheet.image?.remove();
    sheet.over?.remove();
    if (sheet.url) URL.revokeObjectURL(sheet.url);
    sheet.image = sheet.over = sheet.url = null;
  }

  // What was read of a page, a box each.
  overlay(sheet) {
    const [w, height] = sheet.page.size;
    const over = svg("svg", { viewBox: `0 0 ${w} ${height}`, preserveAspectRatio: "none", class: "over", "aria-hidden": "true" });
    const layers = Object.fromEntries([...LAYERS].reverse().map((layer) => [layer, svg("g", { class: `layer ${layer}` })]));
    // just outside of the boxes, so that it covers nothing of what is in them
    const halos = {};
    for (const { node, box } of this.model.onPage.get(sheet.number)) {
      if (layers[node.layer]) (halos[node.layer] ??= []).push(outline(box, 0.9));
      const extra = node.severity ? ` ${node.severity}` : node.known ? " known" : "";
      layers[node.layer]?.append(boxed(box, `box${extra}`, node.kind === "table" ? -1.2 : 0));
    }
    for (const layer of ["cells", "outside", "items", "indicators", "marks", "findings", "differences"]) {
      if (halos[layer]) layers[layer].prepend(svg("path", { class: "halo", d: halos[layer].join("") }));
      over.append(layers[layer]);
    }
    sheet.hover = svg("g", { class: "hover" });
    sheet.lit = svg("g", { class: "lit" });
    over.append(sheet.hover, sheet.lit);
    return over;
  }

  // Lights the places of the selection on a page.
  light(sheet) {
    if (!sheet.lit) return;
    const here = this.lit.filter((a) => a.page === sheet.number);
    const halo = svg("path", { class: "halo", d: here.map((a) => outline(a.box, 2.2)).join("") });
    sheet.lit.replaceChildren(...(here.length ? [halo] : []), ...here.map((a) => boxed(a.box, "box", -1.5)));
  }

  // Lights places, and brings the first of them into sight.
  show(at, scroll) {
    this.lit = at;
    for (const sheet of this.sheets) if (sheet.near) this.light(sheet);
    const sheet = at.length && this.byNumber.get(at[0].page);
    if (!scroll || !sheet) return;
    const [x0, top, x1, bottom] = at[0].box;
    const origin = sheet.frame.offsetTop + sheet.e.offsetTop;
    const [view, wide] = [this.e.clientHeight, this.e.clientWidth];
    const [y0, y1] = [origin + top * this.scale, origin + bottom * this.scale];
    const left = sheet.frame.offsetLeft + sheet.e.offsetLeft;
    const [ax, bx] = [left + x0 * this.scale, left + x1 * this.scale];
    const now = { top: this.e.scrollTop, left: this.e.scrollLeft };
    const margin = Math.min(90, view / 6);
    const to = { ...now };
    if (y0 < now.top + margin || y1 > now.top + view - margin) to.top = y1 - y0 > view - 2 * margin ? y0 - margin : (y0 + y1) / 2 - view * 0.42;
    if (ax < now.left || bx > now.left + wide) to.left = Math.max(0, (ax + bx) / 2 - wide / 2);
    const far = Math.abs(to.top - now.top) > 2 * view;
    this.e.scrollTo({ ...to, behavior: calm.matches || far ? "instant" : "smooth" });
  }

  go(number) {
    const sheet = this.byNumber.get(number);
    if (sheet) this.e.scrollTo({ top: sheet.frame.offsetTop - 8, behavior: "instant" });
    return Boolean(sheet);
  }

  // The page in the middle of the view.
  current() {
    const middle = this.e.scrollTop + this.e.clientHeight / 2;
    let [low, high] = [0, this.sheets.length - 1];
    while (low < high) {
      const i = (low + high + 1) >> 1;
      if (this.sheets[i].frame.offsetTop <= middle) low = i;
      else high = i - 1;
    }
    return this.sheets[low];
  }

  scrolled() {
    const sheet = this.current();
    if (sheet && document.activeElement !== $("page-number")) $("page-number").value = String(sheet.number);
  }

  // Fits the page in the middle: a large one among small ones would make them all too small to read.
  fitted() {
    const width = this.current()?.page.size[0] ?? 1;
    this.fit = true;
    this.scaled(Math.min(3, Math.max(0.2, (this.e.clientWidth - (narrow.matches ? 20 : 56)) / Math.max(1, width))));
  }

  zoom(by) {
    this.fit = false;
    this.scaled(Math.min(6, Math.max(0.2, this.scale * by)));
  }

  // Changes the scale; what is in the middle of the view stays there.
  scaled(scale) {
    if (Math.abs(scale - this.scale) < 1e-4 && this.e.style.getPropertyValue("--scale")) return;
    const sheet = this.current();
    const [mx, my] = [this.e.clientWidth / 2, this.e.clientHeight / 2];
    const point = sheet && { x: (this.e.scrollLeft + mx - sheet.frame.offsetLeft) / this.scale, y: (this.e.scrollTop + my - sheet.frame.offsetTop - sheet.e.offsetTop) / this.scale };
    this.scale = scale;
    this.e.style.setProperty("--scale", scale);
    $("fit").textContent = `${Math.round(scale * 100)} %`;
    $("fit").setAttribute("aria-pressed", String(this.fit));
    if (!point) return;
    this.e.scrollTop = sheet.frame.offsetTop + sheet.e.offsetTop + point.y * scale - my;
    this.e.scrollLeft = sheet.frame.offsetLeft + point.x * scale - mx;
  }

  // What can be seen on the pages, in the order of its places.
  inOrder() {
    const values = (layer) => ["items", "indicators", "marks", "cells"].includes(layer) && this.visible(layer);
    const all = [...this.model.nodes.values()].filter((node) => node.at.length && node.kind !== "table" && values(node.layer));
    const by = (a, b) => a.at[0].page - b.at[0].page || a.at[0].box[1] - b.at[0].box[1] || a.at[0].box[0] - b.at[0].box[0];
    return all.sort(by);
  }

  firstInSight(nodes) {
    const top = this.e.scrollTop;
    return nodes.find((node) => {
      const sheet = this.byNumber.get(node.at[0].page);
      const y = sheet.frame.offsetTop + sheet.e.offsetTop + node.at[0].box[1] * this.scale;
      return y >= top && y < top + this.e.clientHeight;
    });
  }

  visible = (layer) => !this.off.has(layer);

  toggle(layer, on) {
    this.off[on ? "delete" : "add"](layer);
    this.e.classList.toggle(`no-${layer}`, !on);
  }

  // The nodes under the pointer, the smallest first.
  under(event) {
    const e = event.target.closest?.(".sheet");
    if (!e?.sheet) return [];
    const r = e.getBoundingClientRect();
    return this.model.under(e.sheet.number, (event.clientX - r.left) / this.scale, (event.clientY - r.top) / this.scale, this.visible);
  }

  clicked(event) {
    const there = this.under(event);
    this.picked(there);
  }

  hover(event) {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      const e = event.target.closest?.(".sheet");
      this.hovered(this.under(event)[0] ?? null, e?.sheet);
    });
  }

  hovered(node, sheet) {
    if (this.over === node && this.overSheet === sheet) return;
    this.overSheet?.hover?.replaceChildren();
    this.over = node;
    this.overSheet = sheet;
    const under = $("under");
    under.hidden = !node;
    if (!node) return;
    sheet.hover?.replaceChildren(...node.at.filter((a) => a.page === sheet.number).map((a) => boxed(a.box, "box", -0.6)));
    under.replaceChildren(h("span", { class: "label" }, heading(node)), " ", ja(oneLine(node.text).slice(0, 120)));
  }
}

// The outline of a box as a path.
function outline([x0, top, x1, bottom], wider = 0) {
  return `M${x0 - wider} ${top - wider}H${x1 + wider}V${bottom + wider}H${x0 - wider}Z`;
}

function boxed([x0, top, x1, bottom], name, inset) {
  return svg("rect", { x: x0 + inset, y: top + inset, width: Math.max(0.5, x1 - x0 - 2 * inset), height: Math.max(0.5, bottom - top - 2 * inset), class: name });
}
