// What the page is at, as text: read from the address after "#", written there, and said aloud.

const data = JSON.parse(document.getElementById("data").textContent);
const part = (id) => document.getElementById(id);
let speaking;
// On a page that has stated the problem already, as ours of the documentation does.
if (location.search === "?framed") document.documentElement.classList.add("framed");

/** Exact number of a text, or a refusal that says what was asked and what to try. */
function number(name, text) {
  try {
    return valueOf(parse(text), {}, LONGEST);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    const quoted = text.length > 40 ? `${text.slice(0, 37)}...` : text;
    throw new Refused(`${name} = “${quoted}”: ${problem.message}. Write 7/10, 0.7 or 1 - 1/sqrt(2).`);
  }
}

/** State in the address; what cannot be read is left out. */
function fromAddress(state) {
  const found = {};
  for (const pair of location.hash.slice(1, 2000).split("&")) {
    const [name, value = ""] = pair.split("=");
    if (!Object.hasOwn(state, name)) continue;
    try { found[name] = decodeURIComponent(value).slice(0, MOST_TEXT); } catch { /* not an encoding */ }
  }
  return found;
}

function toAddress(state) {
  const words = Object.entries(state).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  try { history.replaceState(null, "", `#${words}`); } catch { /* too often in a moment, for some browsers */ }
}

/** Values of a message for the names of the state. */
function fromMessage(state, message) {
  const given = {};
  for (const name of Object.keys(state)) if (typeof message[name] === "string") given[name] = message[name].slice(0, MOST_TEXT);
  return given;
}

/** What a screen reader says once the point rests. */
function speak(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { part("spoken").textContent = text; }, 250);
}

function blank(message) {
  part("answer").replaceChildren(make("p", { class: "fault" }, message));
  part("more").hidden = true;
  speak(message);
}

/** What a reader asked for, or nothing and the fault is shown. */
function attempt(read) {
  try {
    const found = read();
    part("fault").textContent = "";
    return found;
  } catch (problem) {
    if (!(problem instanceof Refused || problem instanceof Changed)) throw problem;
    part("fault").textContent = problem.message;
    if (problem instanceof Changed) blank(problem.message);
    return null;
  }
}

/** Once: formulas of the text, forms, the address, and what changes the look. */
function listen(state, show, forms) {
  for (const element of document.querySelectorAll(".tex"))
    katex.render(element.textContent, element, { throwOnError: true, trust: false });
  for (const [id, fields] of Object.entries(forms))
    part(id).addEventListener("submit", (e) => {
      e.preventDefault();
      show({ ...state, ...Object.fromEntries(fields().map((x) => [x.name, x.value])) });
    });
  addEventListener("hashchange", () => show({ ...state, ...fromAddress(state) }));
  const redraw = () => show({ ...state }, { keepFields: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  // Where the address cannot be read, the fault is said and the first point stands.
  const given = fromAddress(state);
  show({ ...state });
  show({ ...state, ...given });
}

/** Run, and show as such what contradicts itself in the data of the page, or cannot be read there. */
function guarded(run) {
  try {
    run();
  } catch (problem) {
    blank(problem instanceof Changed ? problem.message : `The data of this page cannot be read (${problem.message}). Make the page anew.`);
  }
}
