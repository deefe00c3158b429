"""The main job of the product as somebody does it in a browser, from reading an offering to starting a campaign for it.

Who does it is a pair of hands: a pointer, or a keyboard alone. Whether pages run scripts is up to the browser's context.
"""
import shutil
from urllib.parse import urlparse

from demo import Failure, require

OFFERING = "field-crm"
AUDIENCE = "field-sales"
SUBJECT = "{{person.first_name}}, your visit report by voice"
BODY = """Dear {{person.first_name | colleague}},

you type up visits in the evening. [See how colleagues speak them](offering) from the car instead.

* It writes down what you say, in your language.
* It works without a network.

{{publisher.name}}
"""


def launch(play):
    return play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


class Pointer:
    """Clicks and types."""

    def __init__(self, page):
        self.page = page

    def go(self, target):
        """Follows a link or presses a button, and waits for the page that comes."""
        with self.page.expect_navigation():
            self.press(target)

    def press(self, target):
        target.click()

    def fill(self, field, text):
        field.fill(text)

    def choose(self, field, value):
        field.select_option(value)


class Keyboard(Pointer):
    """Reaches everything with Tab alone, sees where it is, and never touches the pointer."""

    MOST = 400

    def press(self, target):
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, field, text):
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)
        require(field.input_value() == text, f"{field} does not hold what was typed")

    def choose(self, field, value):
        self.reach(field)
        options = [option.get_attribute("value") for option in field.locator("option").all()]
        require(value in options, f"{field} offers {options}, not {value}")
        self.page.keyboard.press("Home")
        for _ in range(options.index(value)):
            self.page.keyboard.press("ArrowDown")
        require(field.input_value() == value, f"{field} shows {field.input_value()} after the arrow keys, not {value}")

    def reach(self, target):
        wanted = target.element_handle()
        for _ in range(self.MOST):
            if self.page.evaluate("e => e === document.activeElement", wanted):
                shown = self.page.evaluate(
                    """e => {
                        const style = getComputedStyle(e), box = e.getBoundingClientRect();
                        return box.width > 0 && box.height > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none");
                    }""",
                    wanted,
                )
                require(shown, f"nothing shows that {target} has the focus")
                return
            self.page.keyboard.press("Tab")
        raise Failure(f"the Tab key does not reach {target}")


