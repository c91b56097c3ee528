"""Poverty indicators that advise the Musyawarah Desa; nothing here ever decides."""

from kemiskinan_domain.scoring.assessing import assess, desil_history
from kemiskinan_domain.scoring.parameters import CriteriaSet, ParametersError, in_force, read_criteria
from kemiskinan_domain.scoring.values import (
    Assessment,
    Basis,
    CodesAsWords,
    CriteriaResult,
    DesilPoint,
    Indicator,
    Judgement,
    Wording,
)

__all__ = [
    "Assessment",
    "Basis",
    "CodesAsWords",
    "CriteriaResult",
    "CriteriaSet",
    "DesilPoint",
    "Indicator",
    "Judgement",
    "ParametersError",
    "Wording",
    "assess",
    "desil_history",
    "in_force",
    "read_criteria",
]
