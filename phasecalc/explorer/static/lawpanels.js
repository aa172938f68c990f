// What stands beside and below the plane of a law, in the law's own words.

/** Text within a formula, whatever it holds. */
const textTex = (text) => `\\text{${text.replace(/\\/g, "\u2216").replace(/[{}$%&#_]/g, (c) => `\\${c}`).replace(/[\^~]/g, (c) => ({ "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[c])}}`;
const lossTex = ({ law }) => (law.irreducible ? `L - ${law.irreducible}` : "L");
const lossStar = ({ law }) => lossTex({ law }).replace("L", "L_\\star");
const star = (tex) => (tex.includes("_") ? `${tex}^{\\star}` : `${tex}_{\\star}`);

/** A power of the budget, with the power of its logarithm. */
function ofBudget(exponent, log) {
  const power = exponent.sign() ? `C^{${slashed(exponent)}}` : "1";
  return log && log.sign() ? `${power} (\\log C)^{${slashed(log)}}` : power;
}

/** Where orders of sums change, powers of log C may stand beside those of C. */
const atLine = (law, tex) => (law.sums ? tex.replaceAll("\\asymp", "\\approx") : tex);
const LOGARITHMS = "Its terms are sums: on this line powers of log C may stand beside those of C, which ≈ leaves out; phasecalc law solve answers on the line itself.";

function lawPanel(law, point, found) {
  const panel = document.createDocumentFragment();
  if (found.sides.length > 1) panel.append(lawMeeting(law, found));
  for (const side of found.sides) panel.append(lawCard(law, point, side, found.sides.length === 1));
  return panel;
}

function lawMeeting(law, found) {
  const names = found.sides.map((s) => s.case.name), [low, high] = found.eta, jumps = !low.equals(high);
  const sizes = law.unknowns.map(([n, tex]) => {
    const ends = span(found.sides.map((s) => s.exponents[n].value));
    return row(`best ${n}`, math(atLine(law, `${star(tex)} \\asymp C^{x},\\ x ${ends[0].equals(ends[1]) ? "=" : "\\in"} ${brackets(ends, texNumber)}`)));
  });
  const moves = law.unknowns.some(([n]) => found.sides.some((s) => !s.exponents[n].value.equals(found.sides[0].exponents[n].value)));
  return make("div", { class: "card", id: "meeting" },
    make("h3", {}, `On the boundary of regions ${names.join(", ")}`),
    row("least loss", math(atLine(law, `${lossStar(law)} \\asymp C^{-\\eta},\\ \\eta ${jumps ? "\\in" : "="} ${brackets(found.eta, texNumber)} ${jumps ? "" : equalsNumber(low)}`))),
    ...(jumps ? [] : sizes),
    law.sums ? make("p", { class: "small" }, LOGARITHMS) : "",
    make("p", { class: "small" }, jumps
      ? "A term changes its form on this line, and the exponent jumps: these are the limits from either side; phasecalc law solve answers on the line itself."
      : moves ? "The loss exponents agree; the sizes are the limits from either side, and between them the loss is the same up to constants and logarithms. On either side:"
        : "The exponents agree. On either side:"));
}

