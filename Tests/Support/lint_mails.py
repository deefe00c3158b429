"""Judges every .eml file of a folder by the rules that keep a mail whole in the mail programs people have, and prints what it found,
as lists of complaints by file name.

The rules are our own: what Outlook on Windows (Word's engine), Gmail, Apple Mail and the web mailers are known to drop or break.
"""
import email
import email.policy
import html.parser
import json
import pathlib
import re
import sys

VOID = {"meta", "img", "br", "hr"}
TAGS = VOID | set(
    "html head title style body div table tr td th thead tbody p h1 h2 h3 h4 h5 h6 a b i em strong del s sup sub ul ol li blockquote "
    "pre code span".split()
)
STYLES = re.compile(
    r"margin|padding|border(-(top|left|bottom|right))?(-radius|-collapse|-left-color)?|color|background-color|font-(family|size|weight)"
    r"|line-height|text-(align|decoration)|max-width|max-height|width|height|display|overflow|opacity|white-space|word-wrap|mso-.*"
)
LARGEST = 102_000


def luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Lint(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.complaints = []
        self.stack = []  # (tag, colour, background, font size, hidden)
        self.links = []
        self.seen = set()
        self.meta = set()
        self.text = ""
        self.title = ""
        self.link_text = None
        self.link_hidden = False
        self.first_text = ""
        self.tables = []

    def complain(self, text):
        self.complaints.append(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.seen.add(tag)
        if tag not in TAGS:
            self.complain(f"<{tag}>")
        if len(values) != len(attributes):
            self.complain(f"<{tag}> has an attribute twice")
        for name, value in attributes:
            if name.startswith("on") or name in ("id", "srcset", "background", "action"):
                self.complain(f"<{tag} {name}>")
            if value is None:
                self.complain(f"<{tag} {name}> without a value")
        style = self.style(tag, values.get("style", ""))
        _, colour, ground, size, hidden = self.stack[-1] if self.stack else ("", "#000000", "#ffffff", 16.0, False)
        colour = style.get("color", colour)
        ground = style.get("background-color", ground)
        if "font-size" in style:
            size = float(style["font-size"].removesuffix("px"))
        hidden = hidden or style.get("display") == "none" or tag in ("head", "style", "title")
        if tag == "meta":
            self.meta.add(values.get("name", "charset" if "charset" in values else ""))
            if values.get("http-equiv"):
                self.complain("<meta http-equiv>")
        if tag == "img":
            if "alt" not in values:
                self.complain("<img> without alt")
            if not values.get("src", "").startswith(("https://", "http://", "cid:")):
                self.complain(f"<img src={values.get('src')}>")
        if tag == "table":
            self.tables.append([values.get("role") == "presentation", False])
            for name in ("cellpadding", "cellspacing", "border"):
                if values.get(name) is None:
                    self.complain(f"<table> without {name}")
        if tag == "th" and self.tables:
            self.tables[-1][1] = True
        width = values.get("width", "")
        if width and not width.endswith("%") and int(width) > 600:
            self.complain(f"<{tag} width={width}>")
        if tag == "a":
            self.link_text = ""
            address = values.get("href", "")
            self.link_hidden = hidden
            if hidden:
                # The decoy for programs that follow every link: nobody may come upon it by chance.
                if values.get("aria-hidden") != "true" or values.get("tabindex") != "-1":
                    self.complain("a hidden link that screen readers or the tab key find")
            else:
                self.links.append(address)
            if not address.startswith(("https://", "http://", "mailto:")):
                self.complain(f"<a href={address!r}>")
            if not hidden and "color" not in style:
                self.complain("<a> without a colour of its own")
        if tag == "html" and not (values.get("lang") and values.get("dir") in ("ltr", "rtl")):
            self.complain("<html> without lang and dir")
        if tag not in VOID:
            self.stack.append((tag, colour, ground, size, hidden))

    def style(self, tag, text):
        style = {}
        for declaration in filter(None, (part.strip() for part in text.split(";"))):
            name, _, value = declaration.partition(":")
            name, value = name.strip().lower(), value.strip().lower()
            if not STYLES.fullmatch(name):
                self.complain(f"<{tag}> is styled with {name}")
            if "url(" in value or "var(" in value or "calc(" in value or "!important" in value:
                self.complain(f"<{tag}> is styled with {value}")
            if name in ("color", "background-color") and not re.fullmatch(r"#[0-9a-f]{6}", value):
                self.complain(f"<{tag}> has the colour {value}")
            style[name] = value
        return style

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1][0] != tag:
            self.complain(f"</{tag}> closes nothing")
            return
        self.stack.pop()
        if tag == "a":
            if self.link_hidden == bool(self.link_text.strip()):
                self.complain("a link without words, or a hidden one with some")
            self.link_text = None
        if tag == "table":
            is_layout, has_header = self.tables.pop()
            if is_layout == has_header:
                self.complain("a table that is neither layout (role=presentation) nor data (th)")

    def handle_data(self, data):
        if self.link_text is not None and self.link_hidden:
            self.link_text += data
        if self.stack and self.stack[-1][0] == "style":
            for forbidden in ("@import", "@font-face", "url("):
                if forbidden in data:
                    self.complain(f"{forbidden} in a style sheet")
            return
        if self.stack and self.stack[-1][0] == "title":
            self.title += data
            return
        if not data.strip("\u034f\u00a0 \r\n\t"):
            return
        tag, colour, ground, size, hidden = self.stack[-1] if self.stack else ("", "#000000", "#ffffff", 16, False)
        if "body" in [entry[0] for entry in self.stack] and not self.first_text:
            self.first_text = data.strip("\u034f\u00a0 \r\n\t")
        if hidden:
            return
        self.text += data
        if self.link_text is not None:
            self.link_text += data
        if size < 13:
            self.complain(f"text of {size} px")
        if contrast(colour, ground) < 4.5:
            self.complain(f"{colour} on {ground} has a contrast of {contrast(colour, ground):.1f}")


def lint(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
    complaints = []
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    if plain is None or rich is None:
        return ["no text part, or no HTML"]
    if [part.get_content_type() for part in message.iter_parts()] != ["text/plain", "text/html"]:
        complaints.append("the HTML is not the last alternative")
    text, source = plain.get_content(), rich.get_content()
    if len(source.encode()) > LARGEST:
        complaints.append(f"{len(source.encode())} bytes of HTML")
    if not source.startswith("<!doctype html>"):
        complaints.append("no doctype")
    judge = Lint()
    judge.feed(source)
    judge.close()
    complaints += judge.complaints
    if judge.stack:
        complaints.append(f"<{judge.stack[-1][0]}> is never closed")
    for name in ("charset", "viewport", "color-scheme", "supported-color-schemes"):
        if name not in judge.meta:
            complaints.append(f"no meta {name}")
    if not judge.title.strip():
        complaints.append("no title")
    if not judge.first_text or judge.first_text in judge.text[:200].strip():
        complaints.append("no preheader")
    if source.count("<!--[if") != source.count("<![endif]-->"):
        complaints.append("a conditional comment is not closed")
    for word in ("prefers-color-scheme: dark", "[data-ogsc]", "max-width:600px"):
        if word not in source:
            complaints.append(f"no {word}")
    missing = [link for link in judge.links if link.startswith("http") and link not in text]
    if missing:
        complaints.append(f"links that the text part lacks: {missing}")
    if len(text.split()) < 10 or re.search(r"</?[a-z]+[ >]", text):
        complaints.append("the text part is not readable")
    if message["List-Unsubscribe"] and message["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click":
        complaints.append("List-Unsubscribe without one click")
    if message["Precedence"] is not None:
        complaints.append("Precedence")
    for name in ("Message-ID", "Date", "List-ID", "Feedback-ID", "Auto-Submitted"):
        if message[name] is None:
            complaints.append(f"no {name}")
    return complaints


folder = pathlib.Path(sys.argv[1])
json.dump({path.name: lint(path) for path in sorted(folder.glob("*.eml"))}, sys.stdout)
