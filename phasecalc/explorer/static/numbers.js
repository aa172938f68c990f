// Answers in words and in TeX.

/** Digits of a number as a reader wants them. */
function digits(x, many = 6) {
  const value = x.number();
  return value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7) ? value.toExponential(3) : String(Number(value.toPrecision(many)));
}

/** "= 0.5" where six digits say it exactly, else "≈ 0.642857". */
function equalsNumber(x) {
  if (x.isInteger()) return "";
  const shown = digits(x), [base, power = "0"] = shown.split("e");
  return `${valueOf(parse(shown)).equals(x) ? "=" : "\\approx"} ${base}${power === "0" ? "" : `\\cdot 10^{${Number(power)}}`}`;
}

/** TeX of an exact number as an exponent: with a slash, for it is set small. */
const slashed = (x) => (x.n === 1n ? x.a.text() : texNumber(x));
const brackets = ([low, high], write) => (low.equals(high) ? write(low) : `\\left[${write(low)},\\, ${write(high)}\\right]`);

/** An exact number or an interval, as Python's JSON has it. */
const spanText = ([low, high]) => (low.equals(high) ? low.text() : `[${low.text()}, ${high.text()}]`);

const aloud = ([low, high]) => (low.equals(high) ? low.text() : `from ${low.text()} to ${high.text()}`);

function powerText(name, exponent) {
  if (exponent.equals(ONE)) return name;
  return exponent.isInteger() && exponent.sign() > 0 ? `${name}^${exponent.text()}` : `${name}^(${exponent.text()})`;
}

function powerTex(name, exponent) {
  if (exponent.sign() === 0) return "";
  return exponent.equals(ONE) ? name : `${name}^{${slashed(exponent)}}`;
}

const RELATION = { ">": ">", "<": "<", "=": "=", "≥": "\\ge", ">=": "\\ge" };

/** A region as TeX; where it is one cell, each condition shown must hold weakly at the point. */
function regionTex(cells, point) {
  const one = ([left, relation, right]) => {
    const [a, b] = [ownTree(left), ownTree(right)];
    try {
      const s = valueOf(a, point.names).minus(valueOf(b, point.names)).sign();
      if (cells.length === 1) need(relation === "=" ? s === 0 : relation === "<" ? s <= 0 : s >= 0, "a condition that is shown fails at its own point");
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem; // two square roots met: shown unchecked
    }
    return `${texOf(a)} ${RELATION[relation]} ${texOf(b)}`;
  };
  return cells.map((cell) => cell.map(one).join(",\\; ")).join("\\ \\text{or}\\ ");
}
