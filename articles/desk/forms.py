"""Forms for decisions about a name, at the desk and on the public page of the name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import BadRequest
from django.db.models import BigIntegerField, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.desk import decisions
from articles.desk.decisions import Impossible
from articles.desk.overview import find_entity
from articles.models import Article, Decision, Entity, Kind, Mention
from articles.models.entities import LONGEST_NAME

Verdict = Entity.Verdict
Text = str | Promise

A_KIND: Mapping[Kind, Text] = {
    Kind.PERSON: _("a person"),
    Kind.PLACE: _("a place"),
    Kind.ORGANISATION: _("an organisation"),
}
LATITUDE = _("The latitude is a number of degrees from -90 to 90.")
LONGITUDE = _("The longitude is a number of degrees from -180 to 180.")


@dataclass(frozen=True, slots=True)
class Button:
    label: Text
    name: str = ""
    """The name of the form field that the button sets. Empty if the button only submits the
    form."""
    value: str = ""


class DecisionForm(forms.Form):
    """A form for one kind of decision about one entity. Its buttons may set hidden fields."""

    decision: ClassVar[Decision.Kind]
    disputed: ClassVar[str]
    """The name of the field that shows the error if the decision is impossible."""
    submit: ClassVar[Text] = ""

    def __init__(self, entity: Entity, data: QueryDict | None = None, **initial: str) -> None:
        ids = f"{self.decision}-%s"
        super().__init__(data, auto_id=ids, initial=initial, label_suffix="")
        self.entity = entity

    def carry_out(self, editor: AbstractBaseUser) -> Decision | None:
        """Make the decision and return it.

        If the form is invalid or the decision is impossible, add an error to a field and return
        None."""
        if self.is_valid():
            try:
                return self.decide(editor)
            except Impossible as problem:
                self.add_error(self.disputed, str(problem))
        self._focus_error()
        return None

    def decide(self, editor: AbstractBaseUser) -> Decision:
        raise NotImplementedError

    @property
    def buttons(self) -> Iterator[Button]:
        yield Button(self.submit)

    def _focus_error(self) -> None:
        """Make the browser focus the first field with an error, which may be far down the page."""
        wrong = [field for field in self.visible_fields() if field.errors]
        for field in wrong[:1]:
            field.field.widget.attrs["autofocus"] = True


class VerdictForm(DecisionForm):
    decision = Decision.Kind.VERDICT
    disputed = "verdict"
    verdict = forms.ChoiceField(
        label="",
        choices=[(Verdict.CONFIRMED, _("Confirm")), (Verdict.HIDDEN, _("Hide"))],
        widget=forms.HiddenInput,
    )

    def decide(self, editor: AbstractBaseUser) -> Decision:
        confirmed = self.cleaned_data["verdict"] == Verdict.CONFIRMED
        return (decisions.confirm if confirmed else decisions.hide)(self.entity, editor)

    @property
    def buttons(self) -> Iterator[Button]:
        return _offer_choices(self["verdict"], without=self.entity.verdict)


class NameField(forms.CharField):
    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Write a name.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, **options)


class RenameForm(DecisionForm):
    decision = Decision.Kind.RENAME
    disputed = "name"
    submit = _("Rename")
    name = NameField(label=_("Call it"))

    def __init__(self, entity: Entity, data: QueryDict | None = None) -> None:
        super().__init__(entity, data, name=entity.name)

    def decide(self, editor: AbstractBaseUser) -> Decision:
        return decisions.rename(self.entity, self.cleaned_data["name"], editor)


class AliasForm(DecisionForm):
    decision = Decision.Kind.ALIAS
    disputed = "name"
    submit = _("Add")
    name = NameField(label=_("Another name"))

    def decide(self, editor: AbstractBaseUser) -> Decision:
        return decisions.add_alias(self.entity, self.cleaned_data["name"], editor)


class MergeForm(DecisionForm):
    decision = Decision.Kind.MERGE
    disputed = "into"
    submit = _("Merge")
    into = NameField(
        label=_("The same as"),
        widget=forms.TextInput(
            {
                "list": "suggested",
                "autocomplete": "off",
                "placeholder": _("a name, or # and a number"),
            }
        ),
    )

    def decide(self, editor: AbstractBaseUser) -> Decision:
        into = find_entity(self.cleaned_data["into"], self.entity)
        return decisions.merge(self.entity, into, editor)


class KeysField(forms.IntegerField):
    """A form field for one or more primary keys, which are cleaned into a list."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[Any]:
        # For no key, let Django check None: it says that a key is required.
        return [super(KeysField, self).clean(one) for one in value or [None]]


