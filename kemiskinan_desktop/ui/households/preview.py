"""The chosen family beside the table: who lives there, what the district sent, what was decided, what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kemiskinan_desktop.services.households import HouseholdDetail, HousePicture, MemberRow, PrelistEntry
from kemiskinan_desktop.services.workers import WorkerLine
from kemiskinan_desktop.ui.households.indicators import UNFOLDED, Indicators
from kemiskinan_desktop.ui.households.presenter import Beside
from kemiskinan_desktop.ui.households.wording import (
    area_words,
    decision_badge,
    duplicate_words,
    family_card_words,
    nik_words,
    origin_words,
    relation_words,
    review_words,
    send_badge,
    survey_badge,
)
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, flow_box, row, rule
from kemiskinan_desktop.ui.kit.panels import SidePanel
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.kit.worker_badges import worker_badge

_LINES = 4
"""Lines of text that a small picture is high."""
_MOST_PICTURES = 3


class Preview(SidePanel):
    """Rebuilt for each family: it is short, and it is only built for the one that the person stays on."""

    def __init__(self, opened: Callable[[], object], language: str) -> None:
        super().__init__(tr("Pratinjau"), closable=False, name="preview")
        self._opened = opened
        self._language = language
        self._unfolded = set(UNFOLDED)
        self.setAccessibleName(tr("Pratinjau keluarga"))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No family is chosen."""
        clear(self.body)
        self.title_label.setText(tr("Pratinjau"))
        self.body.addWidget(
            text(tr("Pilih satu keluarga untuk melihat isinya di sini."), "muted", name="preview-empty")
        )
        self.body.addStretch(1)

    def show_detail(self, detail: HouseholdDetail, beside: Beside, *, masked: bool) -> None:
        """This family."""
        clear(self.body)
        self.title_label.setText(detail.row.head_name or tr("Tanpa nama"))
        self.body.addWidget(_marks(detail))
        self.body.addWidget(_identity(detail, masked=masked))
        opener = button(
            tr("Data keluarga (Enter)"), self._opened, kind=Kind.PRIMARY, meaning=Icon.EDIT, name="preview-open"
        )
        self.body.addWidget(opener)
        if detail.pictures:
            self.body.addWidget(_pictures(detail))
        for part in _parts(detail, masked=masked):
            self.body.addWidget(part)
        for part in _titled(tr("Jaminan pekerja"), map(_worker, beside.workers)):
            self.body.addWidget(part)
        if beside.advice is not None:
            self.body.addWidget(rule())
            self.body.addWidget(Indicators(beside.advice, self._language, self._unfolded))
        self.body.addStretch(1)


def _marks(detail: HouseholdDetail) -> QWidget:
    badges = [survey_badge(detail.row), decision_badge(detail.row.decision), send_badge(detail.row.send)]
    return flow_box(*(BadgeLabel(badge) for badge in badges if badge is not None), gap=Space.TIGHT)


def _identity(detail: HouseholdDetail, *, masked: bool) -> QWidget:
    found = detail.row
    lines = column(gap=Space.HAIR)
    place = ", ".join(part for part in (found.dusun, area_words(found.rt, found.rw)) if part)
    lines.addWidget(text(tr("No. KK {0}").format(family_card_words(found, masked=masked)), name="preview-card"))
    if found.address:
        lines.addWidget(text(found.address))
    lines.addWidget(text(place, "muted"))
    lines.addWidget(text(f"{origin_words(found.origin)} · {review_words(found.review)}", "muted"))
    return box(lines)


def _pictures(detail: HouseholdDetail) -> QWidget:
    """As small as they came with the records; the whole photo follows, and until then that is said."""
    shown = [_picture(one) for one in detail.pictures[:_MOST_PICTURES]]
    waiting = sum(1 for one in detail.pictures if not one.here)
    lines = column(flow_box(*shown, gap=Space.SMALL), gap=Space.TIGHT)
    if waiting:
        words = tr("Ini gambar kecilnya. %n foto utuh belum sampai di laptop ini.", waiting)
        lines.addWidget(text(words, "caption", name="preview-pictures-wait"))
    return box(lines)


