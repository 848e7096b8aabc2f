"""How the app is served: one frozen object, made by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from variorum.errors import SettingsError

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """host, port: what is bound; 127.0.0.1 is reached by this machine alone.
    names: further host names that the app answers to, behind a proxy.
    token: what the opened address must carry once where no accounts are asked for.
    reviewer: the name under which decisions are kept there.
    secret: keys the tokens of the forms.
    hide_people: names of private persons are blanked.
    tiles: address of raster tiles of one's own, with {z}/{x}/{y}.
    secure: the browser speaks TLS to the proxy in front.
    max_upload, max_form: the largest upload and the largest other request, in bytes.
    """

    host: str = "127.0.0.1"
    port: int = 8033
    names: tuple[str, ...] = ()
    token: str = ""
    reviewer: str = ""
    secret: str = ""
    hide_people: bool = False
    tiles: str = ""
    secure: bool = False
    max_upload: int = 20 * _MEGABYTE
    max_form: int = _MEGABYTE

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"port {self.port} is none; give one from 1 to 65535, or 0 for any that is free")
        if self.tiles and not self.tiles.startswith(("https://", "http://", "/")):
            raise SettingsError(f"tiles must be an http(s) address with {{z}}/{{x}}/{{y}} in it, not {self.tiles!r}")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the app: then a start-up token stands in for accounts."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that the app answers to, without ports."""
        local = {"127.0.0.1", "localhost", "[::1]"} if self.is_local else {self.host}
        return frozenset(local | set(self.names))