class SplitForm(DecisionForm):
    decision = Decision.Kind.SPLIT
    disputed = "name"
    submit = _("Split")
    article = KeysField(
        label="",
        min_value=1,
        max_value=BigIntegerField.MAX_BIGINT,
        error_messages={
            "required": _("Choose the articles that mean the other one."),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value", "none_named"),
                _("None of the chosen articles has this name."),
            ),
        },
    )
    name = NameField(label=_("The chosen articles mean another one, called"))

    def __init__(self, entity: Entity, data: QueryDict | None = None) -> None:
        super().__init__(entity, data)
        example = _("Texas") if entity.kind == Kind.PLACE else _("cricketer")
        self.fields["name"].widget.attrs["placeholder"] = f"{entity.name} ({example})"

    @property
    def chosen(self) -> list[str]:
        """Return the primary keys of the chosen articles, so that they stay chosen after an
        error."""
        return list(self["article"].value() or ())

    def clean_article(self) -> QuerySet[Article]:
        named_in = Mention.objects.of_entities(self.entity).values("article")
        articles = Article.objects.filter(pk__in=self.cleaned_data["article"]).filter(
            pk__in=named_in
        )
        if not articles.exists():
            raise forms.ValidationError(self.fields["article"].error_messages["none_named"])
        return articles

    def decide(self, editor: AbstractBaseUser) -> Decision:
        chosen, name = self.cleaned_data["article"], self.cleaned_data["name"]
        return decisions.split(self.entity, chosen, name, editor)


class ConvertForm(DecisionForm):
    decision = Decision.Kind.CONVERT
    disputed = "kind"
    kind = forms.ChoiceField(
        label=_("It is"),
        choices=[
            *((kind, A_KIND.get(kind, kind.noun_phrase)) for kind in Kind),
            (Verdict.NEITHER, _("none of these")),
        ],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no kind called %(value)s.")},
    )

    def decide(self, editor: AbstractBaseUser) -> Decision:
        return decisions.convert(self.entity, self.cleaned_data["kind"], editor)

    @property
    def buttons(self) -> Iterator[Button]:
        return _offer_choices(self["kind"], without=self.entity.kind)


class PinForm(DecisionForm):
    """A form to choose the gazetteer entry of a place. The page shows a button for each choice."""

    decision = Decision.Kind.PIN
    disputed = "entry"
    entry = forms.CharField(label="", max_length=100, widget=forms.HiddenInput)

    def decide(self, editor: AbstractBaseUser) -> Decision:
        return decisions.pin(self.entity, self.cleaned_data["entry"], editor)


class LocateForm(DecisionForm):
    decision = Decision.Kind.LOCATE
    disputed = "country"
    submit = _("Place it there")
    latitude = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        widget=forms.TextInput({"size": 10, "inputmode": "decimal"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LATITUDE),
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        widget=forms.TextInput({"size": 10, "inputmode": "decimal"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LONGITUDE),
    )
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, widget=forms.TextInput({"size": 3})
    )

    def decide(self, editor: AbstractBaseUser) -> Decision:
        cleaned = self.cleaned_data
        return decisions.locate(
            self.entity, cleaned["latitude"], cleaned["longitude"], cleaned["country"], editor
        )


class IdentifyForm(DecisionForm):
    decision = Decision.Kind.IDENTIFY
    disputed = "wikidata"
    submit = _("Save")
    wikidata = forms.CharField(
        label="Wikidata",
        max_length=20,
        required=False,
        widget=forms.TextInput({"placeholder": "Q42"}),
    )

    def __init__(self, entity: Entity, data: QueryDict | None = None) -> None:
        super().__init__(entity, data, wikidata=entity.wikidata)

    def decide(self, editor: AbstractBaseUser) -> Decision:
        return decisions.identify(self.entity, self.cleaned_data["wikidata"], editor)


FORMS: Mapping[str, type[DecisionForm]] = {
    Decision.Kind.VERDICT: VerdictForm,
    Decision.Kind.RENAME: RenameForm,
    Decision.Kind.ALIAS: AliasForm,
    Decision.Kind.MERGE: MergeForm,
    Decision.Kind.SPLIT: SplitForm,
    Decision.Kind.CONVERT: ConvertForm,
    Decision.Kind.PIN: PinForm,
    Decision.Kind.LOCATE: LocateForm,
    Decision.Kind.IDENTIFY: IdentifyForm,
}


def may_decide(user: User | AnonymousUser, entity: Entity) -> bool:
    """Return whether the user may make decisions about entities of the same kind as `entity`."""
    return user.is_staff and user.has_perm(f"articles.change_{entity.kind}")


def read_form(entity: Entity, data: QueryDict) -> DecisionForm:
    """Return the form for the decision that an editor submitted.

    Raises BadRequest if there is no such kind of decision."""
    if not (form := FORMS.get(data.get("decision", ""))):
        raise BadRequest("There is no such decision.")
    return form(entity, data)


def offer_forms(entity: Entity, refused: DecisionForm | None = None) -> dict[str, DecisionForm]:
    """Return a dictionary that maps each kind of decision to a form.

    All forms are new except `refused`, which the editor submitted and has to correct."""
    forms_by_kind = {str(kind): form(entity) for kind, form in FORMS.items()}
    return forms_by_kind | ({str(refused.decision): refused} if refused else {})


def _offer_choices(field: forms.BoundField, without: str) -> Iterator[Button]:
    """Yield a button for each choice of the field except the choice with the value `without`."""
    choices: Any = field.field
    for value, label in choices.choices:
        if value != without:
            yield Button(label, field.name, value)
