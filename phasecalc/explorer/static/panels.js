// What stands beside and below the plane.

const symbol = (data, name) => data.terms[name] ?? `\\text{${name.replace(/[^\w ]/g, "")}}`;
const balanceTex = (data, terms) => terms.map((t) => symbol(data, t)).join(" \\asymp ");

function answerPanel(data, point, found) {
  const panel = document.createDocumentFragment();
  if (found.sides.length > 1) panel.append(meeting(data, found));
  for (const side of found.sides) panel.append(card(data, point, side, found));
  for (const log of found.logarithms)
    panel.append(make("p", { class: "small" }, "On this line ", math(symbol(data, log.term)), " carries a logarithm, ",
      math(orderTex(log.order)), log.binds ? ": the powers hold up to logarithms." : ", but does not bind here."));
  return panel;
}

function meeting(data, found) {
  const names = found.sides.map((s) => s.phase.name), jumps = !found.xi[0].equals(found.xi[1]);
  return make("div", { class: "card", id: "meeting" },
    make("h3", {}, `On the boundary of phases ${names.join(", ")}`),
    row("least loss", math(`\\mathscr{P}_\\star \\asymp \\mathfrak{f}^{-\\eta},\\ \\eta = ${texNumber(found.eta)} ${equalsNumber(found.eta)}`)),
    row("model size", math(`d_\\star \\asymp \\mathfrak{f}^{\\xi},\\ \\xi ${jumps ? "\\in" : "="} ${brackets(found.xi, texNumber)}`)),
    row("balance", math(balanceTex(data, found.tradeoff))),
    make("p", { class: "small" }, jumps
      ? "The best size jumps here: every exponent in the interval gives the same loss. On either side:"
      : "The exponents agree. On either side:"));
}

function card(data, point, side, found) {
  const { phase } = side, colour = data.colours.phases[phase.name], tie = balance(side);
  const fixed = !/alpha|beta/.test(phase.xi);
  const ratio = math(`\\left.${symbol(data, tie.first)}\\middle/${symbol(data, tie.second)}\\right. \\asymp ${[powerTex("d", tie.size), powerTex("r", tie.time)].filter(Boolean).join("\\,")}`);
  const why = make("div", {}, ratio, ", so they balance at ", math(`d \\asymp ${powerTex("r", tie.place) || "1"}`),
    fixed ? ", whatever α and β in this phase." : ".");
  const made = make("div", { class: "card", "data-phase": phase.name, style: `border-left-color: ${colour}` },
    make("h3", {}, `Phase ${phase.name}`),
    row("where", math(regionTex(phase.region, point))),
    row("least loss", formula("\\eta", side.formulas.eta, side.eta)),
    row("model size", formula("\\xi", side.formulas.xi, side.xi)),
    row("iterations", math(`r_\\star \\asymp \\mathfrak{f}^{1-\\xi},\\ 1-\\xi = ${texNumber(ONE.minus(side.xi))} ${equalsNumber(ONE.minus(side.xi))}`)),
    row("balance", math(balanceTex(data, inReadingOrder(phase.tradeoff)))),
    row("why", why));
  if (found.sides.length === 1)
    made.append(row("in the paper", found.proved ? "proved that the loss has this form here" : "open whether the loss has this form here"));
  return made;
}

/** The dual proof in three lines, with the numbers of the point. */
function proofPanel(data, side) {
  const exponent = ([c, s]) => {
    const slope = s.sign() === 0 ? "" : `${s.sign() < 0 ? "-" : c.sign() === 0 ? "" : "+"}${coefficient(s)}x`;
    return (c.sign() === 0 && slope ? "" : slashed(c)) + slope || "0";
  };
  const coefficient = (s) => {
    const size = s.sign() < 0 ? s.negative() : s;
    return size.equals(ONE) ? "" : size.n !== 1n ? `\\left(${texNumber(size)}\\right)` : size.isInteger() ? slashed(size) : `(${slashed(size)})`;
  };
  const forms = Object.entries(side.terms).map(([n, f]) => `${symbol(data, n)} \\asymp \\mathfrak{f}^{${exponent(f)}}`);
  const weights = Object.entries(side.weights).filter(([, w]) => w.sign());
  const product = weights.map(([n, w]) => (w.equals(ONE) ? symbol(data, n) : `\\bigl(${symbol(data, n)}\\bigr)^{${slashed(w)}}`)).join("\\,");
  const at = Object.entries(side.terms).map(([n, [c, s]]) => [n, c.plus(s.times(side.xi))]);
  const values = at.map(([n, x]) => `${symbol(data, n)} \\asymp \\mathfrak{f}^{${slashed(x)}}`);
  return make("ol", {},
    make("li", {}, "With ", math("d = \\mathfrak{f}^{x}"), " and ", math("r = \\mathfrak{f}^{1-x}"), " each term is a power of the budget: ", math(forms.join(",\\quad "), true)),
    make("li", {}, "A weighted geometric mean exceeds no maximum, and in this one ", math("x"), " cancels, so no size does better: ",
      math(`\\mathscr{P} \\gtrsim ${product} \\asymp \\mathfrak{f}^{-${group(side.eta)}}`, true)),
    make("li", {}, "It is attained at ", math(`x = \\xi = ${texNumber(side.xi)}`), ", where no term is larger: ", math(values.join(",\\quad "), true)));
}

