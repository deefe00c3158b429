"""A mailbox over IMAP for tests, with faults: prints its port, then runs until its standard input closes.

The mails are FOLDER/mails/*.eml, also those that come later; how a file's name begins says what happens when it is asked for. FOLDER/flags.json
says how each is marked, FOLDER/commands.log what was asked, without passwords. The certificate that a client has to trust is FOLDER/ca.pem.
"""
import argparse
import asyncio
import base64
import json
import logging
import pathlib
import re
import sys

USER, PASSWORD = "mailer", "pässword:@/"


class Mailbox:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        (folder / "mails").mkdir(exist_ok=True)
        self.mails, self.flags, self.sessions = {}, {}, 0
        self.look()

    def look(self):
        """New files get the next numbers."""
        known = set(self.mails.values())
        for path in sorted((self.folder / "mails").glob("*.eml")):
            if path.name not in known:
                self.mails[len(self.flags) + 1] = path.name
                self.flags[len(self.flags) + 1] = set()

    def keep(self):
        state = {self.mails.get(uid, f"gone {uid}"): sorted(flags) for uid, flags in self.flags.items()}
        text = self.folder / "flags.new"
        text.write_text(json.dumps({**state, "present": sorted(self.mails.values())}))
        text.rename(self.folder / "flags.json")

    def log(self, line):
        with (self.folder / "commands.log").open("a") as file:
            file.write(line + "\n")


