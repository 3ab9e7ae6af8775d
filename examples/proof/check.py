#!/usr/bin/env python3
"""Checks what a Praetor log gives, with nothing of Praetor.

    check.py proof FILE --key KEY                       a proof file (C2SP tlog-proof)
    check.py consistency OLD NEW PROOF.json --key KEY   two checkpoints, and what
        GET /v1/log/consistency?from=..&to=.. answers

KEY is the log's verifier key, `name+id+key`, as `praetor log key` prints it. Get it once, from
somebody whom you trust, and keep it. Exit code 0: it holds; 1: it does not; 2: wrong use.

Needs Python 3.8 and the package `cryptography`, for Ed25519. The algorithms are those of RFC 9162,
2.1.3.2 and 2.1.4.2; the formats those of C2SP signed-note, tlog-checkpoint and tlog-proof.
"""
import argparse
import base64
import binascii
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Bad(Exception):
    """It proves nothing, and why."""


def decode(text):
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Bad(f"not Base64: {text!r}") from error


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def open_checkpoint(note, key):
    """Origin, size and root of a checkpoint that this key signed."""
    name, key_id, material = key.strip().split("+", 2)
    material = decode(material)
    if material[:1] != b"\x01" or len(material) != 33:
        raise Bad("the verifier key is not one of Ed25519")
    expected = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if expected.hex() != key_id:
        raise Bad("the verifier key has another id than it says")
    text, found, signatures = note.partition("\n\n")
    if not found:
        raise Bad("the checkpoint is no signed note")
    for line in signatures.splitlines():
        if not line.startswith(f"\u2014 {name} "):
            continue
        signature = decode(line.rsplit(" ", 1)[1])
        if signature[:4] != expected:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(material[1:]).verify(signature[4:], (text + "\n").encode())
        except InvalidSignature as error:
            raise Bad("the signature is wrong") from error
        origin, size, root = text.split("\n")[:3]
        if origin != name:
            raise Bad("the checkpoint is that of another log")
        return origin, int(size), decode(root)
    raise Bad("the checkpoint is not signed by this key")


def check_inclusion(entry, index, size, path, root):
    """RFC 9162, 2.1.3.2."""
    if index >= size:
        raise Bad("the entry is not in a log of this size")
    fn, sn, r = index, size - 1, leaf_hash(entry)
    for p in path:
        if sn == 0:
            raise Bad("the path is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or r != root:
        raise Bad("entry and path do not lead to the signed root")


def check_consistency(old_size, new_size, path, old_root, new_root):
    """RFC 9162, 2.1.4.2."""
    if old_size == new_size:
        if path or old_root != new_root:
            raise Bad("two logs of one size have different roots, or a path that leads nowhere")
        return
    if not 0 < old_size < new_size or not path:
        raise Bad("the sizes are in the wrong order, or there is no path")
    if old_size & (old_size - 1) == 0:
        path = [old_root] + path
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise Bad("the path is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or fr != old_root or sr != new_root:
        raise Bad("the later log does not begin with the earlier one")


def proof(arguments):
    head, _, note = read(arguments.file).partition("\n\n")
    lines = head.split("\n")
    if len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Bad("not a proof file")
    if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Bad("the proof file has no entry or no index")
    entry, index = decode(lines[1][6:]), int(lines[2][6:])
    origin, size, root = open_checkpoint(note, arguments.key)
    check_inclusion(entry, index, size, [decode(line) for line in lines[3:]], root)
    print(f"entry {index} stands in the log `{origin}` of {size} entries")
    print(f"leaf {leaf_hash(entry).hex()}")


def consistency(arguments):
    shown = json.loads(read(arguments.proof))
    _, old_size, old_root = open_checkpoint(read(arguments.old), arguments.key)
    origin, new_size, new_root = open_checkpoint(read(arguments.new), arguments.key)
    check_consistency(old_size, new_size, [decode(h) for h in shown["hashes"]], old_root, new_root)
    print(f"the log `{origin}` of {new_size} entries begins with that of {old_size}")


def read(file):
    with open(file, encoding="utf-8", newline="") as opened:
        return opened.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("proof")
    one.add_argument("file")
    one.set_defaults(run=proof)
    two = commands.add_parser("consistency")
    for name in ("old", "new", "proof"):
        two.add_argument(name)
    two.set_defaults(run=consistency)
    for command in (one, two):
        command.add_argument("--key", required=True)
    arguments = parser.parse_args()
    try:
        arguments.run(arguments)
    except (Bad, ValueError, KeyError, TypeError) as error:
        print(f"it proves nothing: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
