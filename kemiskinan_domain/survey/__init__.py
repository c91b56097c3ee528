"""The questionnaire engine: XLSForm in; answers, relevance, rules, calculations and progress out.

`load_form` compiles (slow, needs pyxform), `Form.from_xml` opens what was compiled, `Form.new_entry`,
`Form.open_entry` and `Form.open_records` start a session, `evaluate` runs one expression.
"""

from kemiskinan_domain.survey.changes import Answer, Aspect, Changes, FieldChange, Refusal, RefusalKind
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.evaluation import Value, evaluate
from kemiskinan_domain.survey.form import Entry, Form
from kemiskinan_domain.survey.items import Problem, ProblemKind
from kemiskinan_domain.survey.model import Choice, Entity, FormError, Group, Question, QuestionType, RecordRule, Section
from kemiskinan_domain.survey.moving import Moved, move_entry
from kemiskinan_domain.survey.parts import template_of
from kemiskinan_domain.survey.progress import SectionProgress
from kemiskinan_domain.survey.records import JsonValue, RecordFields, UnplacedField, record_fields
from kemiskinan_domain.survey.versions import FormDifference, QuestionChange
from kemiskinan_domain.survey.xlsform import compile_form, load_form

__all__ = [
    "Answer",
    "Aspect",
    "Changes",
    "Choice",
    "Entity",
    "Entry",
    "ExpressionError",
    "FieldChange",
    "Form",
    "FormDifference",
    "FormError",
    "Group",
    "JsonValue",
    "Moved",
    "Problem",
    "ProblemKind",
    "Question",
    "QuestionChange",
    "QuestionType",
    "RecordFields",
    "RecordRule",
    "Refusal",
    "RefusalKind",
    "Section",
    "SectionProgress",
    "UnplacedField",
    "Value",
    "compile_form",
    "evaluate",
    "load_form",
    "move_entry",
    "record_fields",
    "template_of",
]
