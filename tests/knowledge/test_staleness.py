"""What to verify again comes worst first."""

from datetime import date

from knowledge.schema import Entry
from knowledge.staleness import Reason, stale_entries
from tests.knowledge.conftest import record

TODAY = date(2026, 12, 1)


def entry(name: str, **changes: object) -> Entry:
    usual = {"verified_on": "2026-11-01", "review_by": "2027-05-22", "as_of": "2025-10", "confidence": "high"}
    return Entry.parse_obj({**record("public.dentist"), **usual, **changes, "id": f"public.{name}"})


def test_what_is_in_order_is_not_listed():
    assert stale_entries([entry("fine")], TODAY) == []


def test_worst_first_with_reason_and_day():
    found = stale_entries(
        [
            entry("low", confidence="low"),
            entry("old", as_of="2019-01"),
            entry("overdue", review_by="2026-11-30"),
            entry("soon", review_by="2026-12-20"),
            entry("ends", valid_until="2026-12-31", review_by="2026-12-15"),
            entry("ended", valid_until="2026-11-30", review_by="2026-11-20", confidence="low"),
        ],
        TODAY,
    )

    assert [one.entry.id for one in found] == [
        "public.ended",
        "public.overdue",
        "public.ends",
        "public.soon",
        "public.low",
        "public.old",
    ]
    assert found[0].reasons == (Reason.ENDED, Reason.REVIEW_DUE, Reason.LOW_CONFIDENCE)
    assert [str(one.due) for one in found[:3]] == ["2026-11-30", "2026-11-30", "2026-12-31"]
    assert found[-1].due is None


def test_of_two_with_the_same_reason_the_earlier_day_comes_first():
    found = stale_entries([entry("later", review_by="2026-11-30"), entry("earlier", review_by="2026-11-10")], TODAY)

    assert [one.entry.id for one in found] == ["public.earlier", "public.later"]
