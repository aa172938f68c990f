"""Every page as a picture, wide and narrow, light and dark: ``python -m tests.screens``.

Takes the pages of the folders given (by default build/site, build/report and build/pages, as far
as they are there), writes PNGs and prints what is found wrong. ``--only TEXT`` keeps pages with
that in their name, ``--make`` first writes explorers and reports to build/pages, ``--sheets`` adds
contact sheets, six pictures each.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from base64 import b64decode
from itertools import product
from pathlib import Path

from tests.browser import chromium, served
from tests.docs.look import TYPESET
from tests.glance import DARK, LIGHT, WIDTHS, as_seen, faults

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("build/site", "build/report", "build/pages")
TALLEST = 16_000  # pixels that the browser still draws
THUMB = (520, 900)
COMMANDS = {
    "explorer": "explore -o explorer.html",
    "law-two-term": "explore --law two-term -o law-two-term.html",
    "law-line": "explore --law two-term --at beta=0.28 -o law-line.html",
    "law-regions": "explore --law lazy-features -o law-regions.html",
    "law-slice": "explore --law kaplan --at alpha_B=1/5 -o law-slice.html",
    "point": "report --only-point --alpha 7/10 --beta 9/10 -o point",
    "runs": "law report runs.csv -o runs",
}
# Where an explorer is looked at besides its first point: a boundary, outside, and a fault.
PLACES = {
    "explorer": ("alpha=1-1/sqrt(2)&beta=1", "alpha=-0.9&beta=1", "alpha=x", "alpha=3/20&beta=4/5"),
    "law-two-term": ("alpha=x", "alpha=-1"),
    "law-regions": ("alpha=2&beta=1",),
}


def made(folder):
    """Explorers and reports, by the commands that a user types."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, rows = random.Random(22), ["N,D,loss"]
    for n, d in product(
        (10 ** (7 + k / 2) for k in range(7)), (10 ** (9 + k / 2) for k in range(7))
    ):
        loss = (1.8 + 480 * n**-0.35 + 2100 * d**-0.37) * (1 + 0.005 * draw.gauss(0, 1))
        rows.append(f"{n:.6e},{d:.6e},{loss:.6f}")
    (folder / "runs.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for words in COMMANDS.values():
        command = [sys.executable, "-P", "-m", "phasecalc", *words.split()]
        subprocess.run(command, cwd=folder, check=True)


def pages(folder, only=()):
    """Addresses below a folder's own of what is looked at."""
    for file in sorted(folder.rglob("*.html")):
        if "_static" in file.parts and file.name != "explore.html":
            continue
        name = file.relative_to(folder).as_posix()
        if not only or any(text in name for text in only):
            yield from (name, *(f"{name}#{x}" for x in PLACES.get(file.stem, ())))


def picture(browser, file):
    """Write the whole page that is open."""
    shape = "const e = document.documentElement; return [e.clientWidth, e.scrollHeight]"
    width, height = browser.execute_script(shape)
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST), "scale": 1}
    command = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", command)["data"]))


def sheet(files, target):
    """Six pictures side by side, each from its top and named."""
    from PIL import Image, ImageDraw

    whole = Image.new("RGB", (3 * THUMB[0], 2 * (THUMB[1] + 20)), "#888")
    for k, file in enumerate(files):
        image = Image.open(file).convert("RGB")
        small = image.resize((THUMB[0] - 8, round(image.height * (THUMB[0] - 8) / image.width)))
        corner = (k % 3 * THUMB[0], k // 3 * (THUMB[1] + 20))
        whole.paste(
            small.crop((0, 0, small.width, min(small.height, THUMB[1]))),
            (corner[0], corner[1] + 18),
        )
        ImageDraw.Draw(whole).text((corner[0] + 4, corner[1] + 3), file.stem, fill="black")
    whole.save(target)


def sheets(output):
    """Contact sheets of all pictures in a folder."""
    place = output / "sheets"
    place.mkdir(exist_ok=True)
    kinds = {f.parent for f in output.rglob("*.png") if place not in f.parents}
    for kind in sorted(kinds):
        files = sorted(kind.glob("*.png"))
        for k in range(0, len(files), 6):
            sheet(files[k : k + 6], place / f"{kind.parent.name}-{kind.name}-{k // 6:02}.png")


def look(browser, folder, output, only=()):
    """Write the pictures of a folder's pages; yields page, look and what is wrong."""
    with served(folder) as address:
        for page, width, scheme in product(pages(folder, only), WIDTHS, (LIGHT, DARK)):
            as_seen(browser, width, scheme)
            browser.get_log("browser")
            browser.get("about:blank")
            browser.get(address + page)
            typeset = browser.execute_async_script(TYPESET)
            browser.execute_async_script("setTimeout(arguments[0], 350)")
            found = [] if typeset is True else [f"MathJax: {typeset}"]
            found += [
                *faults(browser),
                *(f"console: {e['message']}" for e in browser.get_log("browser")),
            ]
            name = "".join(c if c.isalnum() or c in "-." else "_" for c in page.replace("/", "__"))
            file = output / f"{width}-{scheme}" / f"{name}.png"
            picture(browser, file)
            yield page, f"{width} {scheme}", found


def main(words=None):
    """Look at all pages; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--output", type=Path, default=ROOT / "build/screens")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--sheets", action="store_true")
    given = parser.parse_args(words)
    if given.make:
        made(ROOT / "build/pages")
    folders = given.folders or [f for f in (ROOT / name for name in FOLDERS) if f.is_dir()]
    wrong = 0
    with tempfile.TemporaryDirectory() as profile, chromium(profile) as browser:
        if browser is None:
            print("chromium with its driver is not installed")
            return 1
        for folder in folders:
            for page, how, found in look(browser, folder, given.output / folder.name, given.only):
                wrong += len(found)
                for text in found:
                    print(f"{folder.name}/{page} {how}: {text}", flush=True)
    if given.sheets:
        sheets(given.output)
    print(f"{wrong} faults; pictures in {given.output}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
