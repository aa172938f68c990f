"""What is looked for on a page: in the browser, and in its links."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

TYPESET = """
const done = arguments[arguments.length - 1];
const wait = () => window.MathJax && MathJax.startup && MathJax.startup.promise
  ? MathJax.startup.promise.then(() => done(true), e => done(String(e)))
  : setTimeout(wait, 50);
document.querySelector('.math, .output .math') ? wait() : done(true);
"""
# Formulas that MathJax left alone, refused, or never saw because the source was not read as one.
_FORMULAS = """
const copy = document.querySelector('article').cloneNode(true);
copy.querySelectorAll('pre, code, mjx-container, script').forEach(e => e.remove());
return {
  given: document.querySelectorAll('.math').length,
  set: document.querySelectorAll('mjx-container').length,
  // An unknown command is set in red, other errors have an element of their own.
  refused: [...document.querySelectorAll(
    'mjx-merror, [data-mjx-error], mjx-mtext[style*="red"]')].map(e => e.outerHTML),
  raw: copy.textContent.match(/\\$\\$|\\$\\\\|\\\\(frac|mathscr|mathfrak|alpha|beta)\\b/g) || [],
};
"""


_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")


def covering(texts, first):
    """Names of pages on which every command of TeX occurs that is on any of them.

    Parameters
    ----------
    texts
        Text of each page, by its name.
    first
        Whether a page is taken in any case; of the others those with most that is new for their
        length.
    """
    words = {name: {*_COMMAND.findall(text)} for name, text in texts.items()}
    taken = [name for name in texts if first(name)]
    seen = set().union(*(words[name] for name in taken))
    others = [name for name in texts if name not in taken]
    while missed := set().union(*words.values()) - seen:
        best = max(others, key=lambda name: len(words[name] & missed) / len(texts[name]))
        taken.append(best)
        seen |= words[best]
    return taken


def problems(browser, address, page):
    """Everything wrong with one page as the browser shows it."""
    for kind in ("browser", "performance"):
        browser.get_log(kind)  # what earlier pages left
    browser.get(address + page)
    typeset = browser.execute_async_script(TYPESET)
    found = [] if typeset is True else [f"MathJax: {typeset}"]
    formulas = browser.execute_script(_FORMULAS)
    if formulas["set"] < formulas["given"]:
        found.append(f"{formulas['given']} formulas, {formulas['set']} typeset")
    found += [f"refused by MathJax: {text[:200]}" for text in formulas["refused"]]
    found += [f"raw TeX: {text}" for text in formulas["raw"]]
    found += [f"console: {e['message']}" for e in browser.get_log("browser")]
    found += [f"request to {url}" for url in requests(browser) if not url.startswith(address)]
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    if browser.execute_script(wide) > 0:
        found.append("the page scrolls sideways")
    return found


def requests(browser):
    """Addresses that the page asked for, but for data in the page itself."""
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if urlsplit(url).scheme in ("http", "https", "ws", "wss"):
                yield url


class Page(HTMLParser):
    """Links, anchors and pictures without words of one page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors.update(filter(None, (given.get("id"), given.get("name"))))
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(given[name])


def broken_links(folder):
    """Number of internal links, and those that lead nowhere."""
    pages = {
        f.relative_to(folder).as_posix(): Page(f.read_text(encoding="utf-8"))
        for f in folder.rglob("*.html")
        if "_static" not in f.parts
    }
    count, broken = 0, []
    for name, page in pages.items():
        for link in page.links:
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            count += 1
            target, anchor = urldefrag(urljoin(f"/{name}", link))
            path = unquote(urlsplit(target).path).lstrip("/")
            path += "index.html" if not path or path.endswith("/") else ""
            known = anchor in ("", "top") or path not in pages or anchor in pages[path].anchors
            if not (folder / path).is_file() or not known:
                broken.append(f"{name}: {link}")
    return count, broken
