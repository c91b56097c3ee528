"""Who and where: NIK, No. KK, KPJ and region codes, read strictly, compared mildly, never guessed."""

from kemiskinan_domain.identity.duplicates import (
    DuplicateGroup,
    Likeness,
    Person,
    duplicates,
    folded_name,
    look_alikes,
)
from kemiskinan_domain.identity.family_card import (
    FamilyCardNumber,
    FamilyCardRefusal,
    mask_family_card,
    read_family_card,
)
from kemiskinan_domain.identity.kpj import Kpj, KpjFinding, KpjRefusal, kpj_findings, read_kpj
from kemiskinan_domain.identity.names import masked_name
from kemiskinan_domain.identity.nik import (
    Nik,
    NikFinding,
    NikRefusal,
    Sex,
    birth_date_in,
    mask_nik,
    nik_findings,
    read_nik,
    sex_in,
)
from kemiskinan_domain.identity.region_code import (
    RegionCode,
    RegionCodeRefusal,
    RegionLevel,
    is_kelurahan,
    is_village,
    level_of,
    parent_of,
    read_region_code,
)
from kemiskinan_domain.identity.regions import BadRegionListError, Region, Regions, folded_place
from kemiskinan_domain.identity.sounds import Agreement, parents_agree, sound_alike, sound_of
from kemiskinan_domain.identity.tidying import Tidied, tidied

__all__ = [
    "Agreement",
    "BadRegionListError",
    "DuplicateGroup",
    "FamilyCardNumber",
    "FamilyCardRefusal",
    "Kpj",
    "KpjFinding",
    "KpjRefusal",
    "Likeness",
    "Nik",
    "NikFinding",
    "NikRefusal",
    "Person",
    "Region",
    "RegionCode",
    "RegionCodeRefusal",
    "RegionLevel",
    "Regions",
    "Sex",
    "Tidied",
    "birth_date_in",
    "duplicates",
    "folded_name",
    "folded_place",
    "is_kelurahan",
    "is_village",
    "kpj_findings",
    "level_of",
    "look_alikes",
    "mask_family_card",
    "mask_nik",
    "masked_name",
    "nik_findings",
    "parent_of",
    "parents_agree",
    "read_family_card",
    "read_kpj",
    "read_nik",
    "read_region_code",
    "sex_in",
    "sound_alike",
    "sound_of",
    "tidied",
]
