"""Reads every .eml file of a folder with Python's strict parser and prints what it found, as JSON by file name.

Any defect, and any line that RFC 5322 or RFC 2047 does not allow, becomes "error".
"""
import base64
import email
import email._encoded_words
import email.errors
import email.header
import email.policy
import email.utils
import json
import pathlib
import re
import sys

ENCODED_WORD = re.compile(rb"=\?utf-8\?([qb])\?([^?]*)\?=")


def check_bytes(data):
    if not data.endswith(b"\r\n"):
        raise ValueError("no CRLF at the end")
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data):
        raise ValueError("bare CR, LF or NUL")
    header = data.split(b"\r\n\r\n", 1)[0]
    for line in data.split(b"\r\n"):
        if len(line) > 998:
            raise ValueError("line beyond 998")
    for line in header.split(b"\r\n"):
        if not line.strip():
            raise ValueError("blank header line")
        words = list(ENCODED_WORD.finditer(line))
        if words and len(line) > 76:
            raise ValueError(f"line with an encoded word beyond 76: {line!r}")
        if len(line) > 78 and b" " in line.strip().split(b": ", 1)[-1]:
            raise ValueError(f"foldable header line beyond 78: {line!r}")
        for word in words:
            if len(word[0]) > 75:
                raise ValueError("encoded word beyond 75")
            decode = email._encoded_words.decode_q if word[1] == b"q" else email._encoded_words.decode_b
            decode(word[2])[0].decode("utf-8")  # a split character does not decode


def read(data):
    check_bytes(data)
    ascii_header = data.split(b"\r\n\r\n", 1)[0].isascii()
    if ascii_header:
        message = email.message_from_bytes(data, policy=email.policy.SMTP.clone(raise_on_defect=True))
    else:  # RFC 6532
        message = email.message_from_string(data.decode(), policy=email.policy.SMTPUTF8.clone(raise_on_defect=True))
    legacy = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = {}
    files = []
    for part in message.walk():
        for name, value in part.items():
            str(value)
            for defect in value.defects:
                # Python calls every international address a defect, also where RFC 6532 is asked for.
                if ascii_header or not isinstance(defect, email.errors.NonASCIILocalPartDefect):
                    raise ValueError(f"{name}: {defect!r}")
        if part.defects:
            raise ValueError(str(part.defects))
        if part.get_content_disposition():
            files.append(
                {
                    "type": part.get_content_type(),
                    "name": part.get_filename() or "",
                    "disposition": part.get_content_disposition(),
                    "id": str(part["Content-ID"] or ""),
                    "base64": base64.b64encode(part.get_payload(decode=True)).decode(),
                }
            )
        elif not part.is_multipart():
            parts[part.get_content_type()] = {
                "text": part.get_content(),
                "encoding": str(part["Content-Transfer-Encoding"]),
                "longest": max(len(line) for line in part.get_payload().split("\r\n")),
            }

    def structure(part):
        if not part.is_multipart():
            return part.get_content_type()
        return f"{part.get_content_subtype()}({', '.join(structure(inner) for inner in part.iter_parts())})"

    def mailboxes(name):
        header = message[name]
        if header is None:
            return []
        # The new parser keeps the space between two encoded words of a name (RFC 2047 section 6.2 drops it); the old one is right.
        pairs = email.utils.getaddresses([re.sub(r"\r?\n(?=[ \t])", "", str(legacy[name]))]) if ascii_header else [
            (a.display_name, a.addr_spec) for a in header.addresses
        ]
        if [address for _, address in pairs] != [a.addr_spec for a in header.addresses]:
            raise ValueError(f"{name}: two readings of {header!r}")
        return [[str(email.header.make_header(email.header.decode_header(text))), address] for text, address in pairs]

    return {
        "from": mailboxes("From"),
        "to": mailboxes("To"),
        "replyTo": mailboxes("Reply-To"),
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "date": message["Date"].datetime.isoformat(),
        "type": message.get_content_type(),
        "parts": parts,
        "structure": structure(message),
        "files": files,
        "boundary": message.get_boundary() or "",
        "filename": message.get_filename() or "",
    }


def attempt(path):
    try:
        return {"mail": read(path.read_bytes()), "error": ""}
    except Exception as error:  # whatever Python's parser stumbles over is a failure of the mail
        return {"mail": None, "error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    json.dump({path.name: attempt(path) for path in sorted(folder.glob("*.eml"))}, sys.stdout)
