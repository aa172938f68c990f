// Leading forms of the four terms in doubles, and what is drawn from them. The trees come from the
// package; here are only the functions that occur in them.

// Lanczos' approximation of the gamma function, g = 7: relative error below 1e-14 for x > 0.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];
function gammaFunction(x) {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaFunction(1 - x));
  const t = x + 6.5;
  const sum = LANCZOS.reduce((s, c, i) => (i ? s + c / (x - 1 + i) : c), 0);
  return Math.sqrt(2 * Math.PI) * Math.exp((x - 0.5) * Math.log(t) - t) * sum;
}

/** Riemann's zeta for s > 1, by Euler and Maclaurin. */
function zeta(s) {
  if (s > 60) return 1 + 2 ** -s;
  const N = 20, bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66];
  let total = N ** (1 - s) / (s - 1) + N ** -s / 2, rising = s * N ** (-s - 1) / 2;
  for (let k = 1; k < N; k += 1) total += k ** -s;
  bernoulli.forEach((b, i) => {
    total += b * rising;
    rising *= ((s + 2 * i + 1) * (s + 2 * i + 2)) / (N * N * (2 * i + 3) * (2 * i + 4));
  });
  return total;
}

/** Integral from low to high by the double exponential rule, which bears a singular end at low = 0. */
function integral(f, low, high) {
  const step = 1 / 32;
  let total = 0;
  for (let t = -6; t <= 6; t += step) {
    const u = (Math.PI / 2) * Math.sinh(t), part = 1 / (1 + Math.exp(-2 * u));
    const weight = Math.PI * Math.cosh(t) * part / (1 + Math.exp(2 * u));
    const value = weight > 0 ? f(low + (high - low) * part) * weight : 0;
    if (Number.isFinite(value)) total += value;
  }
  return total * step * (high - low);
}

const FUNCTIONS = { log: Math.log, gamma: gammaFunction, zeta };

/** Function of a dictionary of numbers, from a tree of the page's data. */
function compiled(tree) {
  if (typeof tree === "number") return () => tree;
  if (typeof tree === "string") {
    const [top, bottom = "1"] = tree.split("/");
    const number = Number(top) / Number(bottom);
    return Number.isNaN(number) ? (names) => names[tree] : () => number;
  }
  const [kind, ...parts] = tree;
  if (kind === "integral") {
    const [f, , low, high] = parts.map(compiled), name = parts[1];
    return (names) => integral((x) => f({ ...names, [name]: x }), low(names), high(names));
  }
  const of = parts.map(compiled);
  if (kind === "+") return (names) => of.reduce((s, g) => s + g(names), 0);
  if (kind === "*") return (names) => of.reduce((s, g) => s * g(names), 1);
  if (kind === "^") return (names) => of[0](names) ** of[1](names);
  return (names) => FUNCTIONS[kind](of[0](names));
}

/** The tree with every part that the fixed numbers decide replaced by its value. */
function settled(tree, fixed) {
  if (typeof tree !== "object") return tree;
  const known = tree[0] === "integral" ? [...Object.keys(fixed), tree[2]] : Object.keys(fixed);
  const decided = (t) => (typeof t === "number" || typeof t === "string" ? /^[-\d]/.test(t) || known.includes(t) : t.slice(1).every(decided));
  if (decided(tree)) return compiled(tree)(fixed);
  return [tree[0], ...tree.slice(1).map((t) => settled(t, fixed))];
}

/** The four leading forms at a point: functions of d and r, and the learning rate. */
class Forms {
  constructor(curves, point, numbers) {
    const pick = (cases) => {
      const found = cases.find((c) => c.cells.some((cell) => inside(cell, point)));
      return found && compiled(settled(found.value, this.fixed));
    };
    const [alpha, beta] = numbers;
    this.fixed = { alpha, beta, B: 1, rho: curves.ratio };
    this.fixed.kappa_0 = this.ridge(pick(curves.modes));
    this.rate = pick(curves.gamma);
    this.terms = Object.entries(curves.terms)
      .map(([name, cases]) => [name, pick(cases)])
      .filter(([, f]) => f);
  }
  /** kappa_0, for which as many modes are resolved as there are features. */
  ridge(modes) {
    let low = -60, high = 60;
    for (let k = 0; k < 50; k += 1) {
      const middle = (low + high) / 2;
      const many = modes({ ...this.fixed, d: 1, kappa_0: Math.exp(middle) }) > 1;
      [low, high] = many ? [middle, high] : [low, middle];
    }
    return Math.exp(low);
  }
  gamma(d) { return this.rate({ ...this.fixed, d }); }
  tau(d, r) { return this.gamma(d) * r; }
  /** Value of each term by name; the noise divided by gamma B, as it enters the loss. */
  at(d, r) {
    const gamma = this.gamma(d);
    const names = { ...this.fixed, d, r, gamma, tau: gamma * r };
    return this.terms.map(([, f]) => f(names));
  }
  loss(d, r) { return this.at(d, r).reduce((s, x) => s + x, 0); }
}

/** Numbers from 10^low to 10^high, evenly in the logarithm. */
const decades = (low, high, many) =>
  Array.from({ length: many }, (_, i) => 10 ** (low + ((high - low) * i) / (many - 1)));

const fit = (x) => (Number.isFinite(x) && x > 1e-300 && x < 1e300 ? x : null);

/** Rows to draw against r at one d: r, the sum, each term; from tau = 1 on, where forms hold. */
function lossRows(forms, d) {
  const start = Math.log10(1 / forms.gamma(d)), window = 2 * forms.fixed.alpha * Math.log10(d);
  const low = Math.max(0, start), r = decades(low, Math.max(low + 2, start + window + 1), 160);
  const values = r.map((x) => forms.at(d, x));
  return [r, values.map((v) => fit(v.reduce((s, x) => s + x, 0))), ...forms.terms.map((_, i) => values.map((v) => fit(v[i])))];
}

/** Rows to draw against the budget: f, the least over d, and the curve of each d in sizes. */
function frontierRows(forms, sizes) {
  const least = Math.min(...sizes), most = Math.max(...sizes);
  const end = (d) => Math.max(forms.fixed.alpha * 2, 1) * Math.log10(d) + Math.log10(d / forms.gamma(d));
  const f = decades(Math.log10(least) + 1, Math.min(end(most) + 1, 60), 160);
  const loss = (d, budget) => (forms.tau(d, budget / d) >= 1 && budget >= d ? fit(forms.loss(d, budget / d)) : null);
  const candidates = decades(0.3, Math.log10(most) + 3, 120);
  const envelope = f.map((b) => {
    const values = candidates.map((d) => loss(d, b)).filter((x) => x !== null);
    return values.length ? Math.min(...values) : null;
  });
  return [f, envelope, ...sizes.map((d) => f.map((b) => loss(d, b)))];
}
