// A law at an exact point of its parameters: which of its cases hold the point in their closure, what
// they say, and the dual proof of each among the law's solved programs. A minimum in a law makes
// several programs, its branches; the best of them is the law's.

const valueIn = (text, point) => {
  const tree = ownTree(text);
  return { tree, value: valueOf(tree, point.names) };
};
/** Colour of a region, by its number from 1 on. */
const colourOf = (law, k) => law.colours[(k - 1) % law.colours.length];
// Labels come from files: no name of one may mean something to the language.
const each = (known, of) => Object.fromEntries(Object.entries(known).map(([n, x]) => [n, of(x, n)]));
const valuesIn = (texts, point) => each(texts, (t) => valueIn(t, point));

/** Proved optima of one branch at a point, one for each set of formulas that touches it. */
function branchAt(branch, point) {
  const found = [];
  for (const piece of branch.pieces) {
    if (!touches(piece.cell, point) || !piece.region.some((cell) => touches(cell, point))) continue;
    try {
      const terms = each(piece.active, (which, name) => form(branch.terms[name][which].form, point));
      const constraints = each(branch.constraints, (ratios) => form(ratios, point));
      const weights = each(piece.weights, (w) => ratio(w, point));
      const value = ratio(piece.value, point);
      attain(terms, constraints, weights, form(piece.unknowns, point), value);
      found.push({ terms, constraints, weights, value });
    } catch (problem) {
      if (!(problem instanceof Pole)) throw problem; // its formulas end here: the other side answers
    }
  }
  return found;
}

/** Whether the unknowns reach the value of a proved optimum, so that its proof is theirs. */
function reaches(optimum, unknowns, value) {
  try {
    attain(optimum.terms, optimum.constraints, optimum.weights, unknowns, value);
    return true;
  } catch (problem) {
    if (!(problem instanceof Changed)) throw problem;
    return false;
  }
}

/** One case at a point of its closure, with the program that proves it; null where it has a pole. */
function caseAt(law, one, branches, point) {
  try {
    const eta = valueIn(one.eta, point), exponents = valuesIn(one.exponents, point), value = eta.value.negative();
    const vector = (known) => [...law.unknowns.map(([n]) => known[n].value), ...(law.lossy ? [value] : [])];
    const others = one.others.map((v) => valuesIn(v, point)), elsewhere = one.elsewhere.map((v) => valuesIn(v, point));
    const proofs = branches.flat();
    const proof = proofs.find((p) => p.value.equals(value) && reaches(p, vector(exponents), value));
    need(proof, `no program proves the formulas of case ${one.name}`);
    for (const v of others) need(reaches(proof, vector(v), value), `another choice of case ${one.name} does not reach its loss`);
    for (const v of elsewhere) need(proofs.some((p) => p.value.equals(value) && reaches(p, vector(v), value)), `another choice of case ${one.name} is not proved`);
    const rows = { ...proof.constraints, ...proof.terms };
    balanced(one.tradeoff, rows, vector(exponents), law.lossy ? ZERO : value, `terms that balance in case ${one.name}`);
    balanced(one.bound_by, rows, vector(exponents), ZERO, `bounds that bind in case ${one.name}`);
    return { case: one, eta, exponents, others, elsewhere, proof, unknowns: vector(exponents) };
  } catch (problem) {
    if (!(problem instanceof Pole)) throw problem;
    return null;
  }
}

/** Answer of a law at a point; sides are the cases that meet there. */
function lawAnswer(law, point) {
  const failed = failing(law, point);
  if (failed) return { outside: failed[2] };
  const branches = law.branches.map((b) => branchAt(b, point));
  const sides = law.cases
    .filter((c) => c.cells.some((cell) => touches(cell, point)))
    .map((c) => caseAt(law, c, branches, point))
    .filter((side) => side);
  need(sides.length > 0, "no case holds this point");
  if (sides.length === 1)
    for (const proof of branches.flat())
      need(proof.value.plus(sides[0].eta.value).sign() >= 0, "a branch is better than the best");
  return { sides, eta: span(sides.map((s) => s.eta.value)), branches };
}

