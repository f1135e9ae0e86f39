"""What each page shows: frozen values, complete before the first template is opened.

Every address is relative to its page. Links name ``index.html``, so that a folder on a stick works without a server;
over HTTP the script in the page shortens them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...i18n.language_tags import is_right_to_left, sentence_separator
from ...model import Cue
from ..colour import DEFAULT_ACCENT
from .map_view import MapView
from .place_views import NearPoint, PlanView, RouteView, Where, choosable_routes

CODE_FILE = "code.svg"
"""In the folder of a page with an address: the address as a QR code, for who prints the page."""


@dataclass(frozen=True)
class Edition:
    """A page in one language, as others link to it."""

    language: str
    href: str
    name: str
    """Its language in its own words, and the author's label where there is one."""
    text_language: str
    """Language of the three texts."""
    offer: str = ""
    """What is said to a visitor whose device speaks the language."""
    note: str = ""
    """What the edition lacks; empty: nothing."""
    current: bool = False
    address: str = ""
    """Absolute address, where the base URL is known: search engines take no other."""


@dataclass(frozen=True)
class Picture:
    """A picture of a stop, or the cover of a tour."""

    href: str
    alt: str
    width: int = 0
    """Pixels; 0: not known."""
    height: int = 0
    srcset: str = ""
    """Other sizes, as HTML has them; empty: none."""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Passage:
    """Sentences of one paragraph, said by one voice."""

    speaker: str
    speaker_title: str
    role: str
    sentences: tuple[Cue, ...]


@dataclass(frozen=True)
class StopLink:
    """A stop as other pages list it."""

    number: str
    title: str
    href: str
    audio: str
    duration: int
    chapter: str = ""
    start: int = 0
    """Milliseconds into the whole tour."""
    closed: str = ""
    """Why visitors cannot go there; empty: they can."""


@dataclass(frozen=True)
class TextLink:
    """A text that may lead somewhere."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Foot:
    """What stands at the foot of every page."""

    statement: str = ""
    """The accessibility statement in the page's language, relative to the output folder; empty: none."""
    links: tuple[TextLink, ...] = ()
    """Of the owner: contact, ICP number, imprint, privacy, other lines."""


@dataclass(frozen=True)
class Shared:
    """What other programs read of a page: search engines, messengers, podcast players, other sites."""

    properties: tuple[tuple[str, str], ...] = ()
    """Open Graph: property and content."""
    data: str = ""
    """JSON-LD, safe inside a script element; empty: none."""
    root: str = ""
    """Absolute address of the output folder where the page has no picture of its own: the icon stands in."""
    feed: str = ""
    """Address of the feed, relative to the page; empty: none."""
    embed: str = ""
    """Absolute address of the oEmbed answer; empty: the page must not be embedded."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has."""

    path: str
    """Of the file, relative to the output folder."""
    language: str
    title: str
    editions: tuple[Edition, ...] = ()
    default: bool = True
    """The page is the one that labels point to; whoever chose another language is sent on."""
    accent: str = DEFAULT_ACCENT
    address: str = ""
    """Absolute address, where the base URL is known."""
    home: str = "index.html"
    """The front page in this language, relative to the output folder."""
    foot: Foot = Foot()
    shared: Shared = Shared()
    template = ""

    @property
    def root_path(self) -> str:
        """The way from the page to the output folder."""
        return "../" * self.path.count("/")

    @property
    def text_direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if is_right_to_left(self.language) else "ltr"

    @property
    def sentence_gap(self) -> str:
        """What stands between two sentences."""
        return sentence_separator(self.language)


@dataclass(frozen=True, kw_only=True)
class AudioPage(Page):
    """What the pages with a player share."""

    tour: str
    """The way to the tour's folder."""
    folder: str
    tour_title: str
    audio: str
    captions: str
    duration: int
    pictures: tuple[Picture, ...]
    synthetic: bool
    marked: bool
    """Beside the words, a mark says that the voice is synthetic."""
    silent: bool
    credits: tuple[str, ...] = ()
    """Whose recorded voice is heard, and who made the music and under which licence: a line each."""
    numbers: tuple[str, ...]
    bytes: int
    download_name: str
    """Name of the MP3 when it is downloaded: says tour and stop."""
    draft: bool = False
    """For the author alone: the page says so and is never published."""
    unlisted: bool = False
    """In no list: search engines are asked to leave the page out too."""
    closed: str = ""
    """Why visitors cannot go there, and until when; empty: they can."""
    places_address: str = ""
    """Of what says where the stops are, relative to the tour's folder; empty: not fetched by this page."""

    @property
    def script_data(self) -> dict[str, object]:
        """What the script needs to know."""
        return {
            "root": self.root_path,
            "tour": self.tour,
            "folder": self.folder,
            "album": self.tour_title,
            "title": self.title,
            "image": self.pictures[0].href if self.pictures else "",
            "duration": self.duration,
            "numbers": self.numbers,
        }


