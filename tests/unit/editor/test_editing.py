"""Every step can be taken back and done again; never over what somebody else did."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import RepairKind
from app.ui.editor import editing
from app.ui.editor.doubts import DoubtKind, next_doubt
from app.ui.editor.editing import Deed, Editing
from app.ui.editor.finding import Finder, Match, Query, replaced
from app.ui.editor.page import Page, Speaker
from tests.fakes.basics import fixed_id
from tests.unit.editor.transcripts import ANH, BINH, Transcript, piece


def _two() -> Transcript:
    congress = Transcript()
    congress.hear("a", "kính thưa đại hội")
    congress.hear("b", "tôi xin phát biểu", 5_000, speaker=BINH)
    return congress


def _shape(congress: Transcript) -> list[tuple[object, ...]]:
    return [
        (s.id, s.text, s.struck, s.speaker_person_id, s.speaker_name, s.heard, s.start_ms)
        for s in congress.state.segments_in_order()
    ]


def _there_and_back(congress: Transcript, step: editing.Step | None) -> None:
    before = _shape(congress)
    done = congress.do(step)
    after = _shape(congress)
    assert before != after
    again = congress.undo(done)
    assert _shape(congress) == before
    congress.undo(again)
    assert _shape(congress) == after


def test_edits() -> None:
    congress = _two()
    a = congress.at(fixed_id("a"))
    _there_and_back(congress, editing.rewrite(a, " Kính thưa  Đại hội! "))
    assert congress.at(a.id).text == "Kính thưa Đại hội!"
    assert editing.rewrite(congress.at(a.id), "Kính thưa Đại hội!") is None
    _there_and_back(congress, editing.strike(congress.at(a.id)))
    assert editing.strike(congress.at(a.id)).deed is Deed.RESTORE


def test_splits_and_joins() -> None:
    congress = _two()
    a, b = congress.at(fixed_id("a")), congress.at(fixed_id("b"))
    _there_and_back(congress, editing.join(a, b))
    assert congress.at(a.id).text == "kính thưa đại hội tôi xin phát biểu"
    congress = _two()
    _there_and_back(congress, editing.split(congress.at(a.id), 11, fixed_id("new")))
    assert congress.at(a.id).text == "kính thưa"
    assert congress.at(fixed_id("new")).text == "đại hội"
    assert congress.at(fixed_id("new")).start_ms == 2_000


def test_joining_edited_and_struck_ones_is_undone_to_the_letter() -> None:
    congress = _two()
    congress.edit(fixed_id("a"), "Kính thưa Đại hội!")
    congress.do(editing.strike(congress.at(fixed_id("b"))))
    _there_and_back(congress, editing.join(congress.at(fixed_id("a")), congress.at(fixed_id("b"))))


def test_splitting_inside_a_name_keeps_the_machine_s_words() -> None:
    congress = _two()
    congress.repair(
        fixed_id("b"), piece("Tôi", 0, 1, RepairKind.CASE), piece("xin phát biểu.", 1, 4, RepairKind.NAME)
    )
    b = congress.at(fixed_id("b"))
    _there_and_back(congress, editing.split(b, b.text.index("biểu"), fixed_id("new")))
    assert [congress.at(fixed_id(n)).text for n in ("b", "new")] == ["Tôi xin phát", "biểu."]


def test_speakers() -> None:
    congress = _two()
    both = [congress.at(fixed_id("a")), congress.at(fixed_id("b"))]
    _there_and_back(congress, editing.attribute(both, Speaker(None, "Ông Ba")))
    assert congress.at(fixed_id("a")).speaker_name == "Ông Ba"
    assert editing.attribute([congress.at(fixed_id("a"))], Speaker(None, "Ông Ba")) is None
    assert editing.attribute([congress.at(fixed_id("a"))], Speaker(ANH, "Lê Anh")) is not None


def test_replacing_everywhere_is_one_step() -> None:
    congress = _two()
    congress.edit(fixed_id("a"), "xin chào, xin thưa")
    page = Page()
    page.update(congress.state)
    matches = Finder().find(page.lines, Query("xin"))
    assert len(matches) == 3
    _there_and_back(congress, editing.replace_all(congress.state, matches, "mời"))
    assert congress.at(fixed_id("a")).text == "mời chào, mời thưa"


def test_what_somebody_else_changed_is_not_taken_back() -> None:
    congress = _two()
    done = congress.do(editing.rewrite(congress.at(fixed_id("a")), "của tôi"))
    congress.edit(fixed_id("a"), "của chị ấy")
    found = done.inverse().obstacle(congress.state)
    assert found is not None
    assert found.change is not None
    assert found.change.text == "của chị ấy"
    joined = congress.do(editing.join(congress.at(fixed_id("a")), congress.at(fixed_id("b"))))
    congress.edit(fixed_id("a"), "khác")
    assert joined.inverse().obstacle(congress.state) is not None
    split = editing.split(congress.at(fixed_id("a")), 2, fixed_id("x"))
    assert split is None


def test_a_clash_is_shown_and_chosen() -> None:
    congress = _two()
    seen = congress.at(fixed_id("a")).heads
    for text in ("bản một", "bản hai"):
        congress.load(p.SegmentEdited(segment_id=fixed_id("a"), text=text, replaces=seen))
    a = congress.at(fixed_id("a"))
    assert [rival.text for rival in a.rivals] == ["bản một", "bản hai"]
    congress.do(editing.choose(a, a.rivals[1]))
    assert congress.at(a.id).text == "bản hai"
    assert not congress.at(a.id).rivals


def test_back_to_what_was_heard() -> None:
    congress = _two()
    congress.repair(
        fixed_id("b"),
        piece("Tôi", 0, 1, RepairKind.CASE),
        piece("xin", 1, 2),
        piece("PB", 2, 4, RepairKind.NAME),
    )
    step = editing.as_heard(congress.at(fixed_id("b")), (8, 10), "phát biểu")
    _there_and_back(congress, step)
    assert congress.at(fixed_id("b")).text == "Tôi xin phát biểu"


def test_the_pile_of_steps() -> None:
    congress, pile = _two(), Editing()
    one = editing.strike(congress.at(fixed_id("a")))
    two = editing.strike(congress.at(fixed_id("b")))
    pile.did(one)
    pile.did(two)
    assert pile.last is two
    pile.took_back()
    assert (pile.last, pile.next) == (one, two)
    pile.did_again()
    assert (pile.last, pile.next) == (two, None)
    pile.took_back()
    pile.did(one)
    assert pile.next is None


def test_finding_without_marks() -> None:
    congress = Transcript()
    congress.hear("a", "đường Đặng Văn Ngữ dang lam duong")
    page = Page()
    page.update(congress.state)
    finder = Finder()
    a = fixed_id("a")
    assert finder.find(page.lines, Query("dang")) == [Match(a, 6, 10), Match(a, 19, 23)]
    assert finder.find(page.lines, Query("Đặng", exact=True)) == [Match(a, 6, 10)]
    assert finder.find(page.lines, Query("uon")) == [Match(a, 1, 4), Match(a, 29, 32)]
    assert finder.find(page.lines, Query("uon", whole_words=True)) == []
    assert finder.find(page.lines, Query("van   ngu", whole_words=True)) == [Match(a, 11, 18)]
    assert finder.find(page.lines, Query("  ")) == []


def test_finding_beside_letters_that_fold_to_more_or_fewer() -> None:
    congress = Transcript()
    congress.hear("a", "x")
    congress.edit(fixed_id("a"), "Gruß q\u0323 hội")
    page = Page()
    page.update(congress.state)
    found = Finder().find(page.lines, Query("hoi"))
    text = page.lines[0].segment.text
    assert [text[m.start : m.end] for m in found] == ["hội"]


def test_replacing_places() -> None:
    assert replaced("một hai ba", [(0, 3), (8, 10)], "X") == "X hai X"
    assert replaced("một hai ba", [(4, 7)], "") == "một ba"


def test_the_next_thing_to_look_at() -> None:
    congress = _two()
    congress.hear("c", "thưa ạ thưa", 9_000, confidences=[900, 100, 100], speaker=None)
    page = Page()
    page.update(congress.state)
    c = fixed_id("c")
    first = next_doubt(page, 0)
    assert (first.segment_id, first.kind) == (c, DoubtKind.SPEAKER)
    second = next_doubt(page, 2, 0)
    assert (second.kind, second.start, second.end) == (DoubtKind.WORD, 5, 6)
    third = next_doubt(page, 2, 5)
    assert third.start == 7
    assert next_doubt(page, 2, 7).kind is DoubtKind.SPEAKER  # once around
    congress.edit(c, "Thưa ạ.")
    congress.say(p.SegmentsAttributed(segment_ids=(c,), person_id=ANH))
    page.update(congress.state)
    assert next_doubt(page, 0) is None
    assert next_doubt(Page(), 0) is None
