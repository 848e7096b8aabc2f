"""Names of armed groups keep their capitals in texts that were in capitals."""

from __future__ import annotations

import pytest

from variorum.annotate.casing import recase


@pytest.mark.parametrize(
    ("shouted", "small"),
    [
        ("THE ARMY OF NATIONAL LIBERATION (ELN) FLED.", "The Army of National Liberation (ELN) fled."),
        ("POLICE BLAMED THE SHINING PATH TODAY.", "Police blamed the Shining Path today."),
        ("THE ARMED FORCES LET THE MEN GO HOME.", "The armed forces let the men go home."),
    ],
)
def test_names_of_armed_groups_get_capitals(shouted: str, small: str) -> None:
    assert recase(shouted) == small
