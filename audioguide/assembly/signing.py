"""The owner's signature on finished files: the last thing that happens to them (Content Credentials, C2PA).

``signing:`` of ``site.yaml`` names certificate and key. A file that holds nothing but recorded voices is not signed:
its sound is not synthetic, and that is all the signature says.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__, files
from ..audio import credentials as content_credentials
from ..audio.credentials import Credentials, Statement
from ..authoring.site_config import Signing
from ..errors import ConfigError
from ..i18n import _
from ..model import BuiltStop, Manifest, Track

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

KEY_VARIABLE = "AUDIOGUIDE_SIGNING_KEY"
"""Environment variable with the private key as PEM, or with the path of its file."""
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SYNTHETIC = f"{_SOURCE_TYPES}trainedAlgorithmicMedia"
MIXED = f"{_SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia"
"""Synthetic beside recorded voices."""
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


def certificate_digest(signing: Signing | None) -> str:
    """Return what changes with the certificate and the time-stamp service; empty where nothing is signed."""
    if signing is None:
        return ""
    content = signing.certificate.read_bytes() if signing.certificate.is_file() else b""
    return hashlib.sha256(content + signing.timestamp.encode()).hexdigest()


def load_credentials(signing: Signing | None) -> Credentials | None:
    """Return certificate and key, looked at; None where nothing is signed.

    Raises ConfigError for a missing package, file or key, a key of another certificate, and one that has run out.
    """
    if signing is None:
        return None
    try:
        import c2pa  # noqa: F401
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization
    except ImportError as error:
        raise ConfigError(
            _("Signing needs the package {package}.").format(package=error.name),
            hint=_("Install it: pip install {package}").format(package="audioguide[c2pa]"),
        ) from error
    try:
        chain = signing.certificate.read_bytes()
        certificate = x509.load_pem_x509_certificates(chain)[0]
    except (OSError, ValueError) as error:
        raise ConfigError(
            _("{file} is no certificate: {reason}").format(file=signing.certificate, reason=error),
            hint=_("It is a PEM file: your certificate first, then those that vouch for it."),
        ) from error
    try:
        key = serialization.load_pem_private_key(_read_key(signing), None)
    except (ValueError, TypeError) as error:  # TypeError: it has a password
        raise ConfigError(
            _("The signing key cannot be used: {reason}").format(reason=type(error).__name__),
            hint=_("It is a PEM file without a password: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"),
        ) from error
    _refuse_unfit(certificate, key, signing)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Credentials(chain, pem, _algorithm(key), signing.timestamp)


def _read_key(signing: Signing) -> bytes:
    given = os.environ.get(KEY_VARIABLE, "").strip()
    if signing.key is None and given.startswith("-----"):
        return given.encode()
    file = signing.key or (Path(given) if given else None)
    if file is None or not file.is_file():
        raise ConfigError(
            _("There is no signing key.") if file is None else _("There is no file “{name}”.").format(name=file),
            hint=_("Name its file in site.yaml, signing: {key: …}, or set {variable}.").replace(
                "{variable}", KEY_VARIABLE
            ),
        )
    return file.read_bytes()


def _refuse_unfit(certificate: Certificate, key: PrivateKeyTypes, signing: Signing) -> None:
    if certificate.public_key() != key.public_key():
        raise ConfigError(
            _("The signing key does not belong to {file}.").format(file=signing.certificate),
            hint=_("The owner's certificate comes first in the file, and the key is its own."),
        )
    if certificate.not_valid_after_utc < datetime.now(UTC):
        raise ConfigError(
            _("The certificate {file} ran out on {date}.").format(
                file=signing.certificate, date=certificate.not_valid_after_utc.date().isoformat()
            ),
            hint=_("Have it renewed; what it signed before stays signed."),
        )


def _algorithm(key: PrivateKeyTypes) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise ConfigError(
        _("C2PA knows no signature by such a key."), hint=_("Take one for P-256, P-384, P-521, Ed25519 or RSA.")
    )


# ---------------------------------------------------------------- files


def sign_tour(manifest: Manifest, root: Path, credentials: Credentials | None) -> Manifest:
    """Sign the MP3s of a tour below ``root``; return the manifest with their new sizes and digests."""
    if credentials is None:
        return manifest
    stops, unlisted = (
        tuple(sign_stop(stop, manifest.title, root, credentials) for stop in group)
        for group in (manifest.stops, manifest.unlisted)
    )
    track = manifest.tour
    if manifest.synthetic:
        track = _sign_track(track, root, _statement(manifest.title, manifest.stops), credentials)
    return replace(manifest, tour=track, stops=stops, unlisted=unlisted)


def sign_stop(stop: BuiltStop, tour_title: str, root: Path, credentials: Credentials | None) -> BuiltStop:
    """Sign the MP3 of a stop below ``root``; return the stop with its new size and digest."""
    if credentials is None or not stop.synthetic:
        return stop
    track = _sign_track(stop.track, root, stop_statement(stop, tour_title), credentials)
    return replace(stop, track=track)


def sign_book(manifest: Manifest, file: Path, credentials: Credentials | None) -> None:
    """Sign an M4B of a tour in place. Raises AudioError."""
    if credentials is not None and manifest.synthetic:
        content_credentials.sign_mp4(file, _statement(manifest.title, manifest.stops), credentials)


def stop_statement(stop: BuiltStop, tour_title: str) -> Statement:
    """Return what is signed about the sound of a stop."""
    return _statement(f"{tour_title} {stop.number} {stop.title}", [stop])


def _statement(title: str, stops: Sequence[BuiltStop]) -> Statement:
    is_mixed = any(stop.recordings or any(cue.recorded for cue in stop.cues) for stop in stops)
    return Statement(title, f"audioguide {__version__}", MIXED if is_mixed else SYNTHETIC)


def _sign_track(track: Track, root: Path, statement: Statement, credentials: Credentials) -> Track:
    file = root / track.file
    content_credentials.sign_mp3(file, statement, credentials)
    return replace(track, bytes=file.stat().st_size, sha256=files.file_digest(file))
