"""The chosen worker beside the table: where they stand and why, what is missing, the history of enrolments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.remarks import Remark
from kemiskinan_desktop.services.workers import EnrolmentView, WorkerDetail
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.formats import day
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, flow_box, row, rule
from kemiskinan_desktop.ui.kit.panels import SidePanel
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.kit.worker_badges import worker_badge
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.words import (
    cover_badge,
    end_reason_words,
    missing_words,
    rupiah,
)
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.people import Side
from kemiskinan_domain.social_security import Basis, Cover, EndReason


@dataclass(frozen=True, slots=True)
class PanelActs:
    """What the panel's buttons call."""

    enrol: Callable[[], object]
    correct: Callable[[EnrolmentView], object]
    end: Callable[[EnrolmentView], object]
    hand_over: Callable[[EnrolmentView], object]
    overrule: Callable[[], object]
    remark: Callable[[], object]
    settle: Callable[[Remark], object]
    family: Callable[[], object]


class WorkerPanel(SidePanel):
    """Rebuilt for each worker: it is only built for the one that the person stays on."""

    def __init__(self, ports: WorkerPorts, acts: PanelActs) -> None:
        super().__init__(tr("Pekerja"), closable=False, name="worker-panel")
        self._ports = ports
        self._acts = acts
        self.setAccessibleName(tr("Rincian pekerja"))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nobody is chosen."""
        clear(self.body)
        self.title_label.setText(tr("Pekerja"))
        self.body.addWidget(text(tr("Pilih satu orang untuk melihat kepesertaannya."), "muted"))
        self.body.addStretch(1)

    def show_detail(self, detail: WorkerDetail, *, masked: bool) -> None:
        """This worker."""
        clear(self.body)
        found = detail.row
        self.title_label.setText(found.person.name or tr("Tanpa nama"))
        badges = [worker_badge(found.status), cover_badge(found.cover)]
        self.body.addWidget(flow_box(*(BadgeLabel(one) for one in badges if one is not None), gap=Space.TIGHT))
        nik = found.person.nik or ""
        age = tr("%n tahun", found.facts.age) if found.facts.age is not None else tr("umur tidak diketahui")
        number = (mask_nik(nik) if masked else nik) or tr("tanpa NIK")
        place = f"{found.family.dusun} {found.family.rt}/{found.family.rw}".strip(" /")
        self.body.addWidget(
            box(column(text(f"{number} · {age}"), text(f"{found.family.head_name} · {place}", "muted"), gap=0))
        )
        for part in self._parts(detail):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _parts(self, detail: WorkerDetail) -> Iterator[QWidget]:
        yield from self._reasons(detail)
        if detail.row.missing:
            words = ", ".join(missing_words(one) for one in detail.row.missing)
            yield _marked(tr("Masih kurang: {0}").format(words), Icon.FLAG, Colour.WARNING)
        if detail.row.number_shared:
            words = tr("KPJ ini juga tercatat atas orang lain. Cocokkan dengan kartunya.")
            yield _marked(words, Icon.WARNING, Colour.DANGER)
        for remark in detail.remarks:
            if remark.open:
                yield self._remark(remark)
        acts = self._acts
        yield flow_box(
            button(tr("Catat kepesertaan"), acts.enrol, kind=Kind.PRIMARY, meaning=Icon.ADD, name="worker-enrol"),
            button(tr("Ubah status"), acts.overrule, name="worker-overrule"),
            button(tr("Tulis catatan"), acts.remark, meaning=Icon.REMARK, name="worker-remark"),
            button(tr("Data keluarga"), acts.family, meaning=Icon.HOUSEHOLD, name="worker-family"),
        )
        if detail.enrolments:
            yield rule()
            yield text(tr("Riwayat kepesertaan"), "label")
        for shown in detail.enrolments:
            yield self._enrolment(detail, shown)

    def _remark(self, remark: Remark) -> QWidget:
        who = remark.by or (tr("kabupaten") if remark.side is Side.DISTRICT else tr("desa"))
        settle = button(tr("Selesai"), lambda: self._acts.settle(remark), meaning=Icon.DONE, name=f"settle-{remark.id}")
        words = _marked(tr("Catatan {0}: {1}").format(who, remark.text), Icon.REMARK, Colour.WARNING)
        return box(column(words, row(settle, None), gap=Space.TIGHT))

    def _reasons(self, detail: WorkerDetail) -> Iterator[QWidget]:
        standing = detail.row.standing
        rule_of = standing.rule
        words = self._ports.spoken(rule_of.words, rule_of.words_en)
        if standing.overruled is not None:
            said = standing.overruled
            yield text(tr("Diubah oleh {0}: {1}").format(said.by, said.reason), name="worker-overruled")
            yield text(tr("Menurut aturan: {0}").format(words), "caption", name="worker-rule")
        else:
            yield text(words, name="worker-rule")
        if rule_of.basis is Basis.BACKGROUND and rule_of.warning:
            yield _marked(rule_of.warning, Icon.INFO, Colour.WARNING)
        yield text(tr("Dasar: {0}").format(rule_of.source), "caption")

    def _enrolment(self, detail: WorkerDetail, shown: EnrolmentView) -> QWidget:
        one = shown.enrolment
        badge = cover_badge(detail.row.cover) if one == detail.row.cover.enrolment else cover_badge(Cover(shown.state))
        note = detail.book.payer(one.payer or "")
        payer = "" if note is None else self._ports.spoken(note.words, note.words_en)
        lines = column(gap=Space.TIGHT)
        if badge is not None:
            lines.addWidget(BadgeLabel(badge))
        lines.addWidget(text(tr("KPJ {0}").format(one.kpj or "-"), "label"))
        facts = [one.segment or "", ", ".join(sorted(one.programmes)), payer]
        lines.addWidget(text(" · ".join(fact for fact in facts if fact)))
        for words in _dates(shown):
            lines.addWidget(text(words, "caption"))
        for due in shown.claims:
            amount = "" if due.claim.amount is None else rupiah(float(due.claim.amount))
            by_when = "" if due.due is None else tr("paling lambat {0}").format(day(due.due))
            name = self._ports.spoken(due.claim.words, due.claim.words_en)
            lines.addWidget(text(" · ".join(part for part in (name, amount, by_when) if part)))
            notes = " ".join(part for part in (due.claim.warning, "; ".join(due.claim.documents)) if part)
            lines.addWidget(text(notes, "caption"))
        lines.addWidget(self._buttons(shown))
        return box(lines)

    def _buttons(self, shown: EnrolmentView) -> QWidget:
        one, acts = shown.enrolment, self._acts
        made = [button(tr("Perbaiki"), lambda: acts.correct(shown), meaning=Icon.EDIT, name=f"correct-{one.id}")]
        if one.ended_on is None:
            if one.kpj is not None and one.handed_on is None:
                made.append(
                    button(
                        tr("Serahkan kartu"),
                        lambda: acts.hand_over(shown),
                        meaning=Icon.CARD,
                        name=f"hand-over-{one.id}",
                    )
                )
            made.append(button(tr("Akhiri"), lambda: acts.end(shown), name=f"end-{one.id}"))
        return flow_box(*made)


def _dates(shown: EnrolmentView) -> Iterator[str]:
    one = shown.enrolment
    if one.start is not None:
        yield tr("Berlaku sejak {0}").format(day(one.start))
    if one.end is not None:
        yield tr("Berlaku sampai {0}").format(day(one.end))
    if one.handed_on is not None:
        yield tr("Kartu diterima {0}, {1}").format(one.handed_to, day(one.handed_on))
    if one.ended_on is not None:
        reason = end_reason_words(EndReason(one.end_reason)) if one.end_reason in set(EndReason) else ""
        yield tr("Berakhir {0}: {1}").format(day(one.ended_on), " ".join((reason, one.end_note)).strip())
    if one.proof:
        yield tr("Bukti: {0}").format(one.proof)


def _marked(words: str, meaning: Icon, colour: Colour) -> QWidget:
    line = row(IconLabel(meaning, colour), text(words), gap=Space.SMALL)
    line.setStretch(1, 1)
    return box(line)
