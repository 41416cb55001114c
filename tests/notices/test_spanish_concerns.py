"""A family that reads Spanish is told in Spanish what concerns each of its children."""

from __future__ import annotations

from dataclasses import replace

from incidents.people.recipient import Concern
from notices.drafts import draft
from notices.language import language
from notices.merging import Merger
from tests.notices import samples_spanish
from tests.notices.test_merging import ANA

_LISTED = ["name", "home address", "date of birth", "payroll records"]


def _filled(listed: list[str]) -> str:
    fields = samples_spanish.private().plus(data_types_listed=listed)
    approved = draft("family-and-resident-notice", "parent", fields, language="es")
    concern = Concern(person=1, name="Eva Ruiz", exposed=("name", "home address", "ssn"))
    filled = Merger(approved, language("es")).filled(
        replace(ANA, language="es", concerns=(concern,))
    )
    return " ".join(filled.text.split())


def test_the_words_of_the_list_are_read_in_spanish() -> None:
    assert "Eva Ruiz: nombre, dirección y número de Seguro Social" in _filled(_LISTED)


def test_a_list_of_another_length_is_not_matched_by_its_order() -> None:
    assert "Eva Ruiz: name, home address y número de Seguro Social" in _filled(_LISTED[:2])
