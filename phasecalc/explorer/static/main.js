// The page of the plane: its point and size, and who redraws what.

const SIZES = { low: 10, high: 1e12 };
const state = { alpha: "7/10", beta: "9/10", d: "1000" };
let plane, host, drawing, exact;
const pointAt = (alpha, beta, names = ["alpha", "beta"]) => new Point({ alpha: number(names[0], alpha), beta: number(names[1], beta) });

/** Answer of one diagram as plain text, as the JSON of pc.exponents writes it; what tests read. */
function plain(alpha, beta, name = "SGD") {
  const found = answer(data.diagrams[name], pointAt(alpha, beta));
  if (found.outside) return { outside: found.outside };
  const sgd = name === "SGD";
  return {
    phase: found.sides.map((s) => s.phase.name).join("/"),
    loss_exponent: found.eta.text(),
    model_size_exponent: spanText(found.xi),
    learning_rate_exponent: found.g ? spanText(found.g) : null,
    tradeoff: found.tradeoff,
    status: found.proved ? "proved" : "open",
    bound: boundText(found.sides[0].weights),
    reasons: sgd ? found.sides.map((s) => balance(s).text) : [],
    sectors: sgd ? sectors(found.sides[0].terms).map((s) => [s.terms, s.low.text(), s.high.text()]) : [],
    logarithms: found.logarithms.map((c) => c.term),
  };
}

/** Values of the leading forms at a point, in doubles. */
function leading(alpha, beta, d, r) {
  const point = pointAt(alpha, beta);
  const forms = new Forms(data.curves, point, point.coordinates.map((x) => x.number()));
  return { gamma: forms.gamma(d), ...Object.fromEntries(forms.at(d, r).map((x, i) => [forms.terms[i][0], x])) };
}

/** Delta at a point inside a phase as text, or null; what tests read. */
function correction(alpha, beta) {
  const point = pointAt(alpha, beta);
  return correctionsAt(answer(data.diagrams.SGD, point), point)?.delta.text() ?? null;
}

const show = (next, how) => guarded(() => shown_(next, how));

function shown_(next, { keepFields = false } = {}) {
  const asked = attempt(() => {
    const point = pointAt(next.alpha, next.beta, ["α", "β"]);
    return { point, found: answer(data.diagrams.SGD, point) };
  });
  if (!asked) return;
  const { point, found } = asked;
  Object.assign(state, next);
  if (!keepFields) for (const name of ["alpha", "beta", "d"]) part(name).value = state[name];
  remember();
  host.tell(state);
  plane.show(...point.coordinates);
  if (found.outside) outside(point, found.outside);
  else inside_(point, found);
}

function remember() {
  toAddress(state);
  part("python").textContent = `pc.exponents("${state.alpha}", "${state.beta}")`.replace(/\s+/g, " ");
}

function outside(point, condition) {
  const slope = point.coordinates[0];
  const hint = slope.sign() < 0
    ? make("p", {}, `Eigenvalues fall like j^(−2α): a spectrum measured with slope ${slope.text()} has α = ${slope.over(Exact.of(-2)).text()}.`) : null;
  const text = `No power law here: it needs ${condition.replace("alpha", "α").replace("beta", "β")}.`;
  part("answer").replaceChildren(make("div", { class: "card", id: "outside" }, make("h3", {}, "Outside the domain"), make("p", {}, text), hint));
  part("more").hidden = true;
  speak(text);
}

function inside_(point, found) {
  part("more").hidden = false;
  part("answer").replaceChildren(answerPanel(data, point, found));
  const names = found.sides.map((s) => s.phase.name);
  speak(`alpha ${state.alpha}, beta ${state.beta}: ${names.length > 1 ? "boundary of phases" : "phase"} ${names.join(" and ")}. `
    + `Loss exponent ${found.eta.text()}, model size exponent ${aloud(found.xi)}.`);
  clearTimeout(drawing);
  drawing = setTimeout(() => guarded(() => fill(point, found)), 80); // while one drags, only the last
}

