"""Languages of a document are editions of one tour: their names, a wish for a name, the account, a second import."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafting import checked_import
from test_format_versions import workbook
from test_languages_apart import EN, FR, ZH, Stops

from audioguide.importers import report
from audioguide.importers.draft import Wishes
from audioguide.importers.draft_files import WrittenDraft, write_drafts


def document(*languages: Stops, title: str = "Stone Bridge Academy") -> bytes:
    lines = [title]
    for n, versions in enumerate(zip(*languages, strict=True), 1):
        names = " / ".join(name for name, _text in versions)
        lines += [f"Stop {n}: {names}", *(text for _name, text in versions)]
    return "\n\n".join(lines).encode()


def written(folder: Path, data: bytes, wishes: Wishes | None = None) -> list[WrittenDraft]:
    return write_drafts(checked_import(data, "academy.txt", wishes), folder)


@pytest.mark.parametrize(
    ("languages", "names"),
    [
        ((EN, ZH), ["academy", "academy.zh-CN"]),
        ((EN, FR), ["academy", "academy.fr"]),
    ],
)
def test_languages_are_editions_of_the_site_that_was_asked_for(
    tmp_path: Path, languages: tuple[Stops, ...], names: list[str]
) -> None:
    drafts = written(tmp_path, document(*languages), Wishes(site="academy"))
    assert [draft.path.name for draft in drafts] == [f"{name}.yaml" for name in names]
    assert {draft.tour.site for draft in drafts} == {"academy"}
    assert all(path.exists() for path in (draft.path for draft in drafts))
    assert sorted(path.stem for path in (tmp_path / ".imported").glob("*.yaml")) == sorted(names)


def test_three_sheets_are_three_editions(tmp_path: Path) -> None:
    data = workbook({"Français": FR, "中文": ZH, "English": EN})
    result = checked_import(data, "aquarium.xlsx")
    drafts = write_drafts(result, tmp_path)
    assert [draft.path.name for draft in drafts] == ["aquarium.yaml", "aquarium.zh-CN.yaml", "aquarium.en.yaml"]


def test_the_account_names_site_and_edition() -> None:
    result = checked_import(document(EN, FR), "academy.txt", Wishes(site="academy"))
    data = report.as_data(result)
    tours = [(tour["site"], tour["edition"]) for tour in data["tours"]]  # type: ignore[attr-defined]
    assert tours == [("academy", ""), ("academy", "fr")]
    tiles = {(tile["site"], tile["edition"]) for tile in data["tiles"] if tile["site"]}  # type: ignore[attr-defined]
    assert tiles == {("academy", ""), ("academy", "fr")}
    assert [line.split(":")[0] for line in report.summarise(result)] == ["academy", "academy.fr"]


def test_importing_again_merges_into_the_editions(tmp_path: Path) -> None:
    first = written(tmp_path, document(EN, FR))
    again = written(tmp_path, document(EN, FR))
    assert [draft.path for draft in again] == [draft.path for draft in first]
    assert [draft.existing for draft in again] == [draft.path for draft in first]
    changed = written(tmp_path, document(EN, tuple((name, text.replace("pont", "vieux pont")) for name, text in FR)))
    assert changed[0].path == first[0].path
    assert changed[1].existing == first[1].path
    assert changed[1].path == tmp_path / "drafts" / first[1].path.name
    assert "vieux pont" in changed[1].path.read_text("utf-8")


def test_an_edition_follows_the_script_that_got_another_name(tmp_path: Path) -> None:
    (first,) = written(tmp_path, document(EN))
    first.path.rename(tmp_path / "bridge.yaml")
    drafts = written(tmp_path, document(EN, FR))
    assert drafts[0].existing == tmp_path / "bridge.yaml"
    assert drafts[1].path == tmp_path / "bridge.fr.yaml"
