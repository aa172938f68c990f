// A plane of two parameters, or a line of one with a curve over it: colours by area, and a point to
// drag or to move by keys. Colours are sampled in doubles, for the eye; every answer is computed from
// the exact point.

const SAMPLES = 420;

/** Value of a polynomial in doubles. */
function inDoubles(rows) {
  const known = rows.map(([c, ...powers]) => [Exact.read(c).number(), powers]);
  return (...at) => known.reduce((s, [c, powers]) => s + powers.reduce((x, k, i) => (k ? x * at[i] ** k : x), c), 0);
}

/** Number of the area at a point in doubles, or -1. */
function sampled({ areas, domain }) {
  const cell = (conditions) => {
    const rows = conditions.map(([, p]) => inDoubles(p));
    return (...at) => rows.every((f) => f(...at) > 0);
  };
  const cells = areas.map((a) => a.cells.map(cell)), within = cell(domain);
  return (...at) => (within(...at) ? cells.findIndex((some) => some.some((f) => f(...at))) : -1);
}

/** Round numbers in an interval, five or so. */
function ticks([low, high]) {
  const rough = (high - low) / 5.7, unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 2.5, 5, 10].find((k) => k * unit >= rough);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) found.push(Number((k * step).toPrecision(6)));
  return found;
}

// Steps across and up; what a page calls home is its first point.
const KEYS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
  PageUp: [0, 10], PageDown: [0, -10], Home: "home",
};