/** What Python sent for the point that is shown. */
const sent = (names) => (exact && names.every((n) => exact[n] === state[n]) ? exact : undefined);

function fill(point, found) {
  const first = found.sides[0];
  const named = found.sides.length > 1 ? [make("p", { class: "small" }, `As phase ${first.phase.name} has it:`)] : [];
  part("proof").replaceChildren(...named, proofPanel(data, first));
  part("sectors").replaceChildren(...sectorPanel(data, first));
  part("others").replaceChildren(...othersPanel(data, point, found));
  const [speed, note, pair, shape] = seenPanel(data, point, found, sent(["alpha", "beta"])?.local);
  part("seen").replaceChildren(speed, note, pair);
  drawSeen(pair, data, shape);
  curves(point);
}

/** Where the noise sits at its last mode, its constant is that of the mode where one stops. */
function noiseNote(alpha) {
  const power = ONE.minus(alpha.times(Exact.of(4)));
  if (power.sign() < 0) return "";
  const times = data.curves.ratio ** power.number();
  return ` For α ≤ 1/4 the noise sits at the smallest eigenvalue that is counted: here that of mode d, the last one that d features resolve; `
    + `PLRF.terms counts all v modes, which makes its noise (v/d)^(1−4α) ${power.sign() ? "= " + times.toPrecision(3) + " times as large" : "= 1 times, up to logarithms, as large"}, of the same order.`;
}

function curves(point) {
  let d;
  try {
    d = number("d", state.d).number();
    if (!(d >= SIZES.low && d <= SIZES.high)) throw new Refused(`d = ${state.d.slice(0, 20)}: draws sizes from 10 to 10^12`);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    part("curves-note").textContent = problem.message;
    part("curves").replaceChildren();
    return;
  }
  const forms = new Forms(data.curves, point, point.coordinates.map((x) => x.number()));
  part("curves-note").textContent = "Leading forms of the four terms with their constants, B = 1, v = "
    + `${data.curves.ratio} d, γ = ${forms.gamma(d).toPrecision(3)} (half of what the trace allows), from τ = γr = 1 on. `
    + "Their sum is the loss only up to a constant factor, and they hold for τ well below d^(2α); exact curves: pc.PLRF(α, β, d).loss(r)."
    + noiseNote(point.coordinates[0]);
  drawCurves(part("curves"), data, forms, d, sent(["alpha", "beta", "d"])?.curve);
}

/** A host gives another point, or values for the one that is shown. */
function fromHost(kind, message) {
  if (kind === "show") {
    const given = fromMessage(state, message);
    if (Object.keys(given).some((name) => given[name] !== state[name])) show({ ...state, ...given });
    else host.tell(state);
  }
  if (kind === "exact") {
    exact = exactValues(message, data.seen.budgets.length);
    if (sent(["alpha", "beta", "d"])) show({ ...state }, { keepFields: true });
  }
}

function start() {
  host = new Host(fromHost);
  declare(data.parameters);
  plane = new Plane(part("plane"), planeOf(data), (a, b) => show({ ...state, alpha: a.text(), beta: b.text() }));
  for (const [name, [alpha, beta]] of Object.entries(data.points)) {
    const button = make("button", { type: "button", style: `border-left-color: ${data.colours.phases[name]}`, "aria-label": `A point of phase ${name}` }, name);
    button.addEventListener("click", () => show({ ...state, alpha, beta }));
    part("places").append(button);
  }
  const fields = () => ["alpha", "beta", "d"].map(part);
  listen(state, show, { point: fields, size: fields });
  host.ready();
}

/** The plane of SGD, as what draws planes wants it. */
function planeOf({ diagrams: { SGD }, colours }) {
  return {
    views: [[0, 1.4], [0, 1.4]], steps: [Exact.of(1, 100), Exact.of(1, 100)], letters: ["α", "β"],
    domain: SGD.domain, outside: "no power law",
    areas: SGD.phases.map((p) => ({ name: p.name, cells: p.cells, colour: colours.phases[p.name] })),
  };
}

window.phasecalc = { answer: plain, correction, leading, state };
guarded(start);
