"""How easy a Spanish text is to read, and that families get an easy one."""

from __future__ import annotations

import pytest

from notices.catalogue import catalogue
from notices.drafts import draft
from notices.fields import NoticeFields
from notices.reading import SENTENCE_LIMIT, hard_to_read, prose
from notices.reading_spanish import (
    FAMILY_EASE,
    ease,
    hard_spanish,
    long_spanish_sentences,
    syllables,
)
from tests.notices import samples_spanish

#: Counted by ear.
_COUNTED = {
    1: "hoy que qué quien y ley muy pie dios el pan bien fue dio sol guion",
    2: "guerra ciudad baúl mayo datos aunque país nuestra pueblo agua "
    "casa día niño cuenta causa tío reina aquí suyo leer oír",
    3: "pingüino ahora cuidado escuela correo oído tarjeta siquiera leído aviso "
    "persona seguro familia número pasado",
    4: "energía aéreo contraseña policía teléfono averigua información investigar "
    "compañía identidad",
    5: "electrónico investigación notificación",
    6: "estacionamiento identificación",
}
_FAMILY = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    if "es" in template.translations
    for recipient in template.recipients
]


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in _COUNTED.items() for word in words.split()],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_ease_follows_the_published_formula() -> None:
    """Ten words, two sentences, seventeen syllables, counted by hand.

    206.835 - 62.3 * 1.7 - 5 = 95.925.
    """
    text = "El gato come pan duro. La niña bebe agua fría."

    assert ease([text]) == pytest.approx(95.925)


def test_a_text_without_words_is_no_harder_than_any() -> None:
    assert ease(["845-555-0142"]) == 100


def test_short_forms_and_addresses_end_no_spanish_sentence() -> None:
    texts = [
        "Llame a la Sra. Li de 8 a. m. a 4 p. m., o escriba a dpo@kingston.example.org. Gracias."
    ]

    assert ease(texts) == ease(["Llame a la Sra Li de a m a p m o escriba a dirección. Gracias."])


def test_a_question_begins_a_sentence_of_its_own() -> None:
    text = "Le leo lo que sabemos. ¿Es un buen momento? “Ángel llamó”. Espere."

    assert long_spanish_sentences([text], 4) == ["Le leo lo que sabemos"]


def test_a_hard_spanish_text_is_named_with_its_ease() -> None:
    hard = " ".join(["Inconstitucionalidad administrativa"] * 13) + "."

    found = hard_spanish([hard], SENTENCE_LIMIT)

    assert found[0].startswith("A sentence is long: 'Inconstitucionalidad")
    assert "families should have 65 at least" in found[1]


@pytest.mark.parametrize(("notice", "recipient"), _FAMILY)
@pytest.mark.parametrize(
    "fields",
    [samples_spanish.roster(), samples_spanish.private(), samples_spanish.nothing_known()],
)
def test_families_read_fairly_easy_spanish(
    notice: str, recipient: str, fields: NoticeFields
) -> None:
    document = draft(notice, recipient, fields, language="es").document
    texts = list(prose(document))

    assert ease(texts) >= FAMILY_EASE
    assert hard_to_read(document) == []