/** Row without the column of the loss, where the loss is an unknown itself. */
const affine = (law, name, row) => ({ name, constant: row[0], slopes: row.slice(1) });

/** Rows that bind in the proof: terms of the loss and bounds, each with its weight and form. */
function binding(law, { proof }) {
  const rows = { ...proof.constraints, ...proof.terms };
  const weighted = Object.entries(proof.weights).filter(([, w]) => w.sign());
  const all = weighted.map(([name, weight]) => ({ ...affine(law, name, rows[name]), weight }));
  need(all.some((r) => law.terms.includes(r.name)), "no term of the loss binds");
  return { terms: all.filter((r) => law.terms.includes(r.name)), bounds: all.filter((r) => !law.terms.includes(r.name) && r.name !== "loss") };
}

/** Line x = start + t * way on which the bounds hold with equality, t the first unknown that moves. */
function lineOf(bounds, many) {
  const rows = bounds.map((b) => [...b.slopes, b.constant.negative()]), pivots = [];
  for (let column = many - 1; column >= 0; column -= 1) {
    const at = rows.findIndex((r, i) => i >= pivots.length && r[column].sign());
    if (at < 0) continue;
    const top = pivots.length;
    [rows[top], rows[at]] = [rows[at], rows[top]];
    const lead = rows[top][column];
    rows[top] = rows[top].map((x) => x.over(lead));
    rows.forEach((r, i) => { if (i !== top && r[column].sign()) { const f = r[column]; rows[i] = r.map((x, k) => x.minus(f.times(rows[top][k]))); } });
    pivots.push(column);
  }
  const free = Array.from({ length: many }, (_, i) => i).filter((i) => !pivots.includes(i));
  if (free.length !== 1) return null;
  const start = Array(many).fill(ZERO), way = Array(many).fill(ZERO);
  way[free[0]] = ONE;
  pivots.forEach((column, i) => { start[column] = rows[i][many]; way[column] = rows[i][free[0]].negative(); });
  return { free: free[0], start, way };
}

/** Why: the ratio of two terms along the bounds that bind, or how many rows fix the choice. */
function why(law, side) {
  const { terms, bounds } = binding(law, side), many = law.unknowns.length;
  if (law.lossy || terms.length !== 2) return { terms, bounds };
  const line = lineOf(bounds, many);
  if (!line) return { terms, bounds };
  const along = (row) => [
    row.slopes.reduce((s, x, i) => s.plus(x.times(line.start[i])), row.constant),
    row.slopes.reduce((s, x, i) => s.plus(x.times(line.way[i])), ZERO),
  ];
  const [one, two] = terms.map(along), power = one[1].minus(two[1]), constant = one[0].minus(two[0]);
  if (!power.sign()) return { terms, bounds };
  const place = constant.negative().over(power);
  need(place.equals(side.unknowns[line.free]), "the balance lies elsewhere");
  return { terms, bounds, unknown: law.unknowns[line.free][0], power, constant, place };
}

/** The same as a sentence in plain text. */
function whyText(law, side) {
  const { terms, bounds, unknown, power, constant, place } = why(law, side), names = (rows) => rows.map((r) => r.name);
  const given = bounds.length ? `with ${names(bounds).join(" and ")} binding, ` : "";
  if (unknown) {
    const ratio = [constant.sign() ? powerText("C", constant) : "", powerText(unknown, power)].filter(Boolean).join(" ");
    return `${given}${names(terms).join("/")} is of the order ${ratio}, so they balance at ${unknown} = ${place.sign() ? powerText("C", place) : "1"}`;
  }
  const rest = names(terms).join(" and ");
  return terms.length === 1
    ? `${given}no choice of ${law.unknowns.map(([n]) => n).join(", ")} makes ${rest} smaller`
    : `${given}${rest} hold one another: a weighted mean of them depends on no size`;
}
