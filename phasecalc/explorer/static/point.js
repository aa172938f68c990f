// Exact points, polynomials at them, and the dual proof of a linear program there. What is shown is
// first compared with what the proof speaks of, so a formula of the page that was changed is noticed.

class Changed extends Error {}

function need(holds, what) {
  if (!holds) throw new Changed(`The data of this page contradict themselves: ${what}. Make the page anew.`);
}

/** Exact point, its coordinates by name, with the powers of them that polynomials ask for. */
class Point {
  constructor(names) {
    this.names = names;
    this.coordinates = Object.values(names);
    this.coordinates.forEach((x, i) => this.coordinates.slice(i + 1).forEach((y) => x.field(y)));
    this.powers = this.coordinates.map(() => [ONE]);
  }
  power(which, k) {
    const known = this.powers[which];
    while (known.length <= k) known.push(known[known.length - 1].times(this.coordinates[which]));
    return known[k];
  }
}

/** Value of [[coefficient, power of each coordinate ...], ...]. */
function polynomial(rows, point) {
  let total = ZERO;
  for (const [c, ...powers] of rows)
    total = total.plus(powers.reduce((x, k, i) => (k ? x.times(point.power(i, k)) : x), Exact.read(c)));
  return total;
}

const ratio = ([top, bottom], point) => polynomial(top, point).over(polynomial(bottom, point));
const form = (ratios, point) => ratios.map((x) => ratio(x, point));
const holds = ([relation, rows], point) => {
  const s = polynomial(rows, point).sign();
  return relation === ">" ? s > 0 : relation === ">=" ? s >= 0 : s === 0;
};
const inside = (cell, point) => cell.every((c) => holds(c, point));
const touches = (cell, point) => cell.every(([, rows]) => polynomial(rows, point).sign() >= 0);

/** Condition of the domain that fails at a point, or undefined. */
const failing = (diagram, point) => diagram.domain.find((c) => !holds(c, point));

/** Tree of a formula that the page carries. */
function ownTree(text) {
  try {
    return parse(text, MOST_FORMULA);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    throw new Changed(`The data of this page cannot be read: a formula in them is none (${problem.message}). Make the page anew.`);
  }
}

/** Values of a formula that is shown, checked against the value that the proof speaks of. */
function shown(text, point, value, what) {
  const tree = ownTree(text);
  need(valueOf(tree, point.names).equals(value), `the formula for ${what} has another value`);
  return tree;
}

/** A row of a program at given unknowns. */
const rowAt = (row, unknowns) => row.slice(1).reduce((x, slope, i) => x.plus(slope.times(unknowns[i])), row[0]);

/** The weights forbid anything better than value, and the unknowns reach it; or Changed. */
function attain(terms, constraints, weights, unknowns, value) {
  const rows = { ...constraints, ...terms };
  let total = ZERO;
  const mean = Array(unknowns.length + 1).fill(ZERO);
  for (const [name, w] of Object.entries(weights)) {
    need(name in rows && w.sign() >= 0, "a weight is negative or belongs to nothing");
    if (name in terms) total = total.plus(w);
    rows[name].forEach((x, i) => { mean[i] = mean[i].plus(w.times(x)); });
  }
  need(total.equals(ONE), "the weights do not sum to 1");
  need(mean[0].equals(value) && mean.slice(1).every((x) => x.sign() === 0), "the weights do not prove the exponent");
  for (const [name, row] of Object.entries(rows))
    need(rowAt(row, unknowns).minus(name in terms ? value : ZERO).sign() <= 0, `${name} exceeds the exponent`);
}

/** The rows named reach this value at the unknowns. */
function balanced(names, rows, unknowns, value, what) {
  for (const name of names)
    need(Object.hasOwn(rows, name) && rowAt(rows[name], unknowns).equals(value), `${name} is not among the ${what}`);
}

/** Least and largest of exact numbers. */
const span = (numbers) => numbers.reduce(
  ([low, high], x) => [x.minus(low).sign() < 0 ? x : low, x.minus(high).sign() > 0 ? x : high],
  [numbers[0], numbers[0]],
);
