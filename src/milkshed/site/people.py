"""Who works where: the changes an administrator makes to people and their roles."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Membership, Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.roles import ROLES

_SHORTEST_PASSWORD = 8


def employ(
    administrator: Person,
    organisation: Organisation,
    *,
    username: str,
    name_zh: str,
    role: str,
    password: str,
) -> Membership:
    """Give a role in an organisation to a person, known by ``username`` or new.

    A new person needs a name and a password of eight characters or more.
    """
    require(administrator, "platform.edit_people")
    faults = list(_faults(username, role))
    known = Person.objects.filter(username=username).first()
    if known is None:
        faults += _faults_of_new(name_zh, password)
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        person = known or Person.objects.create_person(
            username, password, name_zh=name_zh, synthetic=organisation.synthetic
        )
        membership, created = Membership.objects.get_or_create(
            person=person,
            organisation=organisation,
            role=role,
            valid_to=None,
            defaults={"valid_from": timezone.localdate()},
        )
        if not created:
            raise Problem(
                CONFLICT, Text("此人已在该单位任此岗位", "The person already holds that role there")
            )
    return membership


def dismiss(administrator: Person, membership: Membership) -> None:
    """End a role yesterday, so that it gives no right from now on."""
    require(administrator, "platform.edit_people")
    if membership.person_id == administrator.pk:
        raise Problem(CONFLICT, Text("不能撤销自己的岗位", "You cannot end a role of your own"))
    membership.valid_to = timezone.localdate() - timedelta(days=1)
    membership.save(update_fields=["valid_to"])


def _faults(username: str, role: str) -> list[Fault]:
    found = []
    if not username:
        found.append(Fault("username", username, "required", Text("请填写账号", "Give a name")))
    if role not in ROLES:
        found.append(Fault("role", role, "known-role", Text("没有这个岗位", "No such role")))
    return found


def _faults_of_new(name_zh: str, password: str) -> list[Fault]:
    found = []
    if not name_zh:
        found.append(Fault("name_zh", name_zh, "required", Text("请填写姓名", "Give the name")))
    if len(password) < _SHORTEST_PASSWORD:
        found.append(
            Fault(
                "password",
                "…",
                "length",
                Text("口令至少 8 位", "A password has at least 8 characters"),
            )
        )
    return found
