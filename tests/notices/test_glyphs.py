"""What the letters' font has, by its own table and by the PDF engine."""

from __future__ import annotations

from importlib.resources import files

import pytest
import typst

from notices.glyphs import FAMILIES, WEIGHTS, first_missing, printable

_FONTS = '("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")'


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn",
        "Łukasz Żółć",
        "Þórsdóttir",
        "İnönü",
        "Ștefan",
        "Ωμέγα",
        "Чайковский",
        "Māori",
        "Oßwald",
        "محمد الأمين",
        "נחמן ראָזענבערג",
    ],
)
def test_names_of_many_countries_can_be_printed(name: str) -> None:
    assert first_missing(name) is None


@pytest.mark.parametrize("character", ["王", "김", "আ", "✂", "🙂", "\U000e0041"])
def test_a_character_beyond_the_font_is_found(character: str) -> None:
    assert first_missing(f"Ms. {character} Li") == character


def test_the_first_of_several_missing_characters_is_named() -> None:
    assert first_missing("a王b김") == "王"


@pytest.mark.parametrize("character", ["A", "ễ", "Ω", "•", "—", "م", "ۓ", "א", "王", "✂", "ﬁ"])
def test_the_engine_agrees_with_the_table(character: str) -> None:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files("notices") / "fonts")],
    )
    source = f'#set document(title: "x")\n#set text(font: {_FONTS}, fallback: false)\n{character}'
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)

    def printed() -> bool:
        try:
            compiler.compile(input=source.encode(), format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError:
            return False
        return True

    assert printed() == (character in printable())


def test_both_weights_are_shipped_with_their_licence() -> None:
    fonts = files("notices") / "fonts"

    assert {entry.name for entry in fonts.iterdir()} == {
        "OFL.txt",
        *(f"{family}-{weight}.ttf" for family in FAMILIES for weight in WEIGHTS),
    }
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8")
