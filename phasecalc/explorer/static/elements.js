// What pages are made of. Everything is made of elements and text: nothing that a person typed, or
// that came with the address or with a file, is ever read as HTML.

/** Element with attributes and children; text becomes text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat().filter((c) => c !== null && c !== undefined));
  return element;
}

/** Mathematics, with MathML beside it for those who listen; what has long numbers scrolls by itself. */
function math(tex, display = false) {
  const element = make(display ? "div" : "span", display || /\d{6}/.test(tex) ? { class: "scroll" } : {});
  katex.render(tex, element, { displayMode: false, throwOnError: true, trust: false, output: "htmlAndMathml" });
  return element;
}

const row = (name, ...content) => make("div", { class: "row" }, make("span", {}, name), make("div", { class: "scroll" }, ...content));

/** Formula of a phase, its value, and the number. */
function formula(name, tree, value) {
  const own = texOf(tree), exact = texNumber(value);
  const parts = own.replace(/\s|\\tfrac|\\frac/g, "") === exact.replace(/\s|\\tfrac|\\frac/g, "") ? [own] : [own, exact];
  return math(`${name} = ${parts.join(" = ")} ${equalsNumber(value)}`);
}

const group = (x) => (x.n === 1n ? slashed(x) : `\\left(${slashed(x)}\\right)`);
