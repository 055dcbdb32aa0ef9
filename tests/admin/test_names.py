"""The names desk as editors use it, and what readers see of it."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult

from articles import desk, entities, indexing
from articles.desk import proposals
from articles.desk.forms import FORMS, DecisionForm, read_form
from articles.models import Article, Decision, Entity, Proposal
from tests.factories import make_article
from tests.fake_extractor import extract

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture(autouse=True)
def plain_reading(monkeypatch) -> None:
    monkeypatch.setattr(entities, "extract", extract)


HIDE = {"decision": "verdict", "verdict": "hidden"}


def client_who_may(*permissions: str) -> Client:
    user = get_user_model().objects.create_user("-".join(permissions), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk_client(db) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("edna"))
    return client


def page_of(entity) -> str:
    return reverse(f"admin:articles_{entity.kind}_change", args=[entity.number])


def person(name: str) -> Entity:
    return Entity.objects.get(kind="person", name=name)


def place(name: str) -> Entity:
    return Entity.objects.get(kind="place", name=name)


def decide(client: Client, record, decision: str, **form) -> str:
    """The page that follows."""
    answer = client.post(page_of(record), {"decision": decision, **form}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_lists_show_names_by_their_number_of_articles(desk_client):
    make_article(title="Ann Lee"), make_article(title="Joe Hill + Ann Lee")
    make_article(title="Croft @ Nairobi")
    people = reverse("admin:articles_person_changelist")
    page = desk_client.get(people).content.decode()
    assert page.index("Ann Lee") < page.index("Joe Hill")
    candidates = desk_client.get(people, {"status": "candidates"}).content.decode()
    assert "Croft" in candidates
    assert "Ann Lee" not in candidates
    assert "Nairobi" in desk_client.get(reverse("admin:articles_place_changelist")).content.decode()
    assert "Joe Hill" in desk_client.get(people, {"q": "hill"}).content.decode()


@pytest.mark.parametrize(
    ("verdict", "listed", "status"),
    [
        ("", False, "Candidate"),
        ("", True, "Listed"),
        ("confirmed", True, "Listed"),
        ("confirmed", False, "Candidate"),
        ("hidden", False, "Hidden"),
        ("neither", False, "Not a name"),
    ],
)
def test_the_lists_say_what_became_of_a_name(desk_client, verdict, listed, status):
    make_article(title="Ann Lee")
    Entity.objects.filter(kind="person", name="Ann Lee").update(verdict=verdict, listed=listed)
    page = desk_client.get(reverse("admin:articles_person_changelist")).content.decode()
    assert f'<td class="field-status">{status}</td>' in page


def test_a_name_has_a_page_with_its_articles_roles_and_decisions(desk_client):
    make_article(title="General Ann Lee @ Nairobi", date="2023-02-01")
    lee = person("Ann Lee")
    desk.add_alias(lee, "Annie Lee", get_user_model().objects.get())
    page = desk_client.get(page_of(lee)).content.decode()
    for shown in (
        "General Ann Lee @ Nairobi",
        "1 Feb 2023",
        "Annie Lee is another name of Ann Lee",
    ):
        assert shown in page


@pytest.mark.parametrize(
    ("decision", "form", "shown"),
    [
        ("verdict", {"verdict": "confirmed"}, "confirmed"),
        ("verdict", {"verdict": "hidden"}, "Hidden"),
        ("rename", {"name": "Ann B. Lee"}, "Ann Lee is called Ann B. Lee"),
        ("alias", {"name": "Annie"}, "Also called Annie"),
        ("merge", {"into": "joe hill"}, "Ann Lee is the same as Joe Hill"),
        ("merge", {"into": "nairobi"}, "Ann Lee is a place: Nairobi"),
        ("convert", {"kind": "place"}, "Ann Lee is a place"),
        ("convert", {"kind": "organisation"}, "Ann Lee is an organisation"),
        ("convert", {"kind": "neither"}, "Not a name"),
        ("identify", {"wikidata": "Q42"}, "https://www.wikidata.org/entity/Q42"),
    ],
)
def test_a_form_is_a_decision(desk_client, decision: str, form: dict, shown: str):
    make_article(title="Ann Lee + Joe Hill @ Nairobi")
    assert shown in decide(desk_client, person("Ann Lee"), decision, **form)
    assert Decision.objects.exists()


@pytest.mark.parametrize(
    ("decision", "form", "field", "error"),
    [
        ("verdict", {}, "verdict", "This field is required."),
        ("verdict", {"verdict": "doubted"}, "verdict", "Select a valid choice."),
        ("rename", {"name": " "}, "name", "Write a name."),
        ("rename", {"name": "x" * 201}, "name", "at most 200 characters"),
        ("rename", {"name": "Ann Lee"}, "name", "It is called Ann Lee already."),
        ("rename", {"name": "..."}, "name", "Write a name."),
        ("alias", {}, "name", "Write a name."),
        ("alias", {"name": "Joe Hill"}, "name", "Joe Hill is a name of Joe Hill (number "),
        ("merge", {"into": "Nobody Atall"}, "into", "Nothing in this archive is called Nobody"),
        ("merge", {"into": "#99999999"}, "into", "Nothing in this archive"),
        ("merge", {"into": "Ann Lee"}, "into", "These two are the same already: Ann Lee."),
        ("pin", {}, "entry", "This field is required."),
        ("pin", {"entry": "geonames:99072"}, "entry", "Say first that Ann Lee is a place."),
        ("locate", {"latitude": "x", "longitude": "1"}, "latitude", "from -90 to 90"),
        ("locate", {"latitude": "nan", "longitude": "1"}, "latitude", "from -90 to 90"),
        ("locate", {"latitude": "90.1", "longitude": "1"}, "latitude", "from -90 to 90"),
        ("locate", {"latitude": "1"}, "longitude", "from -180 to 180"),
        (
            "locate",
            {"latitude": "1", "longitude": "1"},
            "country",
            "Only a place has coordinates.",
        ),
        ("split", {"name": "Ann"}, "article", "Choose the articles"),
        ("split", {"article": ["x"], "name": "Ann"}, "article", "None of the chosen"),
        ("split", {"article": ["-1"], "name": "Ann"}, "article", "None of the chosen"),
        ("split", {"article": ["9" * 19], "name": "Ann"}, "article", "None of the chosen"),
        ("split", {"article": ["9" * 5000], "name": "Ann"}, "article", "None of the chosen"),
        ("convert", {"kind": "dog"}, "kind", "There is no kind called dog."),
        ("convert", {"kind": "person"}, "kind", "Ann Lee is of this kind already."),
        ("identify", {"wikidata": "Douglas Adams"}, "wikidata", "They look like Q23"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    desk_client, decision: str, form: dict, field: str, error: str
):
    make_article(title="Ann Lee + Joe Hill @ Nairobi")
    sent = QueryDict(mutable=True)
    sent["decision"] = decision
    for name, value in form.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    read = read_form(person("Ann Lee"), sent)
    assert read.carry_out(get_user_model().objects.get()) is None
    assert list(read.errors) == [field]
    assert error in read.errors[field][0]
    assert not Decision.objects.exists()
    page = decide(desk_client, person("Ann Lee"), decision, **form)
    assert decision in ("pin", "locate") or escape(error) in page


def test_an_error_keeps_what_was_typed_and_has_the_focus(desk_client):
    make_article(title="Ann Lee")
    page = decide(desk_client, person("Ann Lee"), "merge", into="Nobody Atall")
    (field,) = re.findall(r'<input[^>]*name="into"[^>]*>', page)
    for attribute in (
        'value="Nobody Atall"',
        'aria-invalid="true"',
        'aria-describedby="merge-into_error"',
        " autofocus",
    ):
        assert attribute in field
    assert 'id="merge-into_error"' in page
    assert page.count(" autofocus") == 1


def test_the_chosen_articles_stay_chosen_when_their_name_is_missing(desk_client):
    make_article(title="John Smith @ Cork")
    chosen = make_article(title="John Smith @ Perth")
    page = decide(desk_client, person("John Smith"), "split", article=[chosen.pk], name="")
    assert "Write a name." in page
    assert re.findall(r'name="article" value="(\d+)"\s+checked', page) == [str(chosen.pk)]


def test_only_articles_that_have_the_name_are_split_off(desk_client):
    make_article(title="John Smith @ Cork")
    other = make_article(title="Ann Lee @ Perth")
    page = decide(desk_client, person("John Smith"), "split", article=[other.pk], name="Jo Smith")
    assert "None of the chosen articles has this name." in page
    assert not Decision.objects.exists()


def test_a_decision_that_no_form_offers_is_refused(desk_client):
    make_article(title="Ann Lee")
    for form in ({"decision": "explode"}, {}):
        assert desk_client.post(page_of(person("Ann Lee")), form).status_code == 400


def test_every_kind_of_decision_has_a_form():
    assert list(FORMS) == [kind.value for kind in Decision.Kind]


def test_the_forms_are_translated():
    texts = {str(text) for form in FORMS.values() for text in texts_of(form)}
    assert len(texts) > 25
    with translation.override("de"):
        german = {str(text) for form in FORMS.values() for text in texts_of(form)}
    assert texts & german <= {"", "Wikidata", "Q42"}


def texts_of(form: type[DecisionForm]) -> Iterator[object]:
    """What a form says of its own accord."""
    yield form.submit
    for field in form.base_fields.values():
        yield field.label
        yield from field.error_messages.values()
        yield from (label for _, label in getattr(field, "choices", ()))
        yield field.widget.attrs.get("placeholder", "")


def test_the_chosen_articles_go_to_a_namesake(desk_client):
    make_article(title="John Smith @ Cork")
    moved = make_article(title="John Smith @ Perth")
    decide(desk_client, person("John Smith"), "split", article=[moved.pk], name="John Smith (poet)")
    page = desk_client.get(page_of(person("John Smith (poet)"))).content.decode()
    assert "John Smith @ Perth" in page
    assert "John Smith @ Cork" not in page


def test_a_place_is_pinned_where_the_map_has_it(desk_client):
    make_article(title="@ Mosul")
    assert "geonames:99072" in desk_client.get(page_of(place("Mosul"))).content.decode()
    page = decide(desk_client, place("Mosul"), "pin", entry="geonames:99072")
    assert "City, IQ" in page
    assert "36.335, 43.119\n      (geonames:99072)" in page
    assert "Mosul is at Mosul, IQ" in page


def test_a_decision_is_undone_with_a_button(desk_client):
    make_article(title="Ann Lee"), make_article(title="Anna Lee")
    decide(desk_client, person("Ann Lee"), "merge", into="Anna Lee")
    undo = reverse("admin:articles_decision_undo", args=[Decision.objects.get().pk])
    assert desk_client.get(undo).status_code == 405
    page = desk_client.post(undo, follow=True).content.decode()
    assert "Undone: Ann Lee is the same as Anna Lee" in page
    assert person("Ann Lee").listed
    assert "undone already" in desk_client.post(undo, follow=True).content.decode()


def test_another_name_leads_to_the_page_of_whom_it_stands_for(desk_client):
    make_article(title="Ann Lee"), make_article(title="Anna Lee")
    decide(desk_client, person("Ann Lee"), "merge", into="Anna Lee")
    answer = desk_client.get(page_of(person("Ann Lee")))
    assert answer["Location"] == page_of(person("Anna Lee"))


def test_many_are_decided_at_once(desk_client):
    for title in ("Ann Lee", "Ann Lee", "Anna Lee", "Annie Lee"):
        make_article(title=title)
    chosen = [person(name).pk for name in ("Annie Lee", "Ann Lee", "Anna Lee")]
    desk_client.post(
        reverse("admin:articles_person_changelist"),
        {"action": "merge_chosen", "_selected_action": chosen},
    )
    assert [one.name for one in Entity.objects.listed().filter(kind="person")] == ["Ann Lee"]


def test_looking_needs_one_permission_and_deciding_another():
    make_article(title="Ann Lee")
    looking, nobody = client_who_may("view_person"), client_who_may("view_upload")
    lee = person("Ann Lee")
    page = looking.get(page_of(lee)).content.decode()
    assert "Ann Lee" in page
    assert "Confirm" not in page
    assert looking.post(page_of(lee), HIDE).status_code == 403
    assert nobody.get(page_of(lee)).status_code == 403
    decision = desk.hide(lee, None)
    undo = reverse("admin:articles_decision_undo", args=[decision.pk])
    assert looking.post(undo).status_code == 403
    assert client_who_may("change_place").post(undo).status_code == 403
    assert client_who_may("change_person").post(undo).status_code == 302


def test_a_form_from_another_site_is_refused():
    make_article(title="Ann Lee")
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_superuser("edna"))
    assert client.post(page_of(person("Ann Lee")), HIDE).status_code == 403


@pytest.mark.django_db(transaction=True)
class TestWorker:
    """What the desk queues for the worker."""

    @pytest.fixture(autouse=True)
    def two_names(self, archive):
        for spelling in ("Muhammad Karim", "Mohammed Karim"):
            make_article(title=f"{spelling} + Kay Orr @ Dover")
        self.first = person("Muhammad Karim")

    def queued(self) -> list[str]:
        return list(DBTaskResult.objects.values_list("task_path", flat=True))

    def test_the_worker_is_told_of_a_decision(self, desk_client):
        decide(desk_client, self.first, "verdict", verdict="hidden")
        assert self.queued() == ["articles.tasks.index_marked"]

    def test_the_worker_is_told_of_a_decision_on_the_public_page(self, desk_client):
        desk_client.post(self.first.get_absolute_url(), HIDE)
        assert self.queued() == ["articles.tasks.index_marked"]

    def test_the_worker_is_told_once_of_many_decisions(self, desk_client):
        chosen = [self.first.pk, person("Mohammed Karim").pk]
        desk_client.post(
            reverse("admin:articles_person_changelist"),
            {"action": "hide_chosen", "_selected_action": chosen},
        )
        assert self.queued() == ["articles.tasks.index_marked"]

    def test_the_worker_is_told_when_a_decision_is_undone(self, desk_client):
        decision = desk.hide(self.first, None)
        desk_client.post(reverse("admin:articles_decision_undo", args=[decision.pk]))
        assert self.queued() == ["articles.tasks.index_marked"]

    def test_the_worker_is_told_of_an_accepted_proposal(self, desk_client):
        proposals.propose()
        (proposal,) = Proposal.objects.waiting()
        answer = reverse("admin:articles_proposal_answer", args=[proposal.pk])
        desk_client.post(answer, {"answer": "accept"})
        assert self.queued() == ["articles.tasks.index_marked"]

    def test_the_worker_looks_for_more_proposals_on_request(self, desk_client):
        desk_client.post(reverse("admin:articles_proposal_look"))
        assert self.queued() == ["articles.tasks.look_for_proposals"]


def test_it_shows_how_many_articles_wait_for_the_index(desk_client):
    for _ in range(3):
        make_article(title="Ann Lee")
    indexing.drain()
    address = reverse("admin:articles_decision_waiting")
    assert desk_client.get(address).json() == {"waiting": 0}
    decide(desk_client, person("Ann Lee"), "rename", name="Anna Lee")
    assert desk_client.get(address).json() == {"waiting": 3}
    indexing.drain()
    assert desk_client.get(address).json() == {"waiting": 0}


def test_the_history_says_who_and_what(desk_client):
    make_article(title="Ann Lee")
    desk.hide(person("Ann Lee"), "agency.csv")
    decide(desk_client, person("Ann Lee"), "rename", name="Anna Lee")
    page = desk_client.get(reverse("admin:articles_decision_changelist")).content.decode()
    for shown in ("agency.csv", "edna", "Ann Lee is called Anna Lee"):
        assert shown in page


def test_no_page_of_the_desk_holds_inline_code(desk_client):
    make_article(title="Ann Lee @ Nairobi"), make_article(title="Anne Lee @ Nairobi")
    proposals.propose()
    for address in (
        page_of(person("Ann Lee")),
        page_of(place("Nairobi")),
        reverse("admin:articles_proposal_changelist"),
    ):
        page = desk_client.get(address).content.decode()
        assert "<style" not in page
        assert "<script>" not in page
        assert " style=" not in page
        assert " onclick=" not in page


class TestProposals:
    @pytest.fixture(autouse=True)
    def two_bidens(self, archive):
        make_article(title="Joe Biden + Kay Orr + Ann Lee @ Dover")
        make_article(title="Joe Biden + Ann Lee @ Dover")
        make_article(title="Joseph R. Biden Jr. + Kay Orr + Ann Lee @ Dover")
        make_article(title="Bill Ford @ Perth")
        proposals.propose()

    def test_alike_names_in_like_company_are_proposed(self):
        (proposal,) = Proposal.objects.waiting()
        assert (str(proposal.subject), str(proposal.other)) == ("Joseph R. Biden Jr.", "Joe Biden")
        assert proposal.reasons == ["3 shared co-names: Kay Orr, Ann Lee, Dover"]

    def test_the_queue_accepts_with_a_button_or_a_key(self, desk_client):
        queue = reverse("admin:articles_proposal_changelist")
        page = desk_client.get(queue).content.decode()
        assert 'data-key="a"' in page
        (proposal,) = Proposal.objects.waiting()
        answer = reverse("admin:articles_proposal_answer", args=[proposal.pk])
        page = desk_client.post(answer, {"answer": "accept"}, follow=True).content.decode()
        assert "Joseph R. Biden Jr. is the same as Joe Biden" in page
        assert "Nothing waits" in page
        assert person("Joe Biden").other_names == ["Joseph R. Biden Jr."]
        undo = reverse("admin:articles_decision_undo", args=[Decision.objects.get().pk])
        assert desk_client.post(undo, {"back": "queue"})["Location"] == queue
        proposals.propose()
        assert not Proposal.objects.waiting().exists()

    def test_a_refused_pair_is_never_proposed_again(self, desk_client):
        (proposal,) = Proposal.objects.waiting()
        answer = reverse("admin:articles_proposal_answer", args=[proposal.pk])
        desk_client.post(answer, {"answer": "refuse"})
        make_article(title="Joe Biden + Joseph R. Biden Jr.")
        assert proposals.propose() == 0
        assert (
            "answered already"
            in desk_client.post(answer, {"answer": "accept"}, follow=True).content.decode()
        )

    def test_a_refusal_is_taken_back_with_the_same_key(self, desk_client):
        (proposal,) = Proposal.objects.waiting()
        answer = reverse("admin:articles_proposal_answer", args=[proposal.pk])
        page = desk_client.post(answer, {"answer": "refuse"}, follow=True).content.decode()
        assert "Last refused: Joseph R. Biden Jr. / Joe Biden." in page
        assert 'data-key="u"' in page
        desk_client.post(answer, {"answer": "again"})
        assert list(Proposal.objects.waiting()) == [proposal]
        page = desk_client.post(answer, {"answer": "again"}, follow=True).content.decode()
        assert "is waiting for an answer already" in page

    def test_answering_needs_the_permission_to_change(self):
        (proposal,) = Proposal.objects.waiting()
        answer = reverse("admin:articles_proposal_answer", args=[proposal.pk])
        assert client_who_may("view_proposal").post(answer).status_code == 403

    def test_looking_again_is_a_job_for_the_worker(self, desk_client):
        look = reverse("admin:articles_proposal_look")
        assert desk_client.post(look, follow=True).status_code == 200
        assert client_who_may("view_proposal").post(look).status_code == 403


def test_the_desk_shows_what_holds_a_place(desk_client):
    make_article(title="Kay Orr @ Camp Echo")
    decide(
        desk_client, place("Camp Echo"), "locate", latitude="33.5", longitude="44.2", country="iq"
    )
    page = desk_client.get(page_of(place("Camp Echo"))).content.decode()
    assert re.search(rf'In\s+<a href="{page_of(place("Iraq"))}"\s*>Iraq</a>\.', page)


def test_a_place_on_the_map_keeps_its_name_whichever_is_named_more():
    for number in range(3):
        make_article(title=f"Kay Orr + Ann Lee @ Abu Dhbai {number}")
    make_article(title="Kay Orr + Ann Lee @ Abu Dhabi")
    desk.locate(place("Abu Dhabi"), 24.5, 54.4, "AE", None)
    proposals.propose()
    (proposal,) = Proposal.objects.waiting()
    assert (str(proposal.subject), str(proposal.other)) == ("Abu Dhbai", "Abu Dhabi")


def test_two_of_one_name_are_proposed_to_be_split(desk_client):
    for number in range(3):
        make_article(title=f"Minister John Smith + Kay Orr @ Dover {number}")
        make_article(title=f"Bowler John Smith + Ann Lee @ Perth {number}")
    proposals.propose()
    (proposal,) = Proposal.objects.waiting()
    assert proposal.namesake == "John Smith (Bowler)"
    page = desk_client.get(reverse("admin:articles_proposal_changelist")).content.decode()
    assert "Two people of one name?" in page
    proposals.accept(proposal, None)
    indexing.drain()
    assert person("John Smith (Bowler)").mentions.count() == 3
    assert proposals.propose() == 0


def test_articles_that_share_nobody_propose_two_people_even_without_roles(desk_client):
    for number in range(5):
        make_article(title=f"John Smith + Kay Orr @ Dover {number}")
        make_article(title=f"John Smith + Ann Lee @ Perth {number}")
    make_article(title="Kay Orr + Ann Lee")  # not an article of his, so it joins nothing
    proposals.propose()
    (proposal,) = Proposal.objects.waiting()
    assert (proposal.namesake, proposal.articles.count()) == ("John Smith (5 articles)", 5)


def test_roles_with_a_word_in_common_are_of_one_person():
    for number in range(5):
        make_article(title=f"Minister John Smith + Kay Orr @ Dover {number}")
        make_article(title=f"Minister John Smith + Ann Lee @ Perth {number}")
    assert proposals.propose() == 0


def test_other_spellings_of_a_name_are_proposed_and_not_merged():
    for spelling in ("Muhammad Karim", "Mohammed Karim"):
        make_article(title=f"{spelling} + Kay Orr @ Dover")
    assert (
        Entity.objects.filter(kind="person", name__endswith="Karim", stands_for=None).count() == 2
    )
    assert proposals.propose() == 1


def test_the_worker_does_other_work_between_the_steps_of_looking():
    steps = []
    proposals.propose(meanwhile=lambda: steps.append(1))
    assert len(steps) == 3


def test_what_is_answered_while_others_are_looked_for_is_not_asked_again():
    for spelling in ("Muhammad Karim", "Mohammed Karim"):
        make_article(title=f"{spelling} + Kay Orr @ Dover")
    proposals.propose()

    def refuse() -> None:
        for waiting in Proposal.objects.waiting():
            proposals.refuse(waiting, None)

    assert proposals.propose(meanwhile=refuse) == 0
    assert Proposal.objects.get().state == Proposal.State.REFUSED


def test_articles_that_are_deleted_meanwhile_are_in_no_proposal():
    for number in range(5):
        make_article(title=f"John Smith + Kay Orr @ Dover {number}")
        make_article(title=f"John Smith + Ann Lee @ Perth {number}")
    steps = iter(["company", "proposals", "saving"])

    def delete() -> None:
        if next(steps) == "saving":
            Article.objects.get(title__endswith="Perth 4").delete()

    proposals.propose(meanwhile=delete)
    assert Proposal.objects.get().articles.count() == 4


class TestSettledProposals:
    """No proposal asks whether a record is itself, or what an editor has said already."""

    @pytest.fixture
    def three_spellings(self, archive) -> None:
        for spelling in ("Muhammad Karim", "Mohammed Karim", "Mohamed Karim"):
            make_article(title=f"{spelling} + Kay Orr @ Dover")
        assert proposals.propose() == 3

    @staticmethod
    def between(one: str, other: str) -> Proposal:
        (found,) = (
            proposal
            for proposal in Proposal.objects.all()
            if {str(proposal.subject), str(proposal.other)} == {one, other}
        )
        return found

    def test_kate_is_not_proposed_as_herself(self):
        for number in range(3):
            make_article(title=f"Kate Smith + Kay Orr @ Dover {number}")
        assert proposals.propose() == 0

    def test_kate_is_proposed_once_as_katherine(self):
        for name in ("Kate Smith", "Katherine Smith"):
            make_article(title=f"{name} + Kay Orr @ Dover")
        assert proposals.propose() == 1
        assert self.between("Kate Smith", "Katherine Smith").state == Proposal.State.WAITING

    @pytest.mark.usefixtures("three_spellings")
    def test_accepting_two_of_three_leaves_one_question(self):
        proposals.accept(self.between("Muhammad Karim", "Mohammed Karim"), None)
        (waiting,) = Proposal.objects.waiting()
        assert len(waiting.canonical_pair) == 2
        proposals.accept(waiting, None)
        assert not Proposal.objects.waiting().exists()
        assert Entity.objects.filter(kind="person", name__endswith="Karim").canonical().count() == 1
        assert proposals.propose() == 0

    @pytest.mark.usefixtures("three_spellings")
    def test_refusing_settles_the_same_question_about_other_names(self):
        proposals.accept(self.between("Muhammad Karim", "Mohammed Karim"), None)
        proposals.refuse(Proposal.objects.waiting().get(), None)
        assert not Proposal.objects.waiting().exists()
        assert proposals.propose() == 0

    @pytest.mark.usefixtures("three_spellings")
    def test_a_refusal_holds_for_the_other_names_merged_later(self):
        proposals.refuse(self.between("Muhammad Karim", "Mohamed Karim"), None)
        proposals.accept(self.between("Muhammad Karim", "Mohammed Karim"), None)
        assert not Proposal.objects.waiting().exists()
        assert proposals.propose() == 0

    @pytest.mark.usefixtures("three_spellings")
    def test_a_merge_by_hand_withdraws_the_question(self):
        desk.merge(person("Muhammad Karim"), person("Mohammed Karim"), None)
        assert [len(one.canonical_pair) for one in Proposal.objects.waiting()] == [2]

    @pytest.mark.usefixtures("three_spellings")
    def test_merging_all_into_a_fourth_withdraws_every_question(self):
        make_article(title="Ann Lee")
        for one in Entity.objects.filter(kind="person", name__endswith="Karim"):
            desk.merge(one, person("Ann Lee"), None)
        assert not Proposal.objects.waiting().exists()

    @pytest.mark.usefixtures("three_spellings")
    def test_a_refusal_of_what_is_one_by_now_cannot_be_taken_back(self):
        refused = self.between("Muhammad Karim", "Mohammed Karim")
        proposals.refuse(refused, None)
        desk.merge(person("Muhammad Karim"), person("Mohammed Karim"), None)
        refused.refresh_from_db()
        with pytest.raises(desk.Impossible, match="are the same already"):
            proposals.ask_again(refused)
        assert refused.state == Proposal.State.REFUSED

    def test_names_merged_while_others_are_looked_for_are_not_proposed(self):
        for spelling in ("Muhammad Karim", "Mohammed Karim"):
            make_article(title=f"{spelling} + Kay Orr @ Dover")
        steps = iter(["company", "proposals", "saving"])

        def merge() -> None:
            if next(steps) == "saving":
                desk.merge(person("Muhammad Karim"), person("Mohammed Karim"), None)

        assert proposals.propose(meanwhile=merge) == 0

    @pytest.mark.parametrize("answer", ["accept", "refuse"])
    def test_either_answer_settles_a_question_left_about_one_record(self, desk_client, answer):
        make_article(title="Kate Smith + Kay Orr @ Dover")
        kate = person("Kate Smith")
        left = Proposal.objects.create(
            kind="same", question="same left", subject=kate, other=kate, score=1
        )
        address = reverse("admin:articles_proposal_answer", args=[left.pk])
        desk_client.post(address, {"answer": answer})
        assert not Proposal.objects.waiting().exists()
        assert not Decision.objects.exists()


class TestReaders:
    """What follows on the public pages."""

    @pytest.fixture(autouse=True)
    def merged(self, archive):
        make_article(title="Ann Lee"), make_article(title="Anna Lee")
        self.old, self.new = person("Ann Lee"), person("Anna Lee")
        self.decision = desk.merge(self.old, self.new, None)
        indexing.drain()

    def test_old_addresses_lead_to_the_one_it_stands_for(self, client: Client):
        answer = client.get(self.old.get_absolute_url())
        assert (answer.status_code, answer["Location"]) == (302, self.new.get_absolute_url())
        assert "Ann Lee" in client.get(self.new.get_absolute_url()).content.decode()

    def test_a_search_and_a_feed_of_the_old_one_go_on(self, client: Client):
        for address in ("/search", "/feed"):
            page = client.get(address, {"person": self.old.pk}).content.decode()
            assert "Ann Lee" in page
            assert "Anna Lee" in page

    def test_words_lead_to_the_one_they_stand_for(self, client: Client):
        for article in Article.objects.all():
            page = client.get(article.get_absolute_url()).content.decode()
            assert self.new.get_absolute_url() in page

    def test_editors_find_the_desk_on_the_page_of_a_name(self, client: Client):
        desk_page = page_of(self.new)
        assert desk_page not in client.get(self.new.get_absolute_url()).content.decode()
        editor = client_who_may("change_person")
        page = editor.get(self.new.get_absolute_url()).content.decode()
        assert desk_page in page
        assert "Also called Ann Lee" in page

    def test_an_identifier_goes_out_with_the_articles(self, client: Client):
        desk.identify(self.new, "Q42", None)
        page = client.get(Article.objects.latest("pk").get_absolute_url()).content.decode()
        assert '"sameAs": "https://www.wikidata.org/entity/Q42"' in page

    def test_a_hidden_name_has_no_page(self, client: Client):
        desk.hide(self.new, None)
        assert client.get(self.new.get_absolute_url()).status_code == 404
        assert client.get(self.old.get_absolute_url()).status_code == 404

    def test_an_undone_merge_gives_the_old_page_back(self, client: Client):
        desk.undo(self.decision, None)
        indexing.drain()
        page = client.get(self.old.get_absolute_url()).content.decode()
        assert "1 article" in page

    def test_editors_decide_on_the_public_page_and_stay_there(self):
        editor = client_who_may("change_person")
        public = self.new.get_absolute_url()
        renamed = editor.post(public, {"decision": "rename", "name": "Anne Lee"}, follow=True)
        self.new.refresh_from_db()
        assert renamed.request["PATH_INFO"] == self.new.get_absolute_url() != public
        page = renamed.content.decode()
        assert "Anna Lee is called Anne Lee." in page
        undo = reverse("admin:articles_decision_undo", args=[Decision.objects.latest("pk").pk])
        assert f'action="{undo}"' in page
        undone = editor.post(undo, {"back": "site"}, follow=True)
        assert undone.request["PATH_INFO"] == public

    def test_an_error_on_the_public_page_is_said_there(self):
        editor = client_who_may("change_person")
        public = self.new.get_absolute_url()
        answer = editor.post(public, {"decision": "merge", "into": "Nobody Atall"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert '<details class="deciding" open>' in page
        assert "Nothing in this archive is called Nobody Atall." in page
        assert 'value="Nobody Atall"' in page
        assert '<details class="deciding">' in editor.get(public).content.decode()
        german = editor.post(
            public, {"decision": "rename", "name": ""}, headers={"Accept-Language": "de"}
        )
        assert "Schreiben Sie einen Namen." in german.content.decode()
        german = editor.post(
            public,
            {"decision": "merge", "into": "Nobody Atall"},
            headers={"Accept-Language": "de"},
        )
        assert "Nichts in diesem Archiv heißt Nobody Atall." in german.content.decode()

    def test_a_form_from_another_site_is_refused_on_the_public_page(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(get_user_model().objects.create_superuser("edna"))
        assert client.post(self.new.get_absolute_url(), HIDE).status_code == 403

    def test_a_name_hidden_on_its_page_leads_to_the_desk(self):
        editor = client_who_may("change_person", "view_person")
        answer = editor.post(self.new.get_absolute_url(), HIDE)
        assert answer["Location"] == page_of(self.new)

    def test_who_has_left_the_staff_is_not_offered_decisions(self):
        editor = client_who_may("change_person")
        assert "Correct this name" in editor.get(self.new.get_absolute_url()).content.decode()
        get_user_model().objects.update(is_staff=False)
        assert "Correct this name" not in editor.get(self.new.get_absolute_url()).content.decode()

    def test_readers_are_not_offered_decisions(self, client: Client):
        page = client.get(self.new.get_absolute_url()).content.decode()
        assert "Correct this name" not in page
        assert client.post(page_of(self.new), HIDE).status_code == 302
        assert client.post(self.new.get_absolute_url(), HIDE).status_code == 403
        assert (
            client_who_may("change_place").post(self.new.get_absolute_url(), HIDE).status_code
            == 403
        )
        self.new.refresh_from_db()
        assert self.new.listed
