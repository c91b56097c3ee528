"""All functions by name; what is not here, the linter refuses."""

from __future__ import annotations

from kemiskinan_domain.survey.expression.functions.choices import CHOICE_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.dates import DATE_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.geo import GEO_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.logic import LAZY_FUNCTIONS, LOGIC_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.nodes import NODE_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.numbers import NUMBER_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.signature import Function, LazyFunction
from kemiskinan_domain.survey.expression.functions.texts import TEXT_FUNCTIONS
from kemiskinan_domain.survey.expression.functions.tokens import TOKEN_FUNCTIONS

FUNCTIONS: dict[str, Function] = {
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **LOGIC_FUNCTIONS,
    **DATE_FUNCTIONS,
    **CHOICE_FUNCTIONS,
    **NODE_FUNCTIONS,
    **GEO_FUNCTIONS,
    **TOKEN_FUNCTIONS,
}
LAZY: dict[str, LazyFunction] = LAZY_FUNCTIONS
