// One phase diagram of the plane, asked at an exact point: which phases hold it in their closure, what
// they say, and whether the dual proof of each stands there. An answer whose proof fails is refused.

/** What one phase says at a point of its closure. */
function side(diagram, phase, piece, point) {
  const terms = {}, constraints = {}, weights = {};
  for (const [name, which] of Object.entries(piece.active))
    terms[name] = form(diagram.terms[name][which].form, point);
  for (const [name, ratios] of Object.entries(diagram.constraints)) constraints[name] = form(ratios, point);
  for (const [name, w] of Object.entries(piece.weights)) weights[name] = ratio(w, point);
  const unknowns = form(piece.unknowns, point), value = ratio(piece.value, point);
  attain(terms, constraints, weights, unknowns, value);
  balanced(phase.tradeoff, terms, unknowns, value, `terms that balance in phase ${phase.name}`);
  const eta = value.negative(), [xi, g] = unknowns;
  const formulas = {
    eta: shown(phase.eta, point, eta, `eta in phase ${phase.name}`),
    xi: shown(phase.xi, point, xi, `xi in phase ${phase.name}`),
  };
  if (g) formulas.g = shown(phase.g, point, g, `g in phase ${phase.name}`);
  return { phase, piece, terms, constraints, weights, unknowns, eta, xi, g, formulas };
}

/** Answer of a diagram at a point; sides are the phases that meet there. */
function answer(diagram, point) {
  const failed = failing(diagram, point);
  if (failed) return { outside: failed[2] };
  const sides = [];
  for (const phase of diagram.phases) {
    if (!phase.cells.some((cell) => touches(cell, point))) continue;
    const piece = phase.pieces.find((p) => touches(p.cell, point));
    if (!piece) continue;
    try {
      sides.push(side(diagram, phase, piece, point));
    } catch (problem) {
      // A term may die as its phase ends, its exponent a pole there: then the other side answers.
      if (!(problem instanceof Pole)) throw problem;
    }
  }
  need(sides.length > 0, "no phase holds this point");
  need(sides.every((s) => s.eta.equals(sides[0].eta)), "the loss exponents differ at this point");
  const binding = sides.flatMap((s) => s.phase.tradeoff.filter((t) => s.weights[t]?.sign()));
  return {
    sides,
    eta: sides[0].eta,
    xi: span(sides.map((s) => s.xi)),
    g: sides[0].g && span(sides.map((s) => s.g)),
    tradeoff: inReadingOrder(sides.flatMap((s) => s.phase.tradeoff)),
    proved: sides.length === 1 && sides[0].phase.proved.some((cell) => inside(cell, point)),
    logarithms: diagram.critical
      .filter((c) => inside(c.line, point))
      .map((c) => ({ ...c, binds: binding.includes(c.term) || c.term === "gamma" })),
  };
}

/** What the power law leaves out at a point inside a phase: delta, the least power, and whence. */
function correctionsAt({ outside, sides, logarithms }, point) {
  if (outside || sides.length > 1 || logarithms.length) return null;
  const found = (sides[0].piece.corrections ?? []).map(([name, x]) => [name, ratio(x, point)]);
  if (!found.length) return null;
  const [delta] = span(found.map(([, x]) => x));
  return delta.sign() > 0 ? { delta, sources: found.filter(([, x]) => x.equals(delta)).map(([name]) => name) } : null;
}

// Noise first, then what SGD removes, then what it cannot: the paper writes balances so.
const READING_ORDER = ["K_pp", "F_pp", "F_ac", "F_0"];
function inReadingOrder(terms) {
  return READING_ORDER.filter((t) => terms.includes(t)).concat(
    [...new Set(terms)].filter((t) => !READING_ORDER.includes(t)),
  );
}

/** Powers [A, B] of each term, of the order d^A r^B, from its form in delta. */
function powersOf(terms) {
  return Object.fromEntries(Object.entries(terms).map(([n, [c, s]]) => [n, [c.plus(s), c]]));
}

/** Sectors of the (log r, log d) plane by the largest terms, from small models to large ones. */
function sectors(terms) {
  const lines = Object.entries(terms), all = [["", [ZERO, ZERO]], ...lines];
  const ends = [ZERO, ONE];
  all.forEach(([, [a, b]], i) => all.slice(i + 1).forEach(([, [c, e]]) => {
    if (b.equals(e)) return;
    const x = c.minus(a).over(b.minus(e));
    if (x.sign() > 0 && ONE.minus(x).sign() > 0 && !ends.some((y) => y.equals(x))) ends.push(x);
  }));
  ends.sort((x, y) => x.minus(y).sign());
  const found = [];
  for (let i = 0; i + 1 < ends.length; i += 1) {
    const middle = ends[i].plus(ends[i + 1]).over(Exact.of(2));
    const values = lines.map(([n, [c, s]]) => [n, c.plus(s.times(middle))]);
    const top = span(values.map(([, x]) => x))[1];
    // More than the loss before training: the forms do not hold there yet.
    const names = top.sign() > 0 ? [] : inReadingOrder(values.filter(([, x]) => x.equals(top)).map(([n]) => n));
    const last = found[found.length - 1];
    if (last && last.terms.join() === names.join()) last.high = ends[i + 1];
    else found.push({ terms: names, low: ends[i], high: ends[i + 1] });
  }
  return found;
}
