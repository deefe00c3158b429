"""What the audits of sending stand on: a mail server that counts, an installation to send from, and its processes.

Only Python's own library, so that it runs wherever the program runs.
"""
import asyncio
import collections
import csv
import io
import json
import os
import pathlib
import random
import secrets
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SESSIONS = 20  # A process opens at most so many connections (MailTransport.smtp).


class Failure(Exception):
    """What did not hold, in words."""


def require(holds, words):
    if not holds:
        raise Failure(words)


def wait(seconds, words, found, every=0.05):
    end = time.monotonic() + seconds
    while True:
        result = found()
        if result:
            return result
        require(time.monotonic() < end, f"within {seconds} s not: {words}")
        time.sleep(every)


def new_database():
    """A database on the server of scripts/with-postgres."""
    server = os.environ["RAPPORT_TEST_POSTGRES"]
    name = f"audit_{random.randrange(1 << 40):x}"
    subprocess.run(["psql", "-X", "-q", "-c", f"CREATE DATABASE {name}", server], check=True, stdin=subprocess.DEVNULL)
    return server.rsplit("/", 1)[0] + "/" + name


class Sink:
    """Takes every mail and counts it at its final dot, whether or not its sender lives to read the reply. `delay` is how long a reply to
    a mail takes, which is how long a mail is in doubt."""

    def __init__(self, delay=0.0):
        self.delay = delay
        self.taken = collections.Counter()
        self.identities = {}
        self.times = []
        self.total = 0
        self.problems = []
        self.open = 0
        self.most_open = 0
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        require(started.wait(10), "the sink did not start")

    def _run(self, started):
        async def main():
            server = await asyncio.start_server(self._session, "127.0.0.1", 0, limit=1 << 20, backlog=200)
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            await server.serve_forever()

        asyncio.run(main())

    async def _session(self, reader, writer):
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            writer.write(b"220 sink\r\n")
            recipient = b""
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    writer.write(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
                elif verb == b"RCPT":
                    recipient = line[line.index(b"<") + 1 : line.index(b">")]
                    writer.write(b"250 ok\r\n")
                elif verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    mail = await reader.readuntil(b"\r\n.\r\n")
                    number = self._take(recipient.decode(), mail)
                    if self.delay:
                        await asyncio.sleep(self.delay)
                    writer.write(b"250 2.0.0 taken as %d\r\n" % number)
                elif verb == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                else:
                    writer.write(b"250 ok\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()

    def _take(self, recipient, mail):
        start = mail.lower().index(b"\nmessage-id:") + 12
        identity = mail[start : mail.index(b"\n", start)].strip()
        known = self.identities.setdefault(recipient, identity)
        if known != identity:
            self.problems.append(f"{recipient} got another Message-ID the second time")
        self.taken[recipient] += 1
        self.times.append(time.monotonic())
        self.total += 1
        return self.total


class Installation:
    """A data folder with people, one offering and one campaign, and as many server processes as wanted."""

    def __init__(self, folder, sink, recipients, policy="keep", database=None, program=None, settings=None):
        """`settings`: by the names of their environment variables, `{sink}` in them stands for the sink's address."""
        self.program = str(program or os.environ.get("RAPPORT") or ROOT / ".build/debug/rapport")
        require(os.access(self.program, os.X_OK), f"there is no program {self.program}: build it first")
        self.folder = pathlib.Path(folder)
        self.recipients = recipients
        self.database = database
        self.servers = {}
        secret = self.folder / "secret"
        secret.write_text(f"a {_base64(secrets.token_bytes(32))}\n")
        secret.chmod(0o600)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")},
            "RAPPORT_SMTP_URL": f"smtp://127.0.0.1:{sink.port}?tls=none",
            "RAPPORT_MAIL_FROM": "rapport@acme.example",
            "RAPPORT_BASE_URL": "http://127.0.0.1:8080",
            "RAPPORT_SECRET_FILE": str(secret),
            "RAPPORT_LOG_LEVEL": "warning",
            "MALLOC_ARENA_MAX": "2",
            **{name: value.format(sink=f"127.0.0.1:{sink.port}") for name, value in (settings or {}).items()},
        }
        self._fill(policy)

    def _fill(self, policy):
        people = self.folder / "people.csv"
        with people.open("w") as file:
            file.write("external_id,email,name,department,country,time_zone,active\n")
            for number in range(self.recipients):
                file.write(f"E-{number},p{number}@acme.example,Person {number},Acme / Sales,DE,Europe/Berlin,yes\n")
        self.command("import", "people", str(people))
        campaign = self.folder / "campaign.yaml"
        campaign.write_text(CAMPAIGN.replace("POLICY", policy))
        self.command("apply", str(campaign))

    def place(self, number=0):
        data = self.folder / f"data-{number}"
        return ["--data", str(data), *(["--database", self.database] if self.database else [])]

    def command(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments, *self.place()],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, env=self.environment,
        )
        require(done.returncode == 0, f"rapport {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def status(self):
        return json.loads(self.command("campaign", "status", "launch", "--json"))

    def export(self):
        return list(csv.DictReader(io.StringIO(self.command("export", "campaign", "launch", "--csv"))))

    # Processes

    def serve(self, number=0):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = (self.folder / f"server-{number}.log").open("ab")
        self.servers[number] = subprocess.Popen(
            [self.program, "serve", "--port", str(port), *self.place(number)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment,
        )
        log.close()
        return port

    def serve_ready(self, number=0):
        port = self.serve(number)
        wait(60, "the server is ready", lambda: self._is_ready(number, port))

    def _is_ready(self, number, port):
        require(self.servers[number].poll() is None, f"the server ended: {self.log(number)}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.HTTPError, OSError):
            return False

    def kill(self, number=0):
        """Ends a process as a power cut would."""
        self.servers[number].kill()
        self.servers[number].wait()

    def stop(self, number=0):
        """Asks a process to end. It has to, with 0, when what is on the wire is through."""
        server = self.servers.pop(number)
        server.send_signal(signal.SIGTERM)
        try:
            status = server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
            raise Failure("a server still ran 30 s after it was told to stop") from None
        require(status == 0, f"a server ended with {status} when it was told to stop: {self.log(number)}")

    def log(self, number=0):
        return (self.folder / f"server-{number}.log").read_text(errors="replace")[-4000:]

    def end(self):
        for server in self.servers.values():
            if server.poll() is None:
                server.kill()
            server.wait()
        self.servers = {}

    # What the tables hold

    def rows(self, query):
        """Rows of numbers, straight from the database."""
        if self.database:
            done = subprocess.run(
                ["psql", "-X", "-q", "-A", "-t", "-F", " ", "-c", query, self.database],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
            )
            require(done.returncode == 0, f"psql: {done.stderr}")
            return [tuple(int(word) for word in line.split()) for line in done.stdout.splitlines() if line]
        file = self.folder / "data-0" / "rapport.sqlite"
        with sqlite3.connect(f"file:{urllib.parse.quote(str(file))}?mode=ro", uri=True, timeout=20) as connection:
            return connection.execute(query).fetchall()

    def leases(self):
        return {token: until for token, until in self.rows("SELECT token, until FROM delivery_lease")}

    def claimed_by(self):
        return dict(self.rows("SELECT lease_token, count(*) FROM delivery_claim WHERE NOT is_sending GROUP BY lease_token"))


def _base64(data):
    import base64

    return base64.b64encode(data).decode()


CAMPAIGN = """
publishers:
  - {slug: mobility, name: Mobile Work Team, reply_to: mobility@acme.example}
audiences:
  - {slug: all, name: All of Acme, rule: everyone}
offerings:
  - slug: field-crm
    name: Field CRM
    kind: app
    owner: mobility
    lifecycle: live
    tagline: Your next visit, ready before you park
campaigns:
  - slug: launch
    name: Launch
    publisher: mobility
    offering: field-crm
    audience: all
    stage: try
    class: news
    start: now
    uncertain: POLICY
    channels: [email]
    messages:
      - subject: 'Hello {{person.first_name}}'
        body: 'Dear {{person.name}}, [see it](offering) or [read](https://wiki.acme.example/crm).'
"""


def moments(count, recipients, seed):
    """At how many taken mails something happens: `count` random places, the last a little before the end."""
    drawn = random.Random(seed)
    return sorted(drawn.uniform(0.0, 0.97) * recipients for _ in range(count))
