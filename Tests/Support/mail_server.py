"""A mail server for tests, aiosmtpd with faults: prints its port, then runs until its standard input closes.

A recipient's local part names the fault that it meets. Accepted mails go to FOLDER as NNNN.eml with their envelope in NNNN.json; the
certificate that a client has to trust is FOLDER/ca.pem.
"""
import argparse
import asyncio
import datetime
import ipaddress
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def certificate(name, key, issuer, signer, *, ca=False, host=None, end=NOW + 2 * DAY):
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 3 * DAY)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if host:
        names = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256())


def tls_context(folder, kind):
    def authority(name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        return key, subject, certificate(name, key, subject, key, ca=True)

    key, subject, ca = authority("Test authority")
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    if kind == "stranger":
        key, subject, _ = authority("Another authority")
    own = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate(
        "server", own, subject, key,
        host="elsewhere.example" if kind == "other-host" else "localhost",
        end=NOW - DAY if kind == "expired" else NOW + 2 * DAY,
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        leaf.public_bytes(serialization.Encoding.PEM)
        + own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("drop-in-data@"):
            await self.push("354 go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.greylist = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "hang-at-rcpt":
            await asyncio.sleep(60)
        if local == "drop-at-rcpt":
            server.transport.close()
        if local == "enormous-at-rcpt":
            server.transport.write(b"250-" + b"x" * 200 + b"\r\n" + (b"250-" + b"x" * 500 + b"\r\n") * 2000)
        if local == "greylisted-once" and local not in self.greylist:
            self.greylist.add(local)
            return "450 4.2.0 Greylisted, come back later"
        replies = {
            "greylisted": "450 4.2.0 Greylisted, come back later",
            "unknown": "550 5.1.1 No such mailbox",
            "full": "552 5.2.2 Too many recipients",
            "shutdown": "421 4.3.2 Going down",
        }
        if local in replies:
            return replies[local]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "drop-after-dot":
            server.transport.close()
            return "250 never read"
        if local == "hang-after-dot":
            await asyncio.sleep(60)
        if local == "slow":
            await asyncio.sleep(0.7)
        if local == "nonsense-after-dot":
            server.transport.write(b"this is not a reply\r\n")
        if local == "spam":
            return "554 5.7.1 Content refused"
        if local == "later":
            return "451 4.3.0 Try the content later"
        self.count += 1
        name = f"{self.count:05}"
        (self.folder / f"{name}.eml").write_bytes(envelope.content)
        (self.folder / f"{name}.json").write_text(
            json.dumps(
                {
                    "sender": envelope.mail_from,
                    "recipients": envelope.rcpt_tos,
                    "options": envelope.mail_options,
                    "hello": session.host_name,
                    "user": (session.auth_data or b"").decode() if session.authenticated else "",
                    "tls": server.transport.get_extra_info("sslcontext") is not None,
                }
            )
        )
        return f"250 2.0.0 Ok: queued as {name}"


async def raw(kind, reader, writer):
    """Servers that no library would be."""
    try:
        if kind == "enormous":
            while True:
                writer.write(b"220-" + b"x" * 500 + b"\r\n")
                await writer.drain()
        elif kind == "long-line":
            writer.write(b"220 " + b"x" * 1_000_000)
            await writer.drain()
        elif kind == "closed":
            writer.write(b"554 5.3.2 no service here\r\n")
        elif kind == "busy":
            writer.write(b"421 4.3.2 too many connections\r\n")
        elif kind == "injecting":
            writer.write(b"220 hi\r\n")
            await reader.readline()
            writer.write(b"250-hi\r\n250 STARTTLS\r\n")
            await reader.readline()
            writer.write(b"220 go on\r\n250 injected\r\n")
        elif kind == "gone":
            writer.close()
        if kind != "gone":
            await reader.read()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=pathlib.Path, required=True)
    options.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    options.add_argument("--certificate", choices=["good", "expired", "other-host", "stranger"], default="good")
    options.add_argument("--mechanisms", default="")
    options.add_argument("--size", type=int, default=33554432)
    options.add_argument("--raw", default="")
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    context = None if options.tls == "none" else tls_context(options.folder, options.certificate)

    def authenticate(server, session, envelope, mechanism, data):
        good = data.login == b"mailer" and data.password == "pässword:@/".encode()
        # Not handled: the library itself answers 535.
        return AuthResult(success=good, handled=False, auth_data=data.login)

    handler = Handler(options.folder)

    def session():
        return Server(
            handler,
            hostname="mail.test",
            enable_SMTPUTF8=True,
            data_size_limit=options.size,
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            authenticator=authenticate if options.mechanisms else None,
            auth_required=bool(options.mechanisms),
            auth_require_tls=options.tls == "starttls",
            auth_exclude_mechanism=[m for m in ("PLAIN", "LOGIN") if m not in options.mechanisms.split(",")],
        )

    loop = asyncio.get_running_loop()
    if options.raw:
        server = await asyncio.start_server(lambda r, w: raw(options.raw, r, w), "127.0.0.1", 0)
    else:
        server = await loop.create_server(
            session, "127.0.0.1", 0, ssl=context if options.tls == "implicit" else None
        )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    asyncio.run(main())
