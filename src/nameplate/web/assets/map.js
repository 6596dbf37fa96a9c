// Lets the map of the page be moved and enlarged. Without it the page has the same map, still.
// The outlines are those of the page: nothing is asked for, and texts are set as texts.
(() => {
  const figure = document.querySelector("[data-map]");
  const still = figure?.querySelector("[data-sheet]");
  if (!still || typeof L === "undefined") return;

  const { width, height } = still.viewBox.baseVal;
  const unit = width / 256;
  const bounds = L.latLngBounds([[-height / unit, 0], [0, width / unit]]);
  const place = document.createElement("div");
  place.className = "np-map__live";
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", `Map of ${figure.dataset.map} that can be moved and enlarged`);
  still.after(place);
  figure.classList.add("np-map--live");

  // Patterns of its own, so that they keep their size while the outlines grow.
  const patterns = figure.querySelector("[data-patterns]").cloneNode(true);
  for (const one of patterns.querySelectorAll("pattern")) one.id = `m${one.id}`;
  figure.append(patterns);
  const sheet = still.cloneNode(true);
  sheet.removeAttribute("class");
  for (const area of sheet.querySelectorAll("path")) {
    area.setAttribute("fill", area.getAttribute("fill").replace("url(#p-", "url(#mp-"));
  }

  const map = L.map(place, {
    crs: L.CRS.Simple, zoomSnap: 0.25, zoomDelta: 0.75, maxBounds: bounds.pad(0.2),
    maxBoundsViscosity: 0.8, scrollWheelZoom: false, fadeAnimation: false,
    attributionControl: false, // the credit stands below the map, with script and without
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.fitBounds(bounds);
  map.setMinZoom(map.getZoom() - 0.25);
  map.setMaxZoom(map.getZoom() + 5);
  L.svgOverlay(sheet, bounds, { interactive: true }).addTo(map);

  const scale = () => {
    const units = unit / map.options.crs.scale(map.getZoom());
    for (const one of patterns.querySelectorAll("pattern")) {
      one.setAttribute("patternTransform", `scale(${units})`);
    }
  };
  map.on("zoomend", scale);
  scale();

  const middle = (area) => {
    const box = area.getBBox(); // in the units of the outlines, wherever the map was moved to
    return L.latLng(-(box.y + box.height / 2) / unit, (box.x + box.width / 2) / unit);
  };
  const tell = (area, at) => {
    const box = document.createElement("div");
    const says = box.appendChild(document.createElement("p"));
    says.textContent = area.dataset.says;
    const link = area.closest("a");
    if (link) {
      const row = box.appendChild(document.createElement("a"));
      row.href = link.getAttribute("href");
      row.textContent = "See it in the table";
    }
    L.popup({ maxWidth: 320 }).setLatLng(at).setContent(box).openOn(map);
  };
  sheet.addEventListener("click", (event) => {
    const area = event.target.closest("path") ?? event.target.closest("a")?.querySelector("path");
    if (!area?.dataset.says) return;
    event.preventDefault();
    event.stopPropagation();
    const keyed = event.detail === 0; // Enter on a link: there is no place of a pointer
    tell(area, keyed ? middle(area) : map.mouseEventToLatLng(event));
  });
  sheet.addEventListener("focusin", (event) => {
    // A browser scrolls to what has the focus; here the map moves instead.
    place.scrollTo(0, 0);
    const area = event.target.closest("a")?.querySelector("path");
    if (area && !map.getBounds().contains(middle(area))) map.panTo(middle(area));
  });
})();
