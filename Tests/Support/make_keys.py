"""Makes keys in a folder for the tests of DKIM's settings: rsa.pem, ed.pem, open.pem, which everybody may read, and short.pem, of 1024 bits.

Prints, as JSON by file name, the TXT records of the good ones, as RFC 6376 §3.6.1 and RFC 8463 §4.2 have them.
"""
import base64
import json
import pathlib
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

folder = pathlib.Path(sys.argv[1])
keys = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "ed": ed25519.Ed25519PrivateKey.generate(),
    "open": ed25519.Ed25519PrivateKey.generate(),
    "short": rsa.generate_private_key(65537, 1024),
}
for name, key in keys.items():
    file = folder / f"{name}.pem"
    file.touch(mode=0o600)
    file.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
(folder / "open.pem").chmod(0o644)
public = {
    "rsa": keys["rsa"].public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
    "ed25519": keys["ed"].public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw),
}
records = {kind: f"v=DKIM1; k={kind}; p={base64.b64encode(data).decode()}" for kind, data in public.items()}
print(json.dumps({"rsa": records["rsa"], "ed": records["ed25519"]}))
