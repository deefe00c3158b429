"""Runs Postfix's smtp-sink on a free port, with the arguments given; prints the port, ends it when standard input closes."""
import os
import shutil
import socket
import subprocess
import sys
import time

program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
user = ["-u", "nobody"] if os.geteuid() == 0 else []
sink = subprocess.Popen([program, *user, *sys.argv[1:], f"127.0.0.1:{port}", "100"], stdin=subprocess.DEVNULL, stdout=sys.stderr)
try:
    for _ in range(200):
        if sink.poll() is not None:
            sys.exit(f"smtp-sink ended with {sink.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    print(port, flush=True)
    sys.stdin.read()
finally:
    # A test's process may start us with SIGTERM blocked, and smtp-sink would inherit that.
    sink.kill()
    sink.wait()