class Journey:
    def __init__(self, demo, page, hands=Pointer):
        self.demo = demo
        self.page = page
        self.hands = hands(page)
        self.trouble = []
        page.on("console", lambda message: self.trouble.append(f"console: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _request(self, request):
        if request.url.startswith("http") and urlparse(request.url).netloc != urlparse(self.demo.url).netloc:
            self.trouble.append(f"leaves the site: {request.url}")

    def _response(self, response):
        if response.status >= 400:
            self.trouble.append(f"{response.url} answered {response.status}")

    def goto(self, path):
        self.page.goto(self.demo.url + path)

    def button(self, address):
        """The button of the form that POSTs to an address of ours."""
        return self.page.locator(f'form[method="post"][action="{address}"] button').first

    def link(self, address):
        return self.page.locator(f'main a[href="{address}"]').first

    def field(self, name):
        return self.page.locator(f'main form[method="post"] [name="{name}"]')

    def become(self, persona):
        self.hands.go(self.page.locator(f'[data-persona="{persona}"]'))
        pressed = self.page.locator(f'[data-persona="{persona}"]').get_attribute("aria-pressed")
        require(pressed == "true", f"the persona bar does not show {persona} as the one in force")

    def read_and_follow(self):
        self.goto("/catalogue")
        self.hands.go(self.link(f"/offerings/{OFFERING}"))
        require("Field CRM" in self.page.locator("main").inner_text(), "the offering's page does not name it")
        undo = self.page.locator(f'form[action="/offerings/{OFFERING}/unfollow"]')
        if undo.count():
            self.hands.go(self.button(f"/offerings/{OFFERING}/unfollow"))
        self.hands.go(self.button(f"/offerings/{OFFERING}/follow"))
        require(undo.count() == 1, "the offering's page does not show that it is followed")

    def write_brief(self, slug):
        self.goto("/campaigns")
        self.hands.go(self.link("/campaigns/new"))
        self.hands.fill(self.field("name"), f"Visit reports by voice: {slug}")
        self.hands.fill(self.field("slug"), slug)
        self.hands.choose(self.field("publisher"), "mobility")
        self.hands.choose(self.field("offering"), OFFERING)
        self.hands.choose(self.field("audience"), AUDIENCE)
        self.hands.fill(self.field("needs"), "I lose an hour a day to typing up visits")
        self.hands.fill(self.field("key_messages"), "Notes by voice\nWorks without a network")
        self.hands.choose(self.field("stage"), "try")
        self.hands.fill(self.field("holdout"), "10%")
        self.hands.go(self.page.locator('main form[action="/campaigns/new"] button').last)
        self.arrived(f"/campaigns/{slug}")

    def write_message(self, slug):
        self.hands.go(self.link(f"/campaigns/{slug}/messages/new"))
        self.hands.fill(self.field("subject"), SUBJECT)
        self.hands.fill(self.field("body"), BODY)
        self.hands.go(self.page.locator("main form:has([name=body]) button:not([name])"))
        self.arrived(f"/campaigns/{slug}/messages/1")

    def preview(self):
        """Looks at the message as somebody of the audience; gives their name."""
        person = self.page.locator("main form[role=search] select[name=as]")
        # Others stand there with their title and site, oneself without.
        others = [option for option in person.locator("option").all() if "(" in option.inner_text()]
        require(others, "the preview offers nobody of the audience")
        name = others[-1].inner_text().split(" (")[0]
        self.hands.choose(person, others[-1].get_attribute("value"))
        self.hands.go(self.page.locator("main form[role=search] button"))
        mail = self.page.frame_locator("iframe[data-preview]").locator("body")
        mail.wait_for()
        text = mail.inner_text()
        first = name.split(" ")[0]
        require(f"Dear {first}," in text, f"the preview as {name} does not greet {first}: {text[:300]}")
        require("{{" not in text, f"the preview holds a merge field: {text[:300]}")
        return name

    def hand_in(self, slug):
        self.goto(f"/campaigns/{slug}")
        self.hands.go(self.button(f"/campaigns/{slug}/review"))
        require(self.button(f"/campaigns/{slug}/approval").count() == 0, "its author is offered to approve it")

    def approve(self, slug):
        self.goto(f"/campaigns/{slug}")
        self.hands.go(self.button(f"/campaigns/{slug}/approval"))
        require(self.button(f"/campaigns/{slug}/approval").count() == 0, "it can be approved twice")

    def start(self, slug):
        self.goto(f"/campaigns/{slug}")
        self.hands.go(self.link(f"/campaigns/{slug}/sending"))
        self.hands.go(self.button(f"/campaigns/{slug}/run"))

    def whole(self, slug):
        """From reading to sending."""
        self.goto("/catalogue")
        self.become("author")
        self.read_and_follow()
        self.write_brief(slug)
        self.write_message(slug)
        self.preview()
        self.hand_in(slug)
        self.become("approver")
        self.approve(slug)
        self.become("author")
        self.start(slug)
        self.calm()

    def arrived(self, path):
        require(urlparse(self.page.url).path == path, f"this led to {self.page.url}, not to {path}: {self._errors()}")

    def _errors(self):
        errors = self.page.locator(".errors, .field-error, .flash.problem, main h1").all()
        return "; ".join(error.inner_text().replace("\n", " ") for error in errors)

    def calm(self):
        """No error in the console, no refusal, no request to elsewhere, so far."""
        require(not self.trouble, "; ".join(self.trouble))
