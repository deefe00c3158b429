"""Mail servers that other people wrote, each started from a configuration of its own in a folder that is gone afterwards.

`Postfix` and `Exim` take mail over STARTTLS from whoever signs in, deliver all of example.org into one Maildir, and send what can't be
delivered there back to its sender, whose mails land in a second one. `Dovecot` shows that second Maildir over IMAP. They need root; nothing
that runs on the machine already is touched, and they listen on 127.0.0.1 only.
"""
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
USER = "mailer@mail.test"
PASSWORD = "p4ssword-of-the-trial"
# The server knows at once that there is no such mailbox (550), or finds out after it took the mail, which then comes back.
REFUSED = "refused"
RETURNED = "returned"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


def certificate(folder):
    """A key and a certificate for localhost that is its own authority."""
    folder.mkdir(parents=True, exist_ok=True)
    key, pem = folder / "key.pem", folder / "cert.pem"
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", pem)
    return key, pem


class Server:
    """A folder, a port, and what ends it."""

    name = ""
    owner = "nobody"  # who writes the Maildirs

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        # Whoever a server becomes has to come by here.
        for place in (self.folder, *self.folder.parents):
            if place.stat().st_uid == os.getuid() and place.is_relative_to("/tmp") and place != pathlib.Path("/tmp"):
                place.chmod(place.stat().st_mode | 0o055)
        self.port = free_port()
        self.key, self.certificate = certificate(self.folder / "tls")
        self.mails = self._maildir("mails")
        self.returned = self._maildir("returned")
        self.start()
        self._await(self.port)

    def _maildir(self, name):
        account = pwd.getpwnam(self.owner)
        maildir = self.folder / name
        for place in (maildir, maildir / "new", maildir / "cur", maildir / "tmp"):
            place.mkdir(mode=0o700)
            os.chown(place, account.pw_uid, account.pw_gid)
        return maildir

    def _await(self, port):
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise RuntimeError(f"{self.name} did not start: {self.log()}") from None
                time.sleep(0.05)

    def url(self, password=PASSWORD, ca=None):
        """RAPPORT_SMTP_URL"""
        user = USER.replace("@", "%40")
        return f"smtp://{user}:{password}@localhost:{self.port}?ca={ca or self.certificate}"

    def file_url(self, password_file, ca=None):
        """RAPPORT_SMTP_URL with the password in a file."""
        return f"smtp://{USER.replace('@', '%40')}@localhost:{self.port}?ca={ca or self.certificate}&password_file={password_file}"

    def taken(self, maildir=None):
        """The mails of a Maildir, as they came, with CRLF line ends."""
        files = [file for place in ("new", "cur") for file in sorted(((maildir or self.mails) / place).iterdir())]
        return [file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for file in files]

    def put_back(self, mail):
        """Puts a mail where those go that come back."""
        file = self.returned / "new" / f"{time.time_ns()}.put.test"
        file.write_bytes(mail)
        account = pwd.getpwnam(self.owner)
        os.chown(file, account.pw_uid, account.pw_gid)

    def marks(self):
        """How the mails that came back are marked, in the letters of Maildir; NEW where nobody has seen one."""
        files = [file.name for place in ("new", "cur") for file in (self.returned / place).iterdir()]
        return sorted(name.partition(":2,")[2] or "NEW" for name in files)

    def log(self):
        return ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Postfix(Server):
    name = "Postfix"
    # Its Received header says it.
    secured = r"\(using TLSv1\.[23] .*\(Authenticated sender: mailer@mail\.test\).* with ESMTPSA"
    envelope = "X-Original-To"

    def start(self):
        etc = self.folder / "etc"
        for place in (etc / "sasl", self.folder / "queue", self.folder / "data"):
            place.mkdir(parents=True)
        owner = pwd.getpwnam("postfix")
        os.chown(self.folder / "data", owner.pw_uid, owner.pw_gid)
        passwords = etc / "sasl/sasldb2"
        user, realm = USER.split("@")
        subprocess.run(["saslpasswd2", "-p", "-c", "-f", passwords, "-u", realm, user], input=PASSWORD.encode(), check=True)
        os.chown(passwords, owner.pw_uid, owner.pw_gid)
        # Debian's Postfix looks for the settings of SASL in this place, whatever cyrus_sasl_config_path says.
        (etc / "sasl/smtpd.conf").write_text(
            f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {passwords}\nmech_list: PLAIN LOGIN\n")
        (etc / "refused").write_text(f"{REFUSED}@example.org 550 5.1.1 there is no such mailbox\n")
        # Only behind an alias, or it would be refused at once.
        (etc / "aliases").write_text(f"{RETURNED}@example.org moved@gone.test\n")
        (etc / "returned").write_text("gone.test error:5.1.1 there is no such mailbox any more\n")
        account = pwd.getpwnam(self.owner)
        (etc / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {self.folder}/queue
data_directory = {self.folder}/data
maillog_file = {self.folder}/queue/log
maillog_file_prefixes = {self.folder}
myhostname = mail.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = example.org, bounces.test
virtual_mailbox_base = {self.folder}
virtual_mailbox_maps = regexp:{etc}/boxes
virtual_uid_maps = static:{account.pw_uid}
virtual_gid_maps = static:{account.pw_gid}
virtual_minimum_uid = 1
virtual_alias_maps = texthash:{etc}/aliases
transport_maps = texthash:{etc}/returned
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {self.certificate}
smtpd_tls_key_file = {self.key}
smtpd_tls_received_header = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = mail.test
smtpd_sasl_authenticated_header = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{etc}/refused, permit_sasl_authenticated, reject
message_size_limit = 1000000
virtual_mailbox_limit = 0
smtputf8_enable = yes
""")
        (etc / "boxes").write_text("/@bounces\\.test$/ returned/\n/@example\\.org$/ mails/\n")
        (etc / "master.cf").write_text(f"""
127.0.0.1:{self.port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
""")
        self.etc = etc
        try:
            run("postfix", "-c", etc, "start")
        except RuntimeError as error:
            raise RuntimeError(f"{error}{self.log()}") from None

    def log(self):
        file = self.folder / "queue/log"
        return file.read_text(errors="replace")[-3000:] if file.exists() else ""

    def stop(self):
        subprocess.run(["postfix", "-c", self.etc, "stop"], stdin=subprocess.DEVNULL, capture_output=True)


class Exim(Server):
    name = "Exim"
    owner = "Debian-exim"
    secured = r" with esmtpsa +\(TLS1\.[23]\).*\(Exim 4"
    envelope = "Envelope-to"

    def start(self):
        # Debian's package is only unpacked (scripts/install-libraries), where Exim's own user may not look. Without its setuid bit, it
        # stays what it was started as.
        program = self.folder / "exim"
        shutil.copyfile(ROOT / ".build/exim/usr/sbin/exim4", program)
        program.chmod(0o755)
        spool = self.folder / "spool"
        spool.mkdir()
        account = pwd.getpwnam(self.owner)
        for place in (spool, self.key, self.certificate):
            os.chown(place, account.pw_uid, account.pw_gid)
        (self.folder / "exim.conf").write_text(f"""
exim_path = {program}
spool_directory = {spool}
log_file_path = {spool}/%slog
primary_hostname = mail.test
daemon_smtp_ports = {self.port}
local_interfaces = 127.0.0.1
domainlist known = example.org : bounces.test
never_users =
deliver_drop_privilege
tls_advertise_hosts = *
tls_certificate = {self.certificate}
tls_privatekey = {self.key}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
smtp_accept_max_per_connection = 1000
message_size_limit = 1M
# There is no DNS to look keys up in.
dkim_verify_signers =
smtputf8_advertise_hosts = *
log_selector = +tls_cipher +smtp_confirmation
acl_smtp_mail = of_sender
acl_smtp_rcpt = of_recipient

begin acl
of_sender:
  deny !encrypted = *
       message = 530 5.7.0 Must issue a STARTTLS command first
  deny !authenticated = *
       message = 530 5.7.0 Authentication required
  accept
of_recipient:
  deny local_parts = {REFUSED}
       message = 550 5.1.1 there is no such mailbox
  accept domains = +known

begin routers
gone:
  driver = redirect
  domains = example.org
  local_parts = {RETURNED}
  allow_fail
  data = :fail: there is no such mailbox any more
bounces:
  driver = accept
  domains = bounces.test
  transport = returned
everyone:
  driver = accept
  domains = example.org
  transport = mails

begin transports
mails:
  driver = appendfile
  maildir_format
  directory = {self.mails}
  create_directory = false
  envelope_to_add
  return_path_add
returned:
  driver = appendfile
  maildir_format
  directory = {self.returned}
  create_directory = false
  envelope_to_add

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{USER}}}}}{{eq{{$auth2}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth1
""")
        self.process = subprocess.Popen(
            [str(program), "-C", str(self.folder / "exim.conf"), "-bdf", "-q5s"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("wb"), start_new_session=True)

    def log(self):
        files = [self.folder / "errors", self.folder / "spool/mainlog", self.folder / "spool/paniclog"]
        return "".join(file.read_text(errors="replace")[-3000:] for file in files if file.exists())

    def stop(self):
        end_group(self.process)


class Dovecot:
    """A mailbox over IMAP: `imap` offers STARTTLS, `imaps` is encrypted from the start."""

    name = "Dovecot"

    def __init__(self, folder, server):
        """Shows what came back to a server."""
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o755)
        self.certificate = server.certificate
        self.imap, self.imaps = free_port(), free_port()
        account = server.returned.stat()
        run_folder = self.folder / "run"
        run_folder.mkdir(mode=0o755)
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:{account.st_uid}:{account.st_gid}::{self.folder}::\n")
        (self.folder / "dovecot.conf").write_text(f"""
protocols = imap
base_dir = {run_folder}
state_dir = {run_folder}
log_path = {self.folder}/log
listen = 127.0.0.1
ssl = required
disable_plaintext_auth = yes
ssl_cert = <{server.certificate}
ssl_key = <{server.key}
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:{server.returned}
passdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.imap}
  }}
  inet_listener imaps {{
    port = {self.imaps}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
# Whoever gave a wrong password would wait up to 15 seconds the next time.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
""")
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("wb"), start_new_session=True)
        Server._await(self, self.imap)

    def url(self, password_file, ca=None, implicit=True, then="keep"):
        """RAPPORT_BOUNCE_IMAP_URL"""
        place = f"localhost:{self.imaps if implicit else self.imap}"
        options = f"ca={ca or self.certificate}&password_file={password_file}&then={then}"
        return f"{'imaps' if implicit else 'imap'}://{USER.replace('@', '%40')}@{place}/INBOX?{options}"

    def log(self):
        return "".join(
            file.read_text(errors="replace")[-3000:] for file in (self.folder / "log", self.folder / "errors") if file.exists())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end_group(self.process)


def end_group(process):
    """Ends a process that leads a session of its own, and whatever it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(5)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def missing():
    """What keeps the servers from running here; empty when nothing does."""
    if os.getuid() != 0:
        return "mail servers start as root only"
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    absent = [program for program in ("postfix", "saslpasswd2", "openssl", "dovecot") if not shutil.which(program)]
    if not (ROOT / ".build/exim/usr/sbin/exim4").exists():
        absent.append("exim4")
    return f"{', '.join(absent)} missing: run scripts/install-libraries test" if absent else ""
