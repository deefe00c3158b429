"""Verifies every signature of every .eml file of a folder with dkimpy, by the DNS records given, and prints the verdicts as JSON.

The folder also holds records.json, which maps names to TXT records. A verdict is a list of booleans, one per DKIM-Signature.
"""
import json
import pathlib
import sys

import dkim


def verdicts(mail, records):
    def answer(name, timeout=5):
        return records.get(name.decode().rstrip("."), "").encode()

    count = mail.split(b"\r\n\r\n", 1)[0].lower().count(b"dkim-signature:")
    signatures = []
    for index in range(count):
        try:
            signatures.append(bool(dkim.DKIM(mail).verify(idx=index, dnsfunc=answer)))
        except dkim.DKIMException:
            signatures.append(False)
    return signatures


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    records = json.loads((folder / "records.json").read_text())
    json.dump({path.name: verdicts(path.read_bytes(), records) for path in sorted(folder.glob("*.eml"))}, sys.stdout)