class Plane {
  constructor(element, config, moved) {
    this.element = element;
    this.canvas = element.querySelector("canvas");
    Object.assign(this, config); // views, steps, letters, areas, domain, outside; curve over a line
    this.line = this.steps.length === 1;
    this.moved = moved;
    this.sample();
    element.addEventListener("pointerdown", (e) => {
      element.setPointerCapture(e.pointerId);
      this.dragging = true;
      this.drag(e);
    });
    element.addEventListener("pointermove", (e) => { if (this.dragging) this.drag(e); });
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => { this.dragging = false; });
    element.addEventListener("keydown", (e) => this.key(e));
    new ResizeObserver(() => this.draw()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }
  sample() {
    const which = sampled(this), n = SAMPLES, [across, up] = this.views;
    const at = ([low, high], k) => low + ((high - low) * (k + 0.5)) / n;
    this.grid = new Int8Array(n * n);
    for (let y = 0; y < n; y += 1)
      for (let x = 0; x < n; x += 1)
        this.grid[y * n + x] = this.line ? which(at(across, x)) : which(at(across, x), at(up, n - 1 - y));
    this.middles = this.areas.map((_, i) => middle(this.grid, n, i));
    this.empty = middle(this.grid, n, -1);
  }
  /** Space for the picture within the frame of the axes. */
  frame() {
    const size = this.element.clientWidth;
    return { left: 34, top: 6, size: size - 42, full: size };
  }
  drag(e) {
    const { left, top, size } = this.frame(), box = this.element.getBoundingClientRect();
    const parts = [(e.clientX - box.left - left) / size, 1 - (e.clientY - box.top - top) / size];
    this.moved(...this.steps.map((step, i) => {
      const [low, high] = this.views[i], value = low + (high - low) * Math.min(1, Math.max(0, parts[i]));
      return step.times(Exact.of(BigInt(Math.round(value / step.number()))));
    }));
  }
  key(e) {
    const step = Object.hasOwn(KEYS, e.key) && KEYS[e.key];
    if (!step || e.ctrlKey || e.altKey || e.metaKey || !this.point) return;
    e.preventDefault();
    if (step === "home") {
      this.moved(...this.home);
      return;
    }
    // On a line, upwards is onwards.
    const [across, up] = step, many = (k) => Exact.of(e.shiftKey && Math.abs(k) === 1 ? 10 * k : k);
    const by = this.line ? [across + up] : [across, up];
    this.moved(...this.steps.map((x, i) => this.point[i].plus(x.times(many(by[i])))));
  }
  show(...point) {
    this.home ??= point;
    this.point = point;
    this.draw();
  }
  draw() {
    // While one drags, once for each frame that is shown.
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => guarded(() => this.paint()));
  }
  paint() {
    const { left, top, size, full } = this.frame(), scale = window.devicePixelRatio || 1;
    if (size <= 0) return;
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const wide = Math.round(full * scale);
    if (this.canvas.width !== wide) this.canvas.width = this.canvas.height = wide;
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, full, full);
    pen.imageSmoothingEnabled = size * scale < SAMPLES; // or thin lines are lost
    pen.drawImage(this.picture(colour), left, top, size, size);
    pen.font = "13px system-ui, sans-serif";
    pen.fillStyle = pen.strokeStyle = colour("--ink");
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const [across, up] = this.views;
    const x = (a) => left + (size * (a - across[0])) / (across[1] - across[0]);
    const y = (b) => top + size * (1 - (b - up[0]) / (up[1] - up[0]));
    for (const k of ticks(across)) if (x(k) < left + size - 18) pen.fillText(String(k), x(k), top + size + 12);
    for (const k of ticks(up)) if (y(k) > top + 20) pen.fillText(String(k), left - 18, y(k));
    this.letter(pen, this.letters[0], left + size + 4, top + size + 12);
    this.letter(pen, this.letters[1], left - 5, top + 5);
    pen.textAlign = "center";
    if (this.line) this.trace(pen, x, y);
    this.areas.forEach((a, i) => this.label(pen, a.name, this.middles[i]));
    this.label(pen, this.outside, this.empty, "11px system-ui, sans-serif");
    if (!this.point) return;
    const at = this.point.map((v) => v.number());
    this.mark(pen, at[0], this.line ? this.curve(...at) : at[1], x, y, colour);
  }
  label(pen, text, place, font = "600 15px system-ui, sans-serif") {
    if (!place) return;
    const { left, top, size } = this.frame(), unit = size / SAMPLES;
    pen.save();
    pen.font = font;
    pen.translate(left + place.x * unit, top + place.y * unit);
    // A narrow phase carries its name upright.
    if (2 * place.radius * unit < pen.measureText(text).width * 0.8) pen.rotate(text.length > 4 ? Math.PI / 4 : -Math.PI / 2);
    pen.fillText(text, 0, 0);
    pen.restore();
  }
  /** A letter that ends here, its index set low. */
  letter(pen, text, x, y) {
    const [name, index = ""] = text.split(/_(.*)/);
    pen.textAlign = "right";
    pen.font = "italic 11px serif";
    pen.fillText(index, x, y + 4);
    const wide = pen.measureText(index).width;
    pen.font = "italic 15px serif";
    pen.fillText(name, x - wide, y);
  }
  /** The curve over a line, broken where it has no value. */
  trace(pen, x, y) {
    const [low, high] = this.views[0], [least, most] = this.views[1];
    pen.beginPath();
    let drawn = false;
    for (let k = 0; k <= 2 * SAMPLES; k += 1) {
      const a = low + ((high - low) * k) / (2 * SAMPLES), value = this.curve(a), seen = value >= least && value <= most;
      if (seen) pen[drawn ? "lineTo" : "moveTo"](x(a), y(value));
      drawn = seen;
    }
    pen.lineWidth = 2.5;
    pen.stroke();
  }
  mark(pen, a, b, x, y, colour) {
    const hold = (v, [low, high]) => (Number.isFinite(v) ? Math.min(high, Math.max(low, v)) : low);
    const [shownA, shownB] = [hold(a, this.views[0]), hold(b, this.views[1])], seen = shownA === a && shownB === b;
    pen.beginPath();
    pen.arc(x(shownA), y(shownB), 7, 0, 2 * Math.PI);
    pen.fillStyle = seen ? colour("--ink") : colour("--paper");
    pen.fill();
    pen.lineWidth = 2.5;
    pen.strokeStyle = seen ? colour("--paper") : colour("--ink");
    pen.stroke();
  }
  /** The sampled phases as pixels; where two meet, a dark line. */
  picture(colour) {
    if (this.drawn?.paper === colour("--paper")) return this.drawn.image;
    this.drawn = { paper: colour("--paper"), image: this.coloured(colour) };
    return this.drawn.image;
  }
  coloured(colour) {
    const n = SAMPLES, made = Object.assign(document.createElement("canvas"), { width: n, height: n });
    const pen = made.getContext("2d"), image = pen.createImageData(n, n);
    const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
    const paper = rgb(colour("--paper"));
    const line = rgb(colour("--ink")), none = rgb(colour("--panel")), part = Number(colour("--blend"));
    const fills = this.areas.map((a) => rgb(a.colour).map((c, i) => c * part + paper[i] * (1 - part)));
    for (let k = 0; k < n * n; k += 1) {
      const id = this.grid[k], edge = (k % n < n - 1 && this.grid[k + 1] !== id) || (k + n < n * n && this.grid[k + n] !== id);
      const shade = edge ? line : id < 0 ? none : fills[id];
      image.data.set([...shade, 255], 4 * k);
    }
    pen.putImageData(image, 0, 0);
    return made;
  }
}

/** Centre and radius, in samples, of about the largest square of one phase. */
function middle(grid, n, id) {
  let best = null;
  const size = new Int16Array(n * n); // largest square that ends here
  for (let k = 0; k < n * n; k += 1) {
    if (grid[k] !== id) continue;
    size[k] = k % n && k >= n ? 1 + Math.min(size[k - 1], size[k - n], size[k - n - 1]) : 1;
    if (!best || size[k] > best.size) best = { size: size[k], last: k, ties: k };
    else if (size[k] === best.size) best.ties = k;
  }
  if (!best) return null;
  // Among equal squares, as in a strip, the middle one.
  const row = (Math.floor(best.last / n) + Math.floor(best.ties / n)) / 2, column = ((best.last % n) + (best.ties % n)) / 2;
  return { x: column - best.size / 2 + 1, y: row - best.size / 2 + 1, radius: best.size / 2 };
}
