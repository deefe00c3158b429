"""A made-up company for a test: starts `rapport demo` on a free port with a data folder of its own, and stops it."""
import http.cookiejar
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

# Told to stop, a test leaves in order, and takes its server along.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Failure(Exception):
    """What did not hold, in words."""


def require(holds, words):
    if not holds:
        raise Failure(words)


def wait(seconds, words, found):
    """What `found` gives as soon as it gives something true."""
    end = time.monotonic() + seconds
    while True:
        result = found()
        if result:
            return result
        require(time.monotonic() < end, f"within {seconds} s not: {words}")
        time.sleep(0.1)


class Demo:
    """Use it as a context manager: inside, the company has moved in and its figures are derived."""

    def __init__(self, program=None, people=600, database=None):
        self.program = str(program or os.environ.get("RAPPORT") or ROOT / ".build/debug/rapport")
        self.people = people
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        require(os.access(self.program, os.X_OK), f"there is no program {self.program}: build it first")
        self._folder = tempfile.TemporaryDirectory(prefix="rapport-demo-")
        self.folder = pathlib.Path(self._folder.name) / "data"
        self._log = pathlib.Path(self._folder.name) / "server.log"
        arguments = ["demo", "--people", str(self.people), "--port", str(self.port), *self._place]
        begun = time.monotonic()
        with self._log.open("wb") as log:
            self._server = subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            wait(60, "/readyz answers 200", lambda: self.status("/readyz") == 200)
            self.opened_after = time.monotonic() - begun
            wait(300, "the company has moved in", lambda: self.is_alive() and "moved in within" in self.log())
            wait(120, "every stage is derived", lambda: self.metric("rapport_hourglass_waiting") == 0)
            self.ready_after = time.monotonic() - begun
        except BaseException:
            self.__exit__(True, None, None)
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            print("── The server's last words")
            log = self.log()
            print(log if len(log) < 6000 else log[:3000] + "\n ...\n" + log[-3000:])
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGTERM)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._folder.cleanup()

    @property
    def _place(self):
        return ["--data", str(self.folder), *(["--database", self.database] if self.database else [])]

    def log(self):
        return self._log.read_text(errors="replace")

    def stop(self):
        """Tells the server to stop. It has to end by itself, with 0."""
        self._server.send_signal(signal.SIGTERM)
        try:
            status = self._server.wait(20)
        except subprocess.TimeoutExpired:
            raise Failure("it still ran 20 s after it was told to stop") from None
        require(status == 0, f"it ended with {status} when it was told to stop")

    def is_alive(self):
        require(self._server.poll() is None, f"the server ended with {self._server.returncode}")
        return True

    def status(self, path):
        self.is_alive()
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def metric(self, name):
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            for line in answer.read().decode().splitlines():
                if line.split(" ")[0] == name:
                    return float(line.split(" ")[1])
        raise Failure(f"/metrics has no {name}")

    def command(self, *arguments):
        """What a command beside the running server prints."""
        done = subprocess.run(
            [self.program, *arguments, *self._place], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        require(done.returncode == 0, f"rapport {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.command(*arguments, "--json"))

    def count(self, rule):
        return int(self.command("audience", "count", rule).splitlines()[0])

    def mails(self):
        """The files of the outbox."""
        return set((self.folder / "outbox").rglob("*.eml"))

    def visitor(self, persona=None):
        """Opens addresses as somebody, without a browser."""
        visitor = Visitor(self.url)
        if persona:
            visitor.become(persona)
        return visitor


class Visitor:
    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def become(self, persona):
        _, page = self.get("/sign-in")
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        require(token, "the sign-in page has no form")
        status, _ = self.post("/personas", {"persona": persona, "csrf": token.group(1)})
        require(status == 200, f"becoming {persona} answered {status}")

    def get(self, path):
        return self._open(urllib.request.Request(self.url + path, headers={"Accept": "text/html"}))

    def post(self, path, fields):
        return self._open(
            urllib.request.Request(self.url + path, data=urllib.parse.urlencode(fields).encode(), headers={"Accept": "text/html"}))

    def _open(self, request):
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