@dataclass(frozen=True, kw_only=True)
class StopPage(AudioPage):
    """One stop: what a code on the wall opens."""

    number: str
    passages: tuple[Passage, ...]
    previous: StopLink | None
    next: StopLink | None
    where: Where | None = None
    """Where it is and how to get on from here; None where nothing is known."""
    routes: tuple[dict[str, object], ...] = ()
    """What comes before and after on each route."""
    has_triggers: bool = False
    """Some stop of the tour is offered on arrival."""
    template = "stop.html"

    @property
    def has_places(self) -> bool:
        """Return whether the page needs what pages with places have besides."""
        return bool(self.where or self.routes or self.places_address)

    @property
    def script_data(self) -> dict[str, object]:
        """What the script needs to know."""
        routes = {"routes": self.routes} if self.routes else {}
        return {**super().script_data, "number": self.number, **routes}


@dataclass(frozen=True)
class Download:
    """A form of a tour other than its MP3."""

    kind: str
    """Key of the visitors' words for it: ``m4b``, ``epub``, ``zip``."""
    href: str
    name: str
    """Name of the file when it is downloaded."""
    bytes: int


@dataclass(frozen=True, kw_only=True)
class TourPage(AudioPage):
    """A tour: its stops, and all of them in one player."""

    description: str
    stops: tuple[StopLink, ...]
    downloads: tuple[Download, ...] = ()
    has_plan: bool = False
    """There is a plan page beside it."""
    routes: tuple[RouteView, ...] = ()
    places: str = ""
    """What the pages of stops fetch to know what is near (JSON); empty: no stop has a place."""
    template = "tour.html"

    @property
    def script_data(self) -> dict[str, object]:
        """What the script needs to know."""
        routes = {"routes": choosable_routes(self.routes)} if self.routes else {}
        return {**super().script_data, "number": "", **routes}


@dataclass(frozen=True, kw_only=True)
class PlanPage(AudioPage):
    """The owner's pictures of the site with numbered pins, the stops beside them, routes, and what is near."""

    stops: tuple[StopLink, ...]
    plans: tuple[PlanView, ...]
    routes: tuple[RouteView, ...]
    points: tuple[NearPoint, ...]
    places: tuple[tuple[object, ...], ...]
    """Number, latitude, longitude and trigger of every stop that has a place."""
    minutes: int
    """How long all stops take, with the ways between them; 0: the ways are not known."""
    map: MapView | None = None
    """A real map beside the plans; None: the owner has none that shows the tour."""
    template = "plan.html"

    @property
    def has_complete_route(self) -> bool:
        """Whether a route names the way past all stops: no other choice is needed for them."""
        return any(route.is_complete for route in self.routes)

    @property
    def can_locate(self) -> bool:
        """Whether a visitor's position says anything about this tour."""
        return bool(self.places) or any(plan.fit for plan in self.plans)

    @property
    def has_triggers(self) -> bool:
        """Whether any stop is offered on arrival."""
        return any(place[-1] for place in self.places)

    @property
    def script_data(self) -> dict[str, object]:
        """What the script needs to know."""
        return {
            **super().script_data,
            "number": "",
            "routes": choosable_routes(self.routes),
            "places": self.places,
        }


@dataclass(frozen=True)
class Card:
    """A tour on the first page."""

    title: str
    language: str
    description: str
    href: str
    image: str
    alt: str
    accent: str
    stops: int
    duration: int
    editions: tuple[Edition, ...]
    closed: str = ""
    """Why visitors cannot take the tour; empty: they can."""


@dataclass(frozen=True)
class FrontDoor:
    """What the owner says of the site, in the language of the page."""

    name: str = ""
    description: str = ""
    logo: str = ""
    """Relative to the output folder; empty: none."""
    address: str = ""
    hours: str = ""
    contact: TextLink | None = None


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """Every tour, or every language of a tour that has no edition of its own language."""

    cards: tuple[Card, ...]
    door: FrontDoor | None = None
    """None: the page of a single site, or of a project that says nothing of itself."""
    template = "home.html"


@dataclass(frozen=True, kw_only=True)
class StatementPage(Page):
    """How accessible the site is, and how to say what is not."""

    name: str
    """Of the site; empty: not given."""
    contact: TextLink | None = None
    date: str = ""
    """``YYYY-MM-DD``; empty: not given."""
    status: str = ""
    """full, partial or none; empty: not assessed."""
    limits: tuple[str, ...] = ()
    """Known to the owner."""
    undescribed: int = 0
    """Pictures that nobody described."""
    enforcement: TextLink | None = None
    template = "statement.html"


@dataclass(frozen=True, kw_only=True)
class OfflinePage(Page):
    """What the service worker shows for a page that was not saved."""

    template = "offline.html"


@dataclass(frozen=True, kw_only=True)
class GonePage(Page):
    """A stop that was removed: its label may hang on the wall for years."""

    number: str
    tour_title: str
    stops: tuple[StopLink, ...]
    template = "gone.html"


@dataclass(frozen=True, kw_only=True)
class MissingPage(Page):
    """What servers answer for an address that does not exist (404.html)."""

    base: str
    """Path of the output folder on the server: the page is shown at any depth."""
    languages: tuple[str, ...]
    """Of all tours."""
    cards: tuple[Card, ...]
    folders: tuple[tuple[str, tuple[str, ...]], ...]
    """Folder of each tour, and the numbers of its stops: addresses in another spelling are understood."""
    template = "missing.html"
