// Text to a tree, and a tree to an exact number or to TeX. One grammar reads what a person types and
// the formulas that the page carries: numbers, parameters, + - * / ^, brackets and sqrt. Nothing is
// ever executed; length, nesting and exponents are bounded before anything is computed.

const MOST_TEXT = 300, MOST_NESTING = 50, MOST_EXPONENT = 1000, MOST_DIGITS = 100, LONGEST = 4000;
const MOST_FORMULA = 20000; // of a formula that the page carries
const TOKEN = /\s*(?:(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?|([\p{L}_]\w*|√)|(\*\*|[-+*/^()]))/uy;
// Parameters by name and by letter, with their TeX: declared by the page.
const LETTERS = new Map(), WRITTEN = new Map();
function declare(parameters) {
  for (const [name, tex, letter] of parameters) {
    LETTERS.set(name, tex);
    WRITTEN.set(letter, name).set(name, name);
  }
}
const PLAIN = { "−": "-", "×": "*", "·": "*" };

function tokens(text, most) {
  if (text.length > most) throw new Refused(`more than ${most} characters`);
  const plain = text.replace(/[−×·]/g, (c) => PLAIN[c]).trimEnd();
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const at = TOKEN.lastIndex, match = TOKEN.exec(plain);
    if (!match) throw new Refused(`“${plain.slice(at, at + 12)}” is no part of a number`);
    const [, number, power, name, operator] = match;
    if (number !== undefined) found.push({ kind: "number", value: decimal(number, power) });
    else if (name === "sqrt" || name === "√") found.push({ kind: "root" });
    else if (name) {
      if (!WRITTEN.has(name)) throw new Refused(`“${plain.slice(at, at + 12).trim()}” is no part of a number`);
      found.push({ kind: "name", value: WRITTEN.get(name) });
    }
    else found.push({ kind: operator === "**" ? "^" : operator });
  }
  return found;
}

function decimal(text, power = "0") {
  const [whole, part = ""] = text.split(".");
  if (whole.length + part.length > MOST_DIGITS) throw new Refused(`more than ${MOST_DIGITS} digits`);
  if (Math.abs(Number(power)) > MOST_EXPONENT)
    throw new Refused(`a power of ten beyond 1e${MOST_EXPONENT}; write a smaller one`);
  const number = Exact.of((whole || "0") + part, 10n ** BigInt(part.length));
  return number.times(Exact.of(10).power(Number(power)));
}

/** Tree of a text: ["number", x], ["name", n], ["sqrt", t], ["-", t] or [operator, left, right]. */
function parse(text, most = MOST_TEXT) {
  const list = tokens(text, most);
  let at = 0, depth = 0;
  const next = () => list[at]?.kind;
  const deeper = (read) => {
    if (++depth > MOST_NESTING) throw new Refused("too many brackets or signs inside one another");
    const tree = read();
    depth -= 1;
    return tree;
  };
  const chain = (operators, part) => {
    let tree = part();
    while (operators.includes(next())) tree = [list[at++].kind, tree, part()];
    return tree;
  };
  const sum = () => chain(["+", "-"], product);
  const product = () => chain(["*", "/"], signed);
  const signed = () => {
    if (next() !== "-" && next() !== "+") return power();
    const minus = list[at++].kind === "-";
    const tree = deeper(signed);
    return minus ? ["-", tree] : tree;
  };
  const power = () => {
    const base = atom();
    if (next() !== "^") return base;
    at += 1;
    return ["^", base, deeper(signed)];
  };
  const atom = () => {
    const token = list[at++];
    if (token?.kind === "number") return ["number", token.value];
    if (token?.kind === "name") return ["name", token.value];
    if (token?.kind === "root") return ["sqrt", deeper(atom)];
    if (token?.kind !== "(") throw new Refused("a number is missing");
    const tree = deeper(sum);
    if (list[at++]?.kind !== ")") throw new Refused("a bracket is not closed");
    return tree;
  };
  if (!list.length) throw new Refused("nothing is written");
  const tree = sum();
  if (at < list.length) throw new Refused("an operator is missing between two numbers");
  return tree;
}

/** Exact value of a tree where the parameters are as given; no part of it longer than most bits. */
function valueOf(tree, names = {}, most = Infinity) {
  const value = combined(tree, names, most);
  if (value.a.bits() + value.b.bits() > most) throw new Refused("a number of too many digits");
  return value;
}

function combined(tree, names, most) {
  const [kind, first, second] = tree;
  if (kind === "number") return first;
  if (kind === "name") {
    if (!Object.hasOwn(names, first)) throw new Refused(`${first} is no number`);
    return names[first];
  }
  const left = valueOf(first, names, most);
  if (kind === "sqrt") return squareRoot(left);
  if (second === undefined) return left.negative();
  const right = valueOf(second, names, most);
  if (kind === "+") return left.plus(right);
  if (kind === "-") return left.minus(right);
  if (kind === "*") return left.times(right);
  if (kind === "/") return left.over(right);
  if (right.equals(Exact.of(1, 2))) return squareRoot(left);
  const size = right.isInteger() ? Number(right.a.top) : NaN;
  if (!(Math.abs(size) <= MOST_EXPONENT)) throw new Refused(`an exponent must be a whole number up to ${MOST_EXPONENT}`);
  return left.power(size);
}

const RANK = { "+": 1, "-": 1, "*": 2, "/": 3, "^": 4 };

/** TeX of a tree; quotients as fractions, with no brackets that a fraction makes needless. */
function texOf(tree, least = 0) {
  const [kind, first, second] = tree;
  if (kind === "number") return texNumber(first);
  if (kind === "name") return LETTERS.get(first);
  if (kind === "sqrt") return `\\sqrt{${texOf(first)}}`;
  let tex;
  if (second === undefined) tex = `-${texOf(first, 2)}`;
  else if (kind === "/") tex = `\\frac{${texOf(first)}}{${texOf(second)}}`;
  else if (kind === "^") tex = `${texOf(first, 5)}^{${texOf(second)}}`;
  else if (kind === "*") tex = `${texOf(first, 2)}${second[0] === "number" ? " \\cdot " : " "}${texOf(second, 2)}`;
  else tex = `${texOf(first, 1)} ${kind} ${texOf(second, kind === "-" ? 2 : 1)}`;
  const rank = second === undefined ? 2 : RANK[kind];
  return rank < least ? `\\left(${tex}\\right)` : tex;
}

/** TeX of an exact number. */
function texNumber(x) {
  const part = (f) => (f.bottom === 1n ? `${f.top}` : `${f.top < 0n ? "-" : ""}\\tfrac{${f.top < 0n ? -f.top : f.top}}{${f.bottom}}`);
  if (x.n === 1n) return part(x.a);
  const size = x.b.sign() < 0 ? x.b.negative() : x.b;
  const irrational = `${size.text() === "1" ? "" : part(size)}\\sqrt{${x.n}}`;
  const sign = x.b.sign() > 0 ? "+" : "-";
  return x.a.sign() === 0 ? (sign === "-" ? "-" : "") + irrational : `${part(x.a)} ${sign} ${irrational}`;
}