def _picture(one: HousePicture) -> QLabel:
    label = QLabel()
    label.setObjectName("preview-picture")
    label.setAccessibleName({"house_inside": tr("Foto rumah, bagian dalam")}.get(one.purpose, tr("Foto rumah")))
    picture = QPixmap()
    picture.loadFromData(one.thumbnail)
    side = theme().line * _LINES
    if not picture.isNull():
        label.setPixmap(
            picture.scaled(
                QSize(side * 2, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
    return label


def _parts(detail: HouseholdDetail, *, masked: bool) -> Iterator[QWidget]:
    for hit in detail.duplicates:
        yield _alert(duplicate_words(hit), Icon.WARNING, Colour.WARNING)
    if detail.conflicts:
        words = tr("%n perbedaan dengan kabupaten menunggu pilihan Anda. Buka Kirim & Terima.", len(detail.conflicts))
        yield _alert(words, Icon.CONFLICT, Colour.DANGER)
    yield from _remarks(detail)
    yield from _titled(tr("Anggota keluarga"), _members(detail, masked=masked))
    yield from _titled(tr("Daftar awal"), (_prelist(entry) for entry in detail.prelist))
    yield from _titled(tr("Keputusan musyawarah"), _decisions(detail))


def _remarks(detail: HouseholdDetail) -> Iterator[QWidget]:
    for remark in detail.remarks:
        if remark.open:
            yield _alert(tr("Catatan {0}: {1}").format(remark.by, remark.text), Icon.REMARK, Colour.WARNING)


def _titled(title: str, lines: Iterator[QWidget]) -> Iterator[QWidget]:
    parts = list(lines)
    if parts:
        yield rule()
        yield box(column(text(title, "label"), *parts, gap=Space.SMALL))


def _members(detail: HouseholdDetail, *, masked: bool) -> Iterator[QWidget]:
    for member in detail.members:
        facts = [relation_words(member.relation), _sex(member.sex), _age(member)]
        name = text(member.name or tr("Tanpa nama"))
        about = text(" · ".join(fact for fact in facts if fact), "caption")
        number = text(nik_words(member.nik, member.nik_state, masked=masked), "caption")
        yield box(column(name, about, number, gap=0))
    if not detail.members:
        yield text(tr("Belum ada anggota yang dicatat."), "muted")


def _sex(code: str | None) -> str:
    return {"1": tr("laki-laki"), "2": tr("perempuan"), "L": tr("laki-laki"), "P": tr("perempuan")}.get(code or "", "")


def _age(member: MemberRow) -> str:
    return "" if member.age is None else tr("%n tahun", member.age)


def _prelist(entry: PrelistEntry) -> QWidget:
    desil = tr("desil {0}").format(entry.desil) if entry.desil is not None else tr("tanpa desil")
    return text(f"{entry.source} {entry.period} · {desil}")


def _decisions(detail: HouseholdDetail) -> Iterator[QWidget]:
    for past in detail.decisions:
        badge = decision_badge(past.decision)
        words = column(text(past.session_title), text(past.date, "caption"), gap=0)
        line = row(box(words), gap=Space.SMALL)
        line.setStretch(0, 1)
        if badge is not None:
            line.addWidget(BadgeLabel(badge))
        yield box(line)


def _worker(line: WorkerLine) -> QWidget:
    words = column(text(line.name or tr("Tanpa nama")), gap=0)
    if line.kpj:
        words.addWidget(text(tr("KPJ {0}").format(line.kpj), "caption"))
    found = row(box(words), gap=Space.SMALL)
    found.setStretch(0, 1)
    found.addWidget(BadgeLabel(worker_badge(line.status)))
    return box(found)


def _alert(words: str, meaning: Icon, colour: Colour) -> QWidget:
    line = row(IconLabel(meaning, colour), text(words), gap=Space.SMALL)
    line.setStretch(1, 1)
    return box(line)
