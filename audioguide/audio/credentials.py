"""Content Credentials: who made a file and by what means, signed by its owner (C2PA 2.x, https://spec.c2pa.org).

The library writes M4B itself. In an MP3 it would turn the tag into ID3v2.4, with chapters that readers lose where a
title passes 127 bytes. So the manifest goes into a tag of our own here, in the ``GEOB`` frame that the specification
has for ID3: the library leaves room, and signs a hash of everything around it.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import AudioError
from ..i18n import _
from . import id3

_MANIFEST_TYPE = b"application/c2pa"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class Credentials:
    """With what the owner signs."""

    chain: bytes
    """PEM certificates, the owner's first."""
    key: bytes
    """PEM private key, PKCS #8."""
    algorithm: str
    """As C2PA names it: es256, es384, es512, ps256 or ed25519."""
    timestamp: str = ""
    """Address of an RFC 3161 service; empty: the signature has no time that others vouch for."""


@dataclass(frozen=True)
class Statement:
    """What is signed about a file."""

    title: str
    generator: str
    """Name and version of the program, with a space between them."""
    source_type: str
    """IRI of IPTC's digital source type."""

    def to_json(self, media_type: str) -> str:
        """Return the manifest's definition for the library."""
        name, _space, version = self.generator.partition(" ")
        action = {
            "action": "c2pa.created",
            "digitalSourceType": self.source_type,
            "softwareAgent": {"name": name, "version": version},
        }
        return json.dumps(
            {
                "claim_generator_info": [{"name": name, "version": version}],
                "title": self.title,
                "format": media_type,
                "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
            }
        )


def sign_mp3(file: Path, statement: Statement, credentials: Credentials) -> None:
    """Sign an MP3 with a tag of ours in place; an older signature goes. Raises AudioError with the library's reason."""
    with file.open("rb") as source:
        tag = id3.read_tag(source)
        frames_start = source.tell()
        with _open_builder(statement.to_json("audio/mpeg"), credentials) as (builder, signer):
            room = _reserve_room(builder, signer)
            tagged, at = id3.add_manifest(tag, room)
            digest = hashlib.sha256(tagged[:at] + tagged[at + len(room) :])
            source.seek(frames_start)
            while block := source.read(_BLOCK_BYTES):
                digest.update(block)
            store = _sign_hash(builder, signer, digest.digest(), at, len(room))
        if len(store) != len(room):
            raise AudioError(_("{file} cannot be signed: {reason}").format(file=file.name, reason="size"))
        signed = file.with_name(f"{file.name}.signed")
        source.seek(frames_start)
        with signed.open("wb") as target:
            target.write(tagged[:at] + store + tagged[at + len(room) :])
            while block := source.read(_BLOCK_BYTES):
                target.write(block)
    os.replace(signed, file)


def sign_mp4(file: Path, statement: Statement, credentials: Credentials) -> None:
    """Sign an M4B in place. Raises AudioError with the library's reason."""
    import c2pa

    signed = file.with_name(f"{file.name}.signed")
    stamp = credentials.timestamp.encode() or None
    information = c2pa.C2paSignerInfo(credentials.algorithm.encode(), credentials.chain, credentials.key, stamp)
    try:
        with (
            c2pa.Signer.from_info(information) as signer,
            c2pa.Builder(statement.to_json("audio/mp4")) as builder,
            file.open("rb") as source,
            signed.open("w+b") as target,
        ):
            builder.sign(signer, "audio/mp4", source, target)
        os.replace(signed, file)
    except c2pa.C2paError as error:
        raise _refusal(str(error)) from error
    finally:
        signed.unlink(missing_ok=True)


# ---------------------------------------------------------------- the library's C interface


class _SignerInfo(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("alg", "sign_cert", "private_key", "ta_url")]


@cache
def _library() -> ctypes.CDLL:
    """Return the library of the package c2pa-python, with the types of what is called (c2pa.h)."""
    from c2pa.lib import dynamically_load_library

    library: ctypes.CDLL = dynamically_load_library()
    pointer, size, text = ctypes.c_void_p, ctypes.c_int64, ctypes.c_char_p
    answer = ctypes.POINTER(ctypes.c_void_p)
    types: Mapping[str, tuple[list[Any], Any]] = {
        "c2pa_signer_from_info": ([ctypes.POINTER(_SignerInfo)], pointer),
        "c2pa_signer_reserve_size": ([pointer], size),
        "c2pa_builder_from_json": ([text], pointer),
        "c2pa_builder_data_hashed_placeholder": ([pointer, ctypes.c_size_t, text, answer], size),
        "c2pa_builder_sign_data_hashed_embeddable": ([pointer, pointer, text, text, pointer, answer], size),
        "c2pa_error": ([], pointer),
        "c2pa_free": ([pointer], ctypes.c_int),
    }
    for name, (arguments, result) in types.items():
        # a prototype of its own: the package declares others for the same functions
        setattr(library, name, ctypes.CFUNCTYPE(result, *arguments)((name, library)))
    return library


@contextmanager
def _open_builder(definition: str, credentials: Credentials) -> Iterator[tuple[int, int]]:
    """Yield the handles of a builder and of a signer."""
    library = _library()
    stamp = credentials.timestamp.encode() or None
    information = _SignerInfo(credentials.algorithm.encode(), credentials.chain, credentials.key, stamp)
    signer = library.c2pa_signer_from_info(ctypes.byref(information))
    if not signer:
        raise _refusal(_last_error())
    try:
        builder = library.c2pa_builder_from_json(definition.encode())
        if not builder:
            raise _refusal(_last_error())
        try:
            yield builder, signer
        finally:
            library.c2pa_free(builder)
    finally:
        library.c2pa_free(signer)


def _reserve_room(builder: int, signer: int) -> bytes:
    """Return a store of the size that the signed one will have."""
    library, answer = _library(), ctypes.c_void_p()
    size = library.c2pa_signer_reserve_size(signer)
    return _take_bytes(
        library.c2pa_builder_data_hashed_placeholder(builder, size, _MANIFEST_TYPE, ctypes.byref(answer)), answer
    )


def _sign_hash(builder: int, signer: int, digest: bytes, at: int, length: int) -> bytes:
    """Return the signed store for a file whose bytes around ``at`` … ``at + length`` have this SHA-256."""
    binding = {
        "name": "jumbf manifest",
        "alg": "sha256",
        "exclusions": [{"start": at, "length": length}],
        "hash": list(digest),
        "pad": [],
    }
    library, answer = _library(), ctypes.c_void_p()
    size = library.c2pa_builder_sign_data_hashed_embeddable(
        builder, signer, json.dumps(binding).encode(), _MANIFEST_TYPE, None, ctypes.byref(answer)
    )
    return _take_bytes(size, answer)


def _take_bytes(size: int, answer: ctypes.c_void_p) -> bytes:
    if size < 0 or answer.value is None:
        raise _refusal(_last_error())
    content = ctypes.string_at(answer.value, size)
    _library().c2pa_free(answer)
    return content


def _last_error() -> str:
    """Return the library's last error on this thread."""
    library = _library()
    message = library.c2pa_error()
    text = ctypes.string_at(message).decode("utf-8", "replace") if message else ""
    library.c2pa_free(message)
    return text


def _refusal(reason: str) -> AudioError:
    return AudioError(
        _("The file cannot be signed: {reason}").format(reason=reason),
        hint=_("Look at signing: in site.yaml; docs/labels.md says what a certificate needs."),
    )
