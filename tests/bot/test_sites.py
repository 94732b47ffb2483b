"""Site files are checked, and the centre's says nothing that no source says."""

import shutil
from pathlib import Path

import pytest

from bot.core.languages import TAGS
from bot.sites import SITES, SiteError, Sites

ENGLISH = "Suzhou Industrial Park One-stop Service Centre for Expats"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SITES, tmp_path / "sites")
    return tmp_path / "sites"


def test_centre_has_a_name_in_every_language_and_none_is_invented() -> None:
    site = Sites.load().get("sip")
    assert site is not None
    assert {tag: site.name(tag) for tag in TAGS} == {
        "zh-Hans": "苏州工业园区国际融合服务中心",
        "zh-Hant": "蘇州工業園區國際融合服務中心",
        "en": ENGLISH,
        "ja": ENGLISH,
        "ko": ENGLISH,
    }


def test_what_no_source_tells_is_unknown_and_numbers_have_sources() -> None:
    site = Sites.load().get("sip")
    assert site is not None
    assert (site.hours, site.address, site.phone) == (None, None, None)
    assert [hotline.number for hotline in site.hotlines] == ["12367", "12345"]
    assert all(hotline.source.url for hotline in site.hotlines)


def test_unknown_site_is_none_and_defaults_are_by_id() -> None:
    sites = Sites.load()
    assert sites.get("nowhere") is None
    assert sites.default_languages["sip"] == "en"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("default_language: en", "default_language: fr", "sip.yml: default_language: 'fr' is none of"),
        ("origins: []", "origins: [www.example.org]", "sip.yml: origins.0: .*is no origin"),
        ("origins: []", "origins: ['https://a.example/x']", "sip.yml: origins.0: .*is no origin"),
        ("hours: null\naddress", "hour: null\naddress", "sip.yml: .*hour: extra fields"),
        ("  ko: null\n", "", "sip.yml: names: needs each of zh, en, ja, ko"),
        ('"12367"\n    names:\n', '"12367"\n    names: [\n', "sip.yml"),
    ],
)
def test_error_names_file_and_key(folder: Path, old: str, new: str, message: str) -> None:
    file = folder / "sip.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SiteError, match=f"(?s){message}"):
        Sites.load(folder)


def test_folder_without_sites_and_odd_ids_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no site file"):
        Sites.load(tmp_path / "nothing")
    (folder / "sip.yml").rename(folder / "S:P.yml")
    with pytest.raises(SiteError, match="small letters"):
        Sites.load(folder)
