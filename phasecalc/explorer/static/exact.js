// Exact numbers a + b*sqrt(n), with a and b fractions of BigInt: a boundary such as alpha = 1/2 or
// 1 - 1/sqrt(2) is met exactly or not at all. Floats occur only where something is drawn.

class Refused extends Error {}
class Pole extends Refused {}

const MOST_BITS = 200000; // of any number on the way

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** Integer part of the square root. */
function root(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** Fraction in lowest terms, its denominator positive. */
class Fraction {
  constructor(top, bottom = 1n) {
    if (bottom === 0n) throw new Pole("a division by zero");
    const common = gcd(top, bottom) * (bottom < 0n ? -1n : 1n);
    this.top = common ? top / common : 0n;
    this.bottom = common ? bottom / common : 1n;
    if (this.top.toString(16).length + this.bottom.toString(16).length > MOST_BITS / 4)
      throw new Refused("a number of too many digits");
  }
  plus(o) { return new Fraction(this.top * o.bottom + o.top * this.bottom, this.bottom * o.bottom); }
  times(o) { return new Fraction(this.top * o.top, this.bottom * o.bottom); }
  over(o) { return new Fraction(this.top * o.bottom, this.bottom * o.top); }
  negative() { return new Fraction(-this.top, this.bottom); }
  bits() { return this.top.toString(2).length + this.bottom.toString(2).length; }
  sign() { return this.top > 0n ? 1 : this.top < 0n ? -1 : 0; }
  text() { return this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`; }
}

const NOUGHT = new Fraction(0n);

/** The number a + b*sqrt(n), n square-free; n = 1 where b = 0. */
class Exact {
  constructor(a, b = NOUGHT, n = 1n) {
    this.a = a;
    this.b = b;
    this.n = b.sign() ? n : 1n;
  }
  static of(top, bottom = 1) { return new Exact(new Fraction(BigInt(top), BigInt(bottom))); }
  /** From "p", "p/q" or [a, b, n], as the data of the page write it. */
  static read(data) {
    if (Array.isArray(data)) return new Exact(Exact.read(data[0]).a, Exact.read(data[1]).a, BigInt(data[2]));
    const [top, bottom] = String(data).split("/");
    return Exact.of(top, bottom ?? 1);
  }
  field(other) {
    if (this.n !== 1n && other.n !== 1n && this.n !== other.n)
      throw new Refused(`sqrt(${this.n}) and sqrt(${other.n}) lie in different fields; use one square root`);
    return this.n === 1n ? other.n : this.n;
  }
  plus(o) { return new Exact(this.a.plus(o.a), this.b.plus(o.b), this.field(o)); }
  negative() { return new Exact(this.a.negative(), this.b.negative(), this.n); }
  minus(o) { return this.plus(o.negative()); }
  times(o) {
    const n = this.field(o);
    const a = this.a.times(o.a).plus(this.b.times(o.b).times(new Fraction(n)));
    return new Exact(a, this.a.times(o.b).plus(this.b.times(o.a)), n);
  }
  over(o) {
    const n = this.field(o);
    const norm = o.a.times(o.a).plus(o.b.times(o.b).times(new Fraction(n)).negative());
    return this.times(new Exact(o.a.over(norm), o.b.negative().over(norm), n));
  }
  power(k) {
    if (k < 0) return ONE.over(this.power(-k));
    let result = ONE;
    for (let base = this; k > 0; k = Math.floor(k / 2)) {
      if (k % 2) result = result.times(base);
      if (k > 1) base = base.times(base);
    }
    return result;
  }
  sign() {
    const first = this.a.sign(), second = this.b.sign();
    if (first === 0 || first === second) return second || first;
    if (second === 0) return first;
    const square = this.a.times(this.a), other = this.b.times(this.b).times(new Fraction(this.n));
    return square.plus(other.negative()).sign() > 0 ? first : second;
  }
  equals(o) { return this.minus(o).sign() === 0; }
  isInteger() { return this.n === 1n && this.a.bottom === 1n; }
  /** Nearest double; forty digits of the root keep its accuracy where the parts cancel. */
  number() {
    const scale = 10n ** 40n;
    const part = new Fraction(root(this.n * scale * scale), scale);
    const { top, bottom } = this.b.sign() ? this.a.plus(this.b.times(part)) : this.a;
    const long = Math.max(0, bottom.toString(2).length - 1000, top.toString(2).length - 1000);
    return Number(top >> BigInt(long)) / Number(bottom >> BigInt(long));
  }
  /** As Python writes it. */
  text() {
    if (this.n === 1n) return this.a.text();
    const size = this.b.sign() < 0 ? this.b.negative() : this.b;
    const part = size.text() === "1" ? `sqrt(${this.n})` : `${size.text()}*sqrt(${this.n})`;
    if (this.a.sign() === 0) return this.b.sign() > 0 ? part : `-${part}`;
    return `${this.a.text()} ${this.b.sign() > 0 ? "+" : "-"} ${part}`;
  }
}

const ZERO = Exact.of(0), ONE = Exact.of(1);

/** Square root of a fraction that is not negative. */
function squareRoot(x) {
  if (x.n !== 1n) throw new Refused("a root within a root; give a + b*sqrt(n)");
  if (x.sign() < 0) throw new Refused("a root of a negative number");
  let rest = x.a.top * x.a.bottom, outside = 1n;
  if (rest > 10n ** 12n) throw new Refused("a root of too large a number");
  for (let k = 2n; k <= 10000n && k * k <= rest; k += 1n)
    while (rest % (k * k) === 0n) { rest /= k * k; outside *= k; }
  const whole = root(rest);
  if (whole * whole === rest) { outside *= whole; rest = 1n; }
  const factor = new Fraction(outside, x.a.bottom);
  return rest === 1n ? new Exact(factor) : new Exact(NOUGHT, factor, rest);
}
