"""Codes of the workers' part; the values are stored, travel and never change (DOMAIN 4)."""

from __future__ import annotations

from enum import StrEnum


class WorkerStatus(StrEnum):
    """Where a member stands before BPJS Ketenagakerjaan."""

    TO_CHECK = "wajib_dicek"
    ELIGIBLE = "memenuhi"
    COVERED = "sudah_terlindungi"
    NOT_ELIGIBLE = "tidak_memenuhi"


class Basis(StrEnum):
    """Whether a rule was seen in a source, or is background that a person must confirm."""

    FACT = "fact"
    BACKGROUND = "background"


class Programme(StrEnum):
    """Work accident, death, old age. JP and JKP are not for the self-employed (DOMAIN 4.1)."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"


class Segment(StrEnum):
    """Self-employed, wage earner, construction, migrant worker."""

    BPU = "BPU"
    PU = "PU"
    JAKON = "JAKON"
    PMI = "PMI"


class Payer(StrEnum):
    """Who pays the contribution (DOMAIN 4.5)."""

    APBN = "APBN"
    APBD_PROVINCE = "APBD_PROV"
    APBD_DISTRICT = "APBD_KAB"
    ASN_PEDULI = "ASN_PEDULI"
    DBHCHT = "DBHCHT"
    CSR = "CSR"
    SELF = "MANDIRI"
    EMPLOYER = "PEMBERI_KERJA"
    VILLAGE_FUND = "DANA_DESA"
    VILLAGE_BUDGET = "ADD"
    OTHER = "LAINNYA"


class EndReason(StrEnum):
    """Why an enrolment ended."""

    DEATH = "meninggal"
    MOVED = "pindah"
    AGE = "usia"
    STOPPED = "berhenti"


class CoverState(StrEnum):
    """What the enrolments of a person amount to on a day; the values stand in the rule table."""

    NONE = "tidak_ada"
    WAITING_NUMBER = "menunggu"
    UNDATED = "tanpa_tanggal"
    FUTURE = "belum_mulai"
    ACTIVE = "aktif"
    EXPIRED = "habis"
    ENDED = "berakhir"


class Fact(StrEnum):
    """What a rule may ask about; each is a field of `WorkerFacts`."""

    PRESENCE = "presence"
    RULING = "ruling"
    AGE = "age"
    STATED_AGE = "stated_age"
    WORKS = "works"
    POSITION = "position"
    SECTOR = "sector"
    INSURANCE = "insurance"
    KPJ = "kpj"
    COVER = "cover"
    ENDED = "ended"


class Missing(StrEnum):
    """What somebody still has to find out about a worker."""

    NIK = "nik"
    BIRTH_DATE = "birth_date"
    WORK = "work"
    SECTOR = "sector"
    POSITION = "position"
    INSURANCE = "insurance"
    RULING = "ruling"
    KPJ = "kpj"
    START_DATE = "start_date"
    PROOF = "proof"


class ListField(StrEnum):
    """What a column of a list can hold."""

    ORDINAL = "ordinal"
    VILLAGE_CODE = "village_code"
    VILLAGE_NAME = "village_name"
    SUBDISTRICT_NAME = "subdistrict_name"
    NO_KK = "no_kk"
    NIK = "nik"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    DUSUN = "dusun"
    RT = "rt"
    RW = "rw"
    ADDRESS = "address"
    SECTOR = "sector"
    POSITION = "position"
    STATUS = "status"
    RULE = "rule"
    RULING = "ruling"
    KPJ = "kpj"
    PAYER = "payer"
    PROGRAMME = "programme"
    START_DATE = "start_date"
    END_DATE = "end_date"
    BLANK = "blank"
    """An empty cell to write in by hand, such as for a signature."""