function lawCard(law, point, side, alone) {
  const { case: one } = side, colour = colourOf(law, Number(one.name));
  const logs = one.logarithms && alone ? valuesIn(one.logarithms, point) : {};
  const order = (tex) => math(alone ? tex : atLine(law, tex));
  const everywhere = one.region.length === 1 && !one.region[0].length;
  const sizes = law.unknowns.map(([n, tex]) => {
    if (one.open.includes(n)) return row(`best ${n}`, math(tex), ` is not determined: ${one.reason}`);
    const { tree, value } = side.exponents[n];
    return row(`best ${n}`, order(`${star(tex)} \\asymp ${ofBudget(value, logs[n]?.value)}`), value.sign() ? [", ", formula(`x_{${tex}}`, tree, value)] : "");
  });
  const card = make("div", { class: "card", "data-region": one.name, style: `border-left-color: ${colour}` },
    make("h3", {}, law.cases.length > 1 ? `Region ${one.name}` : "The optimum"),
    row("where", everywhere ? "everywhere" : math(regionTex(one.region, point))),
    row("least loss", order(`${lossStar(law)} \\asymp ${ofBudget(side.eta.value.negative(), logs.L?.value)}`)),
    row("exponent", formula("\\eta", side.eta.tree, side.eta.value)),
    ...sizes,
    row("balance", order(one.tradeoff.map(textTex).join(" \\asymp "))));
  if (one.bound_by.length) card.append(row("binding", one.bound_by.join(", ")));
  card.append(row("why", whyPanel(law, side, order)));
  if (one.balances.length) card.append(row("then", `what does not bind decides on the optimal face: ${one.balances.map((b) => b.join(" = ")).join("; then ")}`));
  for (const [label, vertices] of [["as good", side.others], ["or as well", side.elsewhere]])
    for (const v of vertices) card.append(row(label, order(law.unknowns.map(([n, tex]) => `${star(tex)} \\asymp ${ofBudget(v[n].value)}`).join(",\\ "))));
  if (side.others.length) card.append(make("p", { class: "small" }, "Up to constants the loss is the same at these choices, and at all between."));
  if (one.left_out) card.append(make("p", { class: "small" }, `Exponents ${one.left_out}.`));
  if (!alone && one.logarithms) card.append(make("p", { class: "small" }, "Powers of log C may jump where regions meet, and are not stated here."));
  return card;
}

/** The reason in one sentence, with the numbers of the point. */
function whyPanel(law, side, order = math) {
  const { terms, bounds, unknown, power, constant, place } = why(law, side);
  if (!unknown) return make("span", {}, `${whyText(law, side)}.`);
  const tex = Object.fromEntries(law.unknowns)[unknown];
  // The comma stands in the formula, or a line may begin with it.
  const ratio = order(`\\left.${textTex(terms[0].name)}\\middle/${textTex(terms[1].name)}\\right. \\asymp ${[constant.sign() ? powerTex("C", constant) : "", powerTex(tex, power)].filter(Boolean).join("\\,")}\\text{,}`);
  return make("span", {}, bounds.length ? `with ${bounds.map((b) => b.name).join(" and ")} binding, ` : "", ratio,
    " so they balance at ", order(`${tex} \\asymp ${powerTex("C", place) || "1"}.`));
}

/** Affine form in the exponents of the sizes, as TeX. */
function affineTex(law, row) {
  const names = [...law.unknowns.map(([n, tex]) => `x_{${tex}}`), ...(law.lossy ? ["x_L"] : [])];
  const parts = [[row.constant, ""], ...row.slopes.map((s, i) => [s, names[i]])].filter(([s]) => s.sign());
  const one = ([s, name], i) => {
    const size = s.sign() < 0 ? s.negative() : s, sign = s.sign() < 0 ? "-" : i ? "+" : "";
    const number = name && size.equals(ONE) ? "" : name && !size.isInteger() ? `(${slashed(size)})` : slashed(size);
    return `${sign}${number}${name && number ? "\\," : ""}${name}`;
  };
  return parts.map(one).join(" ") || "0";
}