class Session:
    def __init__(self, mailbox, context, reader, writer):
        self.mailbox, self.context, self.reader, self.writer = mailbox, context, reader, writer
        self.fault = mailbox.options.fault
        self.secure = mailbox.options.tls == "implicit"

    def say(self, text):
        self.writer.write(text.encode() + b"\r\n")

    async def line(self):
        line = await self.reader.readline()
        if not line:
            raise ConnectionError
        return line.decode().rstrip("\r\n")

    def capabilities(self):
        names = ["IMAP4rev1", *self.mailbox.options.capabilities.split()]
        if self.context and not self.secure and self.fault != "no-starttls":
            names += ["STARTTLS", "LOGINDISABLED"]
        else:
            names += [f"AUTH={name}" for name in self.mailbox.options.mechanisms.split()]
        return " ".join(names)

    async def run(self):
        box = self.mailbox
        box.sessions += 1
        box.log(f"session {box.sessions}")
        if self.fault == "busy":
            return self.say("* BYE too many connections")
        if self.fault == "preauth":
            return self.say("* PREAUTH you are in")
        if self.fault == "hang":
            return await asyncio.sleep(60)
        if self.fault == "long-line":
            self.writer.write(b"* OK " + b"x" * 3_000_000)
            return await self.reader.read()
        if self.fault == "bare-newline":
            self.writer.write(b"* OK hello\n")
            return await self.reader.read()
        if self.fault == "smtp":
            return self.say("220 mail.test ESMTP")
        self.say("* OK [CAPABILITY IMAP4rev1] hello {3}")
        while True:
            tag, _, rest = (await self.line()).partition(" ")
            command, _, arguments = rest.partition(" ")
            command = command.upper()
            if command == "UID":
                command, _, arguments = arguments.partition(" ")
                command = "UID " + command.upper()
            box.log(f"{command} {arguments if command not in ('LOGIN', 'AUTHENTICATE') else arguments.split(' ')[0]}".strip())
            if self.fault == "wrong-tag" and command == "CAPABILITY":
                tag = "z9"
            if self.fault == "flood" and command == "CAPABILITY":
                while True:
                    self.writer.write(b"* 5 EXISTS\r\n" * 1000)
                    await self.writer.drain()
            done = await getattr(self, command.lower().replace(" ", "_"))(tag, arguments)
            await self.writer.drain()
            if done:
                return

    async def capability(self, tag, _):
        self.say(f"* CAPABILITY {self.capabilities()}")
        self.say(f"{tag} OK done")

    async def noop(self, tag, _):
        self.say(f"{tag} OK done")

    async def logout(self, tag, _):
        self.say("* BYE bye")
        self.say(f"{tag} OK done")
        return True

    async def starttls(self, tag, _):
        if self.fault == "injecting":
            self.writer.write(f"{tag} OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n".encode())
            return await self.reader.read()
        self.say(f"{tag} OK go on")
        await self.writer.drain()
        await self.writer.start_tls(self.context)
        self.secure = True

    def verdict(self, tag, user, password):
        if self.fault == "unavailable":
            self.say(f"{tag} NO [UNAVAILABLE] the passwords are not to be had now")
        elif (user, password) == (USER, PASSWORD):
            self.say(f"{tag} OK [CAPABILITY IMAP4rev1] you are in")
        else:
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] that is not it")

    async def authenticate(self, tag, arguments):
        mechanism, _, first = arguments.partition(" ")
        if not first:
            self.say("+ ")
            first = await self.line()
        words = base64.b64decode(first).decode()
        if mechanism == "XOAUTH2":
            user, token = re.fullmatch("user=(.*)\x01auth=Bearer (.*)\x01\x01", words).groups()
            if (user, token) != (USER, PASSWORD):
                self.say("+ " + base64.b64encode(b'{"status":"400"}').decode())
                assert await self.line() == ""
            return self.verdict(tag, user, token)
        _, user, password = words.split("\0")
        self.verdict(tag, user, password)

    async def login(self, tag, arguments):
        async def literal(text):
            size = int(re.fullmatch(r"\{(\d+)\}", text)[1])
            self.say("+ go on")
            return (await self.reader.readexactly(size)).decode()

        user = await literal(arguments)
        password = await literal((await self.line()).strip())
        assert await self.line() == ""
        self.verdict(tag, user, password)

    async def select(self, tag, name):
        if name != self.mailbox.options.mailbox:
            return self.say(f"{tag} NO [NONEXISTENT] there is no {name}")
        self.say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
        self.say(f"* {len(self.mailbox.mails)} EXISTS")
        self.say("* OK [UIDVALIDITY 7] don't (mind")
        self.say(f"{tag} OK [{'READ-ONLY' if self.fault == 'read-only' else 'READ-WRITE'}] open")

    async def uid_search(self, tag, _):
        self.mailbox.look()
        found = [uid for uid in self.mailbox.mails if not self.mailbox.flags[uid] & {"\\Seen", "\\Deleted"}]
        self.say("* SEARCH" + "".join(f" {uid}" for uid in found))
        self.say(f"{tag} OK done")

    async def uid_fetch(self, tag, arguments):
        uid = int(arguments.split(" ")[0])
        start, size = map(int, re.search(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>", arguments).groups())
        name = self.mailbox.mails.get(uid)
        if name is None or name.startswith("vanished"):
            return self.say(f"{tag} OK done")
        content = (self.mailbox.folder / "mails" / name).read_bytes()
        body = content[start : start + size]
        kind = name.split("-")[0]
        if kind == "broken":
            return self.say(f"{tag} NO [SERVERBUG] this one is damaged")
        head = f"* {uid} FETCH (FLAGS (\\Recent) RFC822.SIZE {len(content)} UID {uid} BODY[]<{start}> "
        if kind == "empty":
            self.say(head + "NIL)")
            return self.say(f"{tag} OK done")
        if kind == "hang":
            return await asyncio.sleep(60)
        if kind == "huge":
            self.say(head + "{4000000000}")
            return await self.reader.read()
        if kind == "greedy":  # more than was asked for
            body = content
        if kind == "garbage":
            self.writer.write(b"* 1 FETCH ((((\r\n\xff\xfe\r\n" * 10)
            return await self.reader.read()
        self.writer.write(f"{head}{{{len(body)}}}\r\n".encode())
        if kind == "drop":
            self.writer.write(body[: len(body) // 2])
            return True
        self.writer.write(body + b")\r\n")
        self.say(f"{tag} OK done")

    async def uid_store(self, tag, arguments):
        uid, flags = re.fullmatch(r"(\d+) \+FLAGS\.SILENT \((.*)\)", arguments).groups()
        if self.fault == "no-store":
            return self.say(f"{tag} NO you may not")
        if self.fault == "die-before-store" and self.mailbox.sessions == 1:
            return True
        self.mailbox.flags[int(uid)] |= set(flags.split())
        self.mailbox.keep()
        self.say(f"{tag} OK done")

    async def uid_expunge(self, tag, arguments):
        uid = int(arguments)
        if "\\Deleted" in self.mailbox.flags[uid]:
            (self.mailbox.folder / "mails" / self.mailbox.mails.pop(uid)).unlink()
        self.mailbox.keep()
        self.say(f"{tag} OK done")

    async def idle(self, tag, _):
        self.say("+ idling")
        await self.writer.drain()
        over = asyncio.ensure_future(self.line())
        known = len(self.mailbox.flags)
        while not over.done():
            await asyncio.wait([over], timeout=0.02)
            self.mailbox.look()
            if len(self.mailbox.flags) != known:
                known = len(self.mailbox.flags)
                self.say(f"* {known} EXISTS")
        assert over.result() == "DONE"
        self.say(f"{tag} OK done")


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=pathlib.Path, required=True)
    options.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    options.add_argument("--certificate", choices=["good", "expired", "other-host", "stranger"], default="good")
    options.add_argument("--mechanisms", default="PLAIN")
    options.add_argument("--capabilities", default="IDLE UIDPLUS SASL-IR")
    options.add_argument("--mailbox", default='"INBOX"')
    options.add_argument("--fault", default="")
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    context = None
    if options.tls != "none":
        from mail_server import tls_context  # which takes a while

        context = tls_context(options.folder, options.certificate)
    mailbox = Mailbox(options.folder, options)

    async def serve(reader, writer):
        session = Session(mailbox, context, reader, writer)
        try:
            await session.run()
            await session.writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except Exception as error:
            mailbox.log(f"ERROR {type(error).__name__} {error}")
        finally:
            session.writer.close()

    server = await asyncio.start_server(
        serve, "127.0.0.1", 0, limit=1 << 20, ssl=context if options.tls == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(main())
