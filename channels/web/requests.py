"""What a browser may send, checked before anything is done with it."""

from typing import TypeVar

from pydantic import BaseModel, Extra, Field, ValidationError, root_validator, validator
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.core.languages import LANGUAGES, match_hint
from bot.core.messages import Channel
from channels.limits import LIMITS

LONGEST_TEXT = LIMITS[Channel.WEB].inbound_characters
_LONGEST_HINT = 35
_BEARER = "bearer "


class _Body(BaseModel):
    class Config:
        """Refuse fields that nobody knows: a misspelt one would be ignored in silence."""

        extra = Extra.forbid


class SessionBody(_Body):
    """Opens a conversation or takes up the one of the token."""

    site: str = Field("", max_length=64)
    #: Tag or hint of the language that the page is in.
    language: str | None = Field(None, max_length=_LONGEST_HINT)


class MessageBody(_Body):
    """A message of the visitor: text, or a button pressed, whose caption is then the text."""

    #: Made up by the browser, so that sending it again does no harm.
    id: str = Field(regex=r"^[A-Za-z0-9_-]{8,64}$")
    text: str = Field("", max_length=100_000)
    choice: str | None = Field(None, regex=r"^[0-9]{1,18}\.[0-9]{1,3}$")

    @validator("text")
    def _storable(cls, value: str) -> str:
        # JSON can spell what no database stores: the character 0 and halves of surrogate pairs.
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()

    @root_validator(skip_on_failure=True)
    def _says_something(cls, values: dict[str, object]) -> dict[str, object]:
        if not values["text"] and values["choice"] is None:
            raise ValueError("neither text nor choice")
        return values


class LanguageBody(_Body):
    """The visitor wants to be answered in this language."""

    language: str = Field(max_length=_LONGEST_HINT)


Body = TypeVar("Body", bound=_Body)


async def read_body(request: Request, shape: type[Body]) -> Body:
    """Return the JSON body of a request in this shape.

    Raises:
        HTTPException: 415 for another content type, 400 with `bad_json` or `invalid_<field>`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415)
    content = await request.body()
    try:
        return shape.parse_raw(content, content_type="application/json")
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise HTTPException(400, "bad_json" if field == "__root__" else f"invalid_{field}") from error
    except RecursionError as error:
        raise HTTPException(400, "bad_json") from error


def bearer_token(request: Request) -> str:
    """Return the token of the Authorization header, or an empty string."""
    value = request.headers.get("authorization", "")
    return value[len(_BEARER) :].strip() if value.lower().startswith(_BEARER) else ""


def language_hints(request: Request, page: str | None) -> tuple[str, ...]:
    """Return the languages that the page and the browser name, best first."""
    offered: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "")[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            offered.append((float(quality or 1), tag))
        except ValueError:
            continue
    ranked = [tag for _, tag in sorted(offered, key=lambda one: -one[0])]
    return tuple(hint for hint in (page, *ranked) if hint and match_hint(hint))[: len(LANGUAGES)]


def known_language(body: LanguageBody) -> str:
    """Return the tag of the language asked for.

    Raises:
        HTTPException: 400 when it is none of the registry.
    """
    tag = match_hint(body.language)
    if tag is None:
        raise HTTPException(400, "invalid_language")
    return tag
