from collections import Counter
from pathlib import Path

import pytest

from kemiskinan_domain.identity import (
    BadRegionListError,
    RegionCode,
    RegionCodeRefusal,
    RegionLevel,
    Regions,
    is_kelurahan,
    level_of,
    parent_of,
    read_region_code,
)

SHIPPED = Path(__file__).parents[3] / "resources" / "regions" / "cianjur.csv"
CIANJUR = RegionCode("32.03")


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.from_file(SHIPPED)


def test_the_shipped_list_has_354_desa_6_kelurahan_and_32_kecamatan(regions: Regions) -> None:
    levels = Counter(region.level for region in regions.villages())

    assert levels == {RegionLevel.VILLAGE: 354, RegionLevel.URBAN_VILLAGE: 6}
    assert len(regions.children(CIANJUR)) == 32


def test_every_shipped_code_reads_with_and_without_dots(regions: Regions) -> None:
    for region in regions.villages():
        assert read_region_code(region.code) == region.code
        assert read_region_code(region.code.replace(".", "")) == region.code
        assert level_of(region.code) is region.level


@pytest.mark.parametrize("text", ["3203012001", "32.03.01.2001", " '3203012001"])
def test_a_code_is_read_in_both_forms(text: str) -> None:
    assert read_region_code(text) == "32.03.01.2001"


@pytest.mark.parametrize("text", ["32.03.01.3001", "32030120", "320301200A", "32.3.1.2001", "Babakankaret"])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert read_region_code(text) is RegionCodeRefusal.NOT_A_CODE


def test_an_empty_code_is_told_apart_from_a_wrong_one() -> None:
    assert read_region_code(" ") is RegionCodeRefusal.ABSENT


def test_parents_go_up_to_the_provinsi() -> None:
    assert parent_of(RegionCode("32.03.01.2001")) == "32.03.01"
    assert parent_of(RegionCode("32.03")) == "32"
    assert parent_of(RegionCode("32")) is None


def test_a_fourth_block_with_1_is_a_kelurahan() -> None:
    assert is_kelurahan(RegionCode("32.03.01.1006"))
    assert not is_kelurahan(RegionCode("32.03.01.2001"))
    assert not is_kelurahan(RegionCode("32.03.01"))


@pytest.mark.parametrize("name", ["BABAKAN KARET", "Babakankaret", "babakan  karet", "Desa Babakan Karet"])
def test_a_village_name_is_found_below_its_kecamatan_however_it_is_spaced(regions: Regions, name: str) -> None:
    assert regions.find(name, RegionCode("32.03.01")) == "32.03.01.2001"


def test_a_name_alone_is_never_enough(regions: Regions) -> None:
    assert regions.find("Sukamulya", CIANJUR) is None
    assert regions.find("Babakankaret", None) is None


def test_a_path_of_names_leads_to_the_village(regions: Regions) -> None:
    assert regions.find_path("JAWA BARAT", "CIANJUR", "CIANJUR", "BABAKANKARET") == "32.03.01.2001"
    assert regions.find_path("JAWA BARAT", "CIANJUR", "NOWHERE", "BABAKANKARET") is None


def test_a_code_outside_the_list_has_no_region_and_is_its_own_name(regions: Regions) -> None:
    unknown = RegionCode("32.03.01.2999")

    assert regions.get(unknown) is None
    assert regions.name_of(unknown) == unknown
    assert regions.name_of(RegionCode("32.03.01.2002")) == "Nagrak"


@pytest.mark.parametrize(
    "line", ["32.03.01,32,kecamatan,Cianjur", "nonsense,,desa,X", "32.03,32,planet,Cianjur", "32.03,32,kabupaten,"]
)
def test_a_broken_list_names_its_row(line: str) -> None:
    with pytest.raises(BadRegionListError) as caught:
        Regions.from_csv(f"code,parent,level,name\n32,,provinsi,Jawa Barat\n{line}\n")

    assert caught.value.row == 3
