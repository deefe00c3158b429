"""Every page that each persona can reach, at two widths, light and dark: axe finds nothing, nothing scrolls sideways, the console is
quiet, no request leaves the site. Then the main job by keyboard alone, and with scripts turned off.

  accessibility.py                  all of it
  accessibility.py PERSONA ...      the pages of these personas
"""
import re
import sys
import time
from urllib.parse import urljoin, urlparse

from axe_playwright_python.sync_playwright import Axe
from demo import Demo, Failure
from journey import Journey, Keyboard, Pointer, launch
from playwright.sync_api import Error, sync_playwright

PERSONAS = [None, "employee", "author", "approver", "leader", "admin"]
# Where a walk begins; the rest is reached by following links.
STARTS = ["/", "/catalogue", "/me", "/campaigns", "/campaigns/new", "/audiences", "/hourglass", "/design", "/sign-in"]
SIZES = [(1280, 800), (390, 844)]
SCHEMES = ["light", "dark"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Two pages of one shape seldom tell more than one. An author's do, since campaigns differ by how far they are.
ALIKE = {"author": 3}
# A shape that was looked at in every way before is looked at in these two.
AGAIN = {"1280 light", "390 dark"}
# Puts a word without a break where names and sentences stand, and tells whether the page then scrolls sideways.
LONG_NAMES = """() => {
  const places = "main :is(h1, h2, h3, p, dd, li, a:not(.button)):not(table *, svg *, pre *, form *)";
  for (const element of document.querySelectorAll(places))
    for (const node of element.childNodes)
      if (node.nodeType === 3 && node.nodeValue.trim().length > 3) node.nodeValue = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
  return document.documentElement.scrollWidth > innerWidth;
}"""
# Places whose parts after the first name a thing.
THINGS = {"offerings", "topics", "campaigns", "audiences", "hourglass", "stories"}
WORDS = {"new"}


def shape(path):
    """`/offerings/:x/reviews` of `/offerings/field-crm/reviews`."""
    parts = path.strip("/").split("/")
    if parts[0] in THINGS and len(parts) > 1 and parts[1] not in WORDS:
        parts[1] = ":x"
    return "/" + "/".join(":n" if re.fullmatch(r"\d+", part) else part for part in parts)


class Walk:
    """One persona's way through the site."""

    def __init__(self, demo, browser, persona, known):
        self.demo = demo
        self.persona = persona
        self.known = known
        self.faults = []
        self.todo = list(STARTS)
        self.seen = set()
        self.shapes = {}
        state = None
        if persona:
            context = browser.new_context()
            page = context.new_page()
            page.goto(demo.url + "/sign-in")
            with page.expect_navigation():
                page.locator(f'[data-persona="{persona}"]').click()
            state = context.storage_state()
            context.close()
        self.pages = []
        for width, height in SIZES:
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=state, reduced_motion="reduce")
                self.pages.append((f"{width} {scheme}", self._page(context)))

    def _page(self, context):
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(f"console: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: page.trouble.append(f"script: {error}"))
        page.on("request", lambda request: self._request(page, request))
        return page

    def _request(self, page, request):
        if request.url.startswith("http") and urlparse(request.url).netloc != urlparse(self.demo.url).netloc:
            page.trouble.append(f"leaves the site: {request.url}")

    def run(self):
        """The faults of each page, as they are found."""
        while self.todo:
            path = self.todo.pop(0)
            kind = shape(path)
            if path in self.seen or self.shapes.get(kind, 0) >= ALIKE.get(self.persona, 1):
                continue
            self.seen.add(path)
            known = len(self.faults)
            if self._look(path):
                self.shapes[kind] = self.shapes.get(kind, 0) + 1
            yield from self.faults[known:]
        for _, page in self.pages:
            page.context.close()

    def _look(self, path):
        """Whether the page is one that this persona may see."""
        is_known = shape(path) in self.known
        for index, (name, page) in enumerate(self.pages):
            if is_known and name not in AGAIN:
                continue
            page.trouble.clear()
            try:
                answer = page.goto(self.demo.url + path)
                page.wait_for_load_state("networkidle")
            except Error as error:
                self.demo.is_alive()
                self.faults.append(f"{path}: {error.message.splitlines()[0]}")
                return False
            refused = answer.status >= 400
            if refused and path in STARTS and answer.status in (401, 403):
                # That not everybody may go everywhere is right, and their page saying so is a page as well.
                page.trouble = [line for line in page.trouble if "status of 40" not in line]
            elif refused:
                page.trouble.append(f"status {answer.status}")
            page.trouble += self._rules(page)
            # At the end, since nothing is left of the page's own words.
            if page.evaluate(LONG_NAMES):
                page.trouble.append("scrolls sideways for a long name")
            who = self.persona or "a visitor"
            self.faults += [f"{path} as {who}, {name}: {line}" for line in page.trouble]
            # The parts on the page of all parts lead to made-up places.
            if index == 0 and path != "/design":
                self._collect(page, path)
        self.known.add(shape(path))
        return True

    @staticmethod
    def _rules(page):
        found = []
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("scrolls sideways")
        for violation in Axe().run(page, options=RULES).response["violations"]:
            nodes = violation["nodes"]
            found.append(f"axe {violation['id']} ({violation['impact']}) × {len(nodes)}: {nodes[0]['target']}")
        return found

    def _collect(self, page, path):
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            target = urlparse(urljoin(self.demo.url + path, link))
            if target.netloc == urlparse(self.demo.url).netloc and not re.search(r"\.(csv|json|xml|eml)$", target.path):
                self.todo.append(target.path)


def walks(demo, browser, personas):
    known = set()
    for persona in personas:
        begun = time.monotonic()
        walk = Walk(demo, browser, persona, known)
        yield from walk.run()
        print(
            f"  {persona or 'visitor'}: {len(walk.seen)} pages of {len(walk.shapes)} shapes, {len(walk.faults)} faults,"
            f" {time.monotonic() - begun:.0f} s", flush=True)


def journeys(demo, browser):
    """The main job done in the two ways that pages easily forget."""
    for slug, words, hands, scripts in [
        ("by-keyboard", "by keyboard alone", Keyboard, True), ("without-scripts", "with scripts turned off", Pointer, False),
    ]:
        begun = time.monotonic()
        context = browser.new_context(java_script_enabled=scripts)
        try:
            Journey(demo, context.new_page(), hands).whole(slug)
        except (Failure, Error) as error:
            yield f"{words}: {str(error).splitlines()[0]}"
        else:
            print(f"  the main job {words}, {time.monotonic() - begun:.0f} s", flush=True)
        context.close()


def run(demo, browser, personas):
    if not personas:
        yield from journeys(demo, browser)
    yield from walks(demo, browser, personas or PERSONAS)


if __name__ == "__main__":
    count = 0
    try:
        with Demo() as demo, sync_playwright() as play:
            browser = launch(play)
            for fault in run(demo, browser, sys.argv[1:]):
                count += 1
                print(f"  ✘ {fault}", flush=True)
            browser.close()
    except (Failure, Error) as failure:
        sys.exit(f"  {failure}")
    sys.exit(f"  {count} faults" if count else 0)
