"""Prints the bounces of real servers that come with flufl.bounce, a JSON object a line: what it finds in each, and the mail in base64."""

import base64
import email
import json
import pathlib

import flufl.bounce


def texts(addresses):
    return sorted(a.decode("ascii", "replace") if isinstance(a, bytes) else a for a in addresses)


for path in sorted((pathlib.Path(flufl.bounce.__file__).parent / "tests" / "data").glob("*.txt")):
    content = path.read_bytes()
    soft, hard = flufl.bounce.all_failures(email.message_from_bytes(content))
    print(json.dumps({
        "name": path.stem, "soft": texts(soft), "hard": texts(hard), "mail": base64.b64encode(content).decode(),
    }))