/** The dual proof in three lines, with the numbers of the point. */
function lawProof(law, side) {
  const { terms, bounds } = binding(law, side), over = law.lossy ? "/L" : "";
  const powers = law.unknowns.map(([, tex]) => `${tex} = C^{x_{${tex}}}`).concat(law.lossy ? ["L = C^{x_L}"] : []).join(",\\ ");
  const orders = terms.map((t) => `${textTex(t.name)}${over} \\asymp C^{${affineTex(law, t)}}`);
  const limits = bounds.map((b) => `${textTex(b.name)}:\\ ${affineTex(law, { ...b, constant: ZERO })} \\le ${slashed(b.constant.negative())}`);
  const raised = (r) => (r.weight.equals(ONE) ? textTex(r.name) : `\\bigl(${textTex(r.name)}\\bigr)^{${slashed(r.weight)}}`);
  const product = terms.map(raised).join("\\,"), eta = side.eta.value;
  const used = bounds.length ? `, once ${bounds.map((b) => `${b.name} (weight ${b.weight.text()})`).join(" and ")} ${bounds.length > 1 ? "are" : "is"} used` : "";
  const bound = law.lossy
    ? `1 \\gtrsim ${product.replaceAll("\\bigr)", "/L\\bigr)")} \\gtrsim C^{-${group(eta)}}/L`
    : `${lossTex(law)} \\gtrsim ${product} ${bounds.length ? "\\gtrsim" : "\\asymp"} C^{-${group(eta)}}`;
  const at = law.unknowns.map(([n, tex]) => `x_{${tex}} = ${texNumber(side.exponents[n].value)}`).join(",\\ ");
  return make("ol", {},
    make("li", {}, "With ", math(powers), " each term is a power of the budget, and each bound is linear: ", math([...orders, ...limits].join(",\\quad "), true)),
    make("li", {}, terms.length > 1 ? "A weighted geometric mean exceeds no sum, and in this one the exponents of the sizes cancel" : "The loss is at least its term, in which the exponents of the sizes cancel",
      `${used}: `, law.lossy ? math(`${lossTex(law)} \\gtrsim C^{-${group(eta)}}`, true) : math(bound, true)),
    make("li", {}, "It is attained at ", math(at), ", where no term is larger and every bound holds, as the table below shows."));
}

/** Each term and bound at the optimum: what binds, and how much room the others leave. */
function lawRows(law, side) {
  const rows = { ...side.proof.terms, ...side.proof.constraints };
  const value = side.eta.value.negative(), weights = side.proof.weights;
  const isTerm_ = ([n]) => law.terms.includes(n), known = Object.entries(rows).filter(([n]) => n !== "loss");
  const sorted = [...known.filter(isTerm_), ...known.filter((r) => !isTerm_(r))];
  const list = sorted.map(([name, r]) => {
    const isTerm = isTerm_([name]), x = rowAt(r, side.unknowns), room = (isTerm && !law.lossy ? value : ZERO).minus(x), w = weights[name];
    const order = isTerm ? math(`C^{${slashed(law.lossy ? x.plus(value) : x)}}`) : "";
    return make("tr", { "data-row": name }, make("th", { scope: "row" }, name.replace(" >= ", " ≥ ")), make("td", {}, isTerm ? "term" : "bound"), make("td", {}, order),
      make("td", {}, room.sign() ? math(`C^{${slashed(room)}}`) : "it binds"), make("td", {}, w && w.sign() ? math(texNumber(w)) : "0"));
  });
  const head = ["", "", "order at the optimum", "room", "weight in the proof"].map((t) => make("th", { scope: "col" }, t));
  return make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, list)));
}

/** What a minimum in the law does: each branch has an exponent of its own. */
function branchesPanel(law, found) {
  if (law.branches.length < 2) return null;
  const etas = found.branches.map((b) => (b.length ? texNumber(b[0].value.negative()) : "\\text{?}"));
  return make("p", { class: "small" }, `A minimum in the law makes ${law.branches.length} programs, each with a proof; the largest of their exponents `,
    math(etas.join(",\\ ")), " is the law's.");
}

/** What the law states, in its own letters. */
function statement(law) {
  const { law: said } = law, fixed = Object.entries(said.fixed);
  const terms = said.terms.map(([name, tex, where]) => [make("dt", {}, name), make("dd", {}, math(tex, true), where ? make("span", {}, "where ", math(where)) : null)]);
  const rows = [...terms,
    [make("dt", {}, "budget"), make("dd", {}, math(`C = ${said.budget}`, true))],
    ...said.constraints.map(([name, tex]) => [make("dt", {}, name), make("dd", {}, math(tex, true))]),
  ];
  if (said.irreducible) rows.push([make("dt", {}, "irreducible loss"), make("dd", {}, math(said.irreducible))]);
  if (fixed.length) rows.push([make("dt", {}, "held fixed"), make("dd", {}, math(fixed.map(([, [tex, x]]) => `${tex} = ${texNumber(number("", x))}`).join(",\\ ")))]);
  return [make("dl", {}, rows.flat()), ...[["Source: ", said.source], ["Note: ", said.note]].filter(([, t]) => t).map(([label, t]) => make("p", { class: "small" }, label, t))];
}