/** Sectors of the plane of log r and log d, with the ray of the best size. */
function sectorPanel(data, side) {
  const found = sectors(side.terms), ns = "http://www.w3.org/2000/svg";
  const svg = (tag, attributes, text) => {
    const element = document.createElementNS(ns, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };
  // The ray of x meets the rim of the unit square here; d upwards, r to the right.
  const rim = (up) => {
    const most = Math.max(1 - up, up);
    return [26 + (250 * (1 - up)) / most, 256 - (250 * up) / most];
  };
  const picture = svg("svg", { viewBox: "0 0 300 282", role: "img", "aria-label": "Largest term for each log r and log d, as listed beside" });
  const shade = (terms) => (terms.length ? data.colours.terms[terms[0]] : "transparent");
  for (const s of found) {
    const [low, high] = [s.low.number(), s.high.number()], corner = low < 0.5 && high > 0.5 ? [[276, 6]] : [];
    const outline = [[26, 256], rim(low), ...corner, rim(high)].map((p) => p.join(",")).join(" ");
    picture.append(svg("polygon", { points: outline, fill: shade(s.terms), "fill-opacity": 0.55, stroke: "var(--ink)", "stroke-width": 0.7 }));
  }
  const [x, y] = rim(side.xi.number());
  picture.append(svg("line", { x1: 26, y1: 256, x2: x, y2: y, stroke: "var(--ink)", "stroke-width": 3, "stroke-dasharray": "7 4" }));
  picture.append(svg("text", { x: 240, y: 274 }, "log r"), svg("text", { transform: "translate(18 46) rotate(-90)" }, "log d"));
  const list = make("ul", { style: "list-style: none; padding: 0" }, found.map((s) => make("li", {},
    make("span", { class: "key", style: `background: ${shade(s.terms)}; border: 1px solid var(--ink)` }),
    s.terms.length ? math(balanceTex(data, s.terms)) : "none yet: the loss is still of order 1",
    " where ", math(`${texNumber(s.low)} < x < ${texNumber(s.high)}`))));
  const words = make("div", {}, make("p", {}, "For ", math("d = \\mathfrak{f}^{x}"), ", ", math("r = \\mathfrak{f}^{1-x}"),
    " the largest term depends on ", math("x"), " alone. The dashed ray is the best size, ", math(`x = \\xi = ${texNumber(side.xi)}`), "."), list);
  return [picture, words];
}

/** What changes under a tuned learning rate, and under other optimisers. */
function othersPanel(data, point, own) {
  const rows = Object.entries(data.diagrams).filter(([n]) => n !== "SGD").map(([name, diagram]) => {
    const found = answer(diagram, point);
    if (found.outside) return make("tr", {}, make("th", { scope: "row" }, name), make("td", { colspan: 4 }, `needs ${found.outside}`));
    const gain = found.eta.minus(own.eta), s = gain.sign();
    return make("tr", { "data-optimiser": name },
      make("th", { scope: "row" }, name),
      make("td", {}, math(`${texNumber(found.eta)} ${equalsNumber(found.eta)}`)),
      make("td", {}, s === 0 ? "the same" : math(`${s > 0 && gain.n === 1n ? "+" : ""}${texNumber(gain)} ${equalsNumber(gain)}`)),
      make("td", {}, math(brackets(found.xi, texNumber))),
      make("td", {}, found.g ? math(`\\gamma \\asymp \\mathfrak{f}^{${brackets(found.g.map((x) => x.negative()).reverse(), slashed)}}`) : "fixed"));
  });
  const head = ["", "\\eta", "\\text{against SGD}", "\\xi", "\\text{learning rate}"].map((t) => make("th", { scope: "col" }, t ? math(t) : ""));
  return [
    make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows))),
    make("p", { class: "small" }, "SGD above has its learning rate at the largest stable order. The terms of DANA and SignSGD rest on stated or cited rules that are not proved here; the exponents follow from them by proof. For DANA, ",
      math("\\mathfrak{f} = d\\,t"), " with t its steps."),
  ];
}
