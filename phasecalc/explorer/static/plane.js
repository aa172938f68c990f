// The (alpha, beta) plane: colours by phase, and a point to drag or to move by keys. Colours are
// sampled in doubles, for the eye; every answer is computed from the exact point.

const VIEW = { alpha: [0, 1.4], beta: [0, 1.4] };
const SAMPLES = 420;

/** Number of the phase at a point in doubles, or -1. */
function sampled(diagram) {
  const cell = (conditions) => {
    const rows = conditions.map(([, p]) => p.map(([c, i, j]) => [Exact.read(c).number(), i, j]));
    return (a, b) => rows.every((p) => p.reduce((s, [c, i, j]) => s + c * a ** i * b ** j, 0) > 0);
  };
  const phases = diagram.phases.map((p) => p.cells.map(cell));
  const domain = cell(diagram.domain.map((c) => c.slice(0, 2)));
  return (a, b) => (domain(a, b) ? phases.findIndex((cells) => cells.some((f) => f(a, b))) : -1);
}

class Plane {
  constructor(element, data, moved) {
    this.element = element;
    this.canvas = element.querySelector("canvas");
    this.data = data;
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
    const which = sampled(this.data.diagrams.SGD), n = SAMPLES;
    const at = ([low, high], k) => low + ((high - low) * (k + 0.5)) / n;
    this.grid = new Int8Array(n * n);
    for (let y = 0; y < n; y += 1)
      for (let x = 0; x < n; x += 1)
        this.grid[y * n + x] = which(at(VIEW.alpha, x), at(VIEW.beta, n - 1 - y));
    this.middles = this.data.diagrams.SGD.phases.map((_, i) => middle(this.grid, n, i));
    this.outside = middle(this.grid, n, -1);
  }
  /** Space for the picture within the frame of the axes. */
  frame() {
    const size = this.element.clientWidth;
    return { left: 34, top: 6, size: size - 42, full: size };
  }
  drag(e) {
    const { left, top, size } = this.frame(), box = this.element.getBoundingClientRect();
    const hundredths = ([low, high], part) => Math.round(100 * (low + (high - low) * Math.min(1, Math.max(0, part))));
    const a = hundredths(VIEW.alpha, (e.clientX - box.left - left) / size);
    const b = hundredths(VIEW.beta, 1 - (e.clientY - box.top - top) / size);
    this.moved(Exact.of(a, 100), Exact.of(b, 100));
  }
  key(e) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
    if (!step || e.ctrlKey || e.altKey || e.metaKey || !this.point) return;
    e.preventDefault();
    const [a, b] = step.map((s, i) => this.point[i].plus(Exact.of(s, e.shiftKey ? 10 : 100)));
    this.moved(a, b);
  }
  show(alpha, beta) {
    this.point = [alpha, beta];
    this.draw();
  }
  draw() {
    // While one drags, once for each frame that is shown.
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => this.paint());
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
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.picture(colour), left, top, size, size);
    pen.font = "13px system-ui, sans-serif";
    pen.fillStyle = pen.strokeStyle = colour("--ink");
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const x = (a) => left + (size * (a - VIEW.alpha[0])) / (VIEW.alpha[1] - VIEW.alpha[0]);
    const y = (b) => top + size * (1 - (b - VIEW.beta[0]) / (VIEW.beta[1] - VIEW.beta[0]));
    for (let k = 0; k <= 5; k += 1) {
      pen.fillText(String(k / 4), x(k / 4), top + size + 12);
      pen.fillText(String(k / 4), left - 18, y(k / 4));
    }
    pen.font = "italic 15px serif";
    pen.fillText("α", left + size - 2, top + size + 12);
    pen.fillText("β", left - 12, top + 5);
    this.data.diagrams.SGD.phases.forEach((p, i) => this.label(pen, p.name, this.middles[i]));
    this.label(pen, "no power law", this.outside, "11px system-ui, sans-serif");
    if (this.point) this.mark(pen, ...this.point.map((v) => v.number()), x, y, colour);
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
  mark(pen, a, b, x, y, colour) {
    const hold = (v, [low, high]) => Math.min(high, Math.max(low, v));
    const [shownA, shownB] = [hold(a, VIEW.alpha), hold(b, VIEW.beta)], seen = shownA === a && shownB === b;
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
    const fills = this.data.diagrams.SGD.phases.map((p) => rgb(this.data.colours.phases[p.name]).map((c, i) => c * part + paper[i] * (1 - part)));
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
