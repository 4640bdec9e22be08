"""Custody, cancelling, blinds, portions and holds, through the verbs and the pages."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.ledger.authoring import document, handover, milking, transformation
from milkshed.ledger.facade import capture_document, require_available, standing_dispositions
from milkshed.platform.models import Alarm, Membership, Person, Rule
from milkshed.platform.scope import scope_of, visible
from milkshed.quality.actions.bulk import record_incoming_tests
from milkshed.quality.actions.custody import (
    accept_custody,
    cancel_sample,
    countersign_taking,
    hand_over,
    unblind_sample,
)
from milkshed.quality.actions.held_moves import find_moves_of_held
from milkshed.quality.actions.holds import place_hold, propose_hold, reject_hold, release_hold
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.portions import dispose_portion, open_portion, retain_portion
from milkshed.quality.actions.samples import (
    receive_sample,
    record_results,
    review_report,
    seal_sample,
    take_sample,
)
from milkshed.quality.facade import open_holds
from milkshed.quality.models import CustodyStep, Hold, Laboratory, RetainedPortion, Sample
from milkshed.quality.queries import custody_gaps, is_blind_for
from milkshed.quality.tests.furniture import LOT, furnish, incoming_row
from milkshed.quality.tests.test_samples import SOUND, finished, rules_of, taken, taking
from tests.cast import Cast

BAD = (Measurement("antibiotics", found=True), *SOUND[:2])


def sealed(cast: Cast) -> Sample:
    sample = taken(cast)
    return seal_sample(cast.people["sampler"], sample, seal="F1")


def second_officer(cast: Cast) -> Person:
    person = Person.objects.create_person("second", None, name_zh="第二人", synthetic=True)
    Membership.objects.create(
        person=person, organisation=cast.organisations["litong"], role="county_officer"
    )
    return person


def test_the_second_sampler_signs_the_taking_with_the_own_hand(cast: Cast) -> None:
    laboratory = furnish(cast)
    sampler, inspector = cast.people["sampler"], cast.people["inspector"]
    sample = take_sample(sampler, taking(cast))
    seal_sample(sampler, sample, seal="F1")
    assert [(gap.position, gap.rule) for gap in custody_gaps(sample)] == [(1, "unsigned")]
    receive_sample(cast.people["lab_analyst"], "S0001", laboratory=laboratory, intact=True)
    with pytest.raises(Problem) as unsigned:
        record_results(cast.people["lab_analyst"], sample, SOUND)
    assert rules_of(unsigned.value) == {"unsigned"}
    with pytest.raises(Problem) as other:
        countersign_taking(sampler, sample)
    assert rules_of(other.value) == {"second-sampler"}
    address = "/quality/samples/S0001/custody"
    assert "我是第二抽样人" not in browser(sampler).get(address).content.decode()
    assert "我是第二抽样人" in browser(inspector).get(address).content.decode()
    assert browser(inspector).post(f"{address}/countersign").status_code == 302
    assert custody_gaps(sample) == []
    with pytest.raises(Problem):
        countersign_taking(inspector, sample)
    record_results(cast.people["lab_analyst"], sample, SOUND)


def test_before_the_rule_begins_one_signature_is_enough(cast: Cast) -> None:
    furnish(cast)
    sample = take_sample(cast.people["sampler"], taking(cast))
    Rule.objects.filter(key="quality.custody.second_signature").update(
        valid_from=timezone.localdate() + timedelta(days=1)
    )
    assert custody_gaps(sample) == []


def test_a_hand_over_is_signed_by_both_before_results_count(cast: Cast) -> None:
    laboratory, sample = furnish(cast), sealed(cast)
    sampler, inspector = cast.people["sampler"], cast.people["inspector"]
    now = timezone.now()
    entry = {"at": now, "place": "利通区", "temperature_c": Decimal("3.5")}
    with pytest.raises(Problem) as wrong:
        hand_over(sampler, sample, inspector, seal="F9", **entry)  # type: ignore[arg-type]
    assert rules_of(wrong.value) == {"same-seal"}
    with pytest.raises(Problem) as stranger:
        hand_over(inspector, sample, sampler, seal="F1", **entry)  # type: ignore[arg-type]
    assert rules_of(stranger.value) == {"holder"}
    hand_over(sampler, sample, inspector, seal="F1", **entry)  # type: ignore[arg-type]
    receive_sample(cast.people["lab_analyst"], "S0001", laboratory=laboratory, intact=True)
    with pytest.raises(Problem) as unsigned:
        record_results(cast.people["lab_analyst"], sample, SOUND)
    assert rules_of(unsigned.value) == {"unsigned"}
    accept_custody(inspector, sample)
    assert custody_gaps(sample) == []
    record_results(cast.people["lab_analyst"], sample, SOUND)
    assert [step.kind for step in sample.custody.all()] == [
        "taken", "sealed", "handed", "received",
    ]  # fmt: skip


def test_a_sample_without_custody_takes_no_result(cast: Cast) -> None:
    laboratory = furnish(cast)
    Sample.objects.create(
        barcode="X1", kind="self_check", lot_uri=LOT, place=cast.places["plant"],
        sampled_at=timezone.now(), sampler=cast.people["plant_quality"], state="received",
        laboratory=laboratory,
    )  # fmt: skip
    with pytest.raises(Problem) as caught:
        record_results(cast.people["lab_analyst"], Sample.objects.get(), SOUND)
    assert rules_of(caught.value) == {"no-custody"}


def test_a_cancelled_sample_takes_nothing_any_more(cast: Cast) -> None:
    laboratory, sample = furnish(cast), sealed(cast)
    with pytest.raises(Problem):
        cancel_sample(cast.people["sampler"], sample, reason=" ")
    cancel_sample(cast.people["sampler"], sample, reason="标签错贴")
    with pytest.raises(Problem) as received:
        receive_sample(cast.people["lab_analyst"], "S0001", laboratory=laboratory, intact=True)
    assert rules_of(received.value) == {"cancelled"}
    Sample.objects.update(laboratory=laboratory)
    with pytest.raises(Problem) as caught:
        record_results(cast.people["lab_analyst"], sample, SOUND)
    assert rules_of(caught.value) == {"cancelled"}


def test_the_bench_reads_the_seal_that_was_put_on(cast: Cast) -> None:
    laboratory = furnish(cast)
    sealed(cast)
    with pytest.raises(Problem) as caught:
        receive_sample(
            cast.people["lab_analyst"], "M0001", laboratory=laboratory, intact=True, seal="F2"
        )
    assert rules_of(caught.value) == {"same-seal"}


def test_a_blind_is_lifted_for_another_and_on_record(cast: Cast) -> None:
    laboratory, sample = furnish(cast), sealed(cast)
    analyst, reviewer = cast.people["lab_analyst"], cast.people["lab_reviewer"]
    receive_sample(analyst, "M0001", laboratory=laboratory, intact=True)
    assert is_blind_for(analyst, sample)
    with pytest.raises(Problem) as own:
        unblind_sample(reviewer, sample, reviewer, reason="查")
    assert rules_of(own.value) == {"four-eyes"}
    unblind_sample(reviewer, sample, analyst, reason="仪器污染，须联系抽样人")
    assert not is_blind_for(analyst, sample)
    assert is_blind_for(reviewer, sample)
    told = sample.unblindings.get()
    assert (told.granted_by, told.reason) == (reviewer, "仪器污染，须联系抽样人")


def test_portions_are_kept_opened_and_disposed_of_by_rule(cast: Cast) -> None:
    furnish(cast)
    sampler, sample = cast.people["sampler"], sealed(cast)
    lab = cast.places["laboratory"]
    Membership.objects.create(
        person=sampler, organisation=cast.organisations["laboratory"], role="sampler"
    )
    sampler = Person.objects.get(pk=sampler.pk)
    first, second, third = (
        retain_portion(sampler, sample, lab, shelf=f"A{i}") for i in range(1, 4)
    )
    with pytest.raises(Problem) as full:
        retain_portion(sampler, sample, lab, shelf="A4")
    assert rules_of(full.value) == {"portions"}
    assert (first.expires_at - sample.sampled_at).days == 90
    with pytest.raises(Problem) as early:
        dispose_portion(sampler, first, how="灭活后倾倒")
    assert rules_of(early.value) == {"keep"}
    opened = open_portion(cast.people["inspector"], second, barcode="S0001-2", reason="来源排查")
    assert custody_gaps(opened) == []
    past = timezone.now() - timedelta(minutes=1)
    RetainedPortion.objects.update(expires_at=past, stored_at=past - timedelta(days=1))
    with pytest.raises(Problem) as expired:
        open_portion(cast.people["inspector"], third, barcode="S0001-3", reason="来源排查")
    assert rules_of(expired.value) == {"expired"}
    hold = propose_hold(cast.people["inspector"], LOT, cast.places["station"], reason="同批不合格")
    with pytest.raises(Problem) as held:
        dispose_portion(sampler, first, how="灭活后倾倒")
    assert rules_of(held.value) == {"held"}
    reject_hold(cast.people["county_officer"], hold, reason="误报")
    assert dispose_portion(sampler, first, how="灭活后倾倒").state == "disposed"


def test_a_failed_sample_proposes_and_people_decide(cast: Cast) -> None:
    laboratory = furnish(cast)
    sample = finished(cast, laboratory, BAD)
    hold = Hold.objects.get()
    assert (hold.state, hold.sample, hold.lot_uri) == ("proposed", sample, LOT)
    assert standing_dispositions([LOT]) == {}
    officer, other = cast.people["county_officer"], second_officer(cast)
    with pytest.raises(Problem) as twice:
        propose_hold(officer, LOT, cast.places["station"], reason="再提")
    assert rules_of(twice.value) == {"one-open-hold"}
    with pytest.raises(Problem) as right:
        place_hold(cast.people["inspector"], hold, reason="")
    assert right.value.kind.status == 403
    place_hold(officer, hold, reason="证据充分")
    (standing,) = standing_dispositions([LOT])[LOT]
    assert (standing.word, standing.document) == ("unavailable", hold.uri)
    assert open_holds([LOT])[LOT].number == hold.number
    with pytest.raises(Problem) as same:
        release_hold(officer, hold, reason="复检合格")
    assert rules_of(same.value) == {"four-eyes"}
    with pytest.raises(Problem) as none:
        release_hold(other, hold, reason="复检合格", retest="S0001")
    assert rules_of(none.value) == {"same-lot"}
    again = taken(cast, barcode="S2", blind_number="")
    seal_sample(cast.people["sampler"], again, seal="F2")
    receive_sample(cast.people["lab_analyst"], "S2", laboratory=laboratory, intact=True)
    record_results(cast.people["lab_analyst"], again, SOUND)
    with pytest.raises(Problem) as unreported:
        release_hold(other, hold, reason="复检合格", retest="S2")
    assert rules_of(unreported.value) == {"passed"}
    review_report(cast.people["lab_reviewer"], again)
    released = release_hold(other, hold, reason="复检合格", retest="S2")
    assert (released.state, released.basis) == ("released", "retest")
    assert standing_dispositions([LOT]) == {}


def test_milk_moved_under_a_hold_by_a_system_outside_is_a_finding(cast: Cast) -> None:
    laboratory = furnish(cast)
    finished(cast, laboratory, BAD)
    hold, officer = Hold.objects.get(), cast.people["county_officer"]
    station, plant = cast.places["station"], cast.places["plant"]
    tanker = "https://id.gs1.org/8003/09521321000039T0001"
    before = timezone.now()
    place_hold(officer, hold, reason="证据充分")

    def moved(at: datetime, sheet: str) -> str:
        event = handover(
            f"https://id.gs1.org/253/{sheet}", (LOT, 1000.0), at, station.uri, tanker,
            station.organisation.uri, plant.organisation.uri,
        )  # fmt: skip
        assert capture_document(document([event], at)).success
        return str(event["eventID"])

    moved(before - timedelta(hours=1), "9521321000015A1")
    assert find_moves_of_held() == 0
    after = moved(timezone.now(), "9521321000015A2")
    assert [find_moves_of_held(), find_moves_of_held()] == [1, 1]
    alarm = Alarm.objects.get(kind="quality.moved_under_hold")
    assert alarm.key.endswith(after)
    assert alarm.severity == "serious"
    assert visible(Alarm.objects.filter(pk=alarm.pk), scope_of(officer)).exists()
    assert standing_dispositions([LOT])[LOT][0].word == "unavailable"
    with pytest.raises(Problem):
        require_available([LOT], "load_lot")
    page = browser(officer).get(f"/quality/holds/{hold.number}").content.decode()
    assert "扣留期间仍被装运或使用" in page


def test_incoming_positives_propose_once_and_a_replay_adds_none(cast: Cast) -> None:
    furnish(cast)
    rows = [incoming_row(cast, antibiotics=True), incoming_row(cast, "B0002", antibiotics=True)]
    record_incoming_tests(rows)
    record_incoming_tests(rows)
    assert Hold.objects.get().sample is not None
    assert Hold.objects.get().number.endswith("00001")


def browser(person: Person) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(person)
    return client


def test_pages_of_custody_and_holds(cast: Cast) -> None:
    laboratory, sample = furnish(cast), sealed(cast)
    sampler = browser(cast.people["sampler"])
    page = sampler.get("/quality/samples/S0001/custody").content.decode()
    assert "保管链" in page
    assert "完整" in page
    handed = sampler.post(
        "/quality/samples/S0001/custody/hand",
        {
            "taker": cast.people["inspector"].pk, "at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
            "seal": "F1", "place": "利通区", "temperature_c": "3.4",
        },
    )  # fmt: skip
    assert handed.status_code == 302, handed.content.decode()[-2000:]
    assert "有缺口" in sampler.get("/quality/samples/S0001/custody").content.decode()
    inspector = browser(cast.people["inspector"])
    assert inspector.post("/quality/samples/S0001/custody/accept").status_code == 302
    label = sampler.get("/quality/samples/S0001/labels").content.decode()
    body = label[label.index("<main") : label.index("</main>")]
    assert "M0001" in body
    assert "金河源" not in body
    receive_sample(cast.people["lab_analyst"], "M0001", laboratory=laboratory, intact=True)
    record_results(cast.people["lab_analyst"], sample, BAD)
    review_report(cast.people["lab_reviewer"], sample)
    hold = Hold.objects.get()
    officer = browser(cast.people["county_officer"])
    assert hold.number in officer.get("/quality/holds").content.decode()
    path = f"/quality/holds/{hold.number}"
    assert "决定扣留" in officer.get(path).content.decode()
    assert officer.post(f"{path}/place", {"reason": "证据充分"}).status_code == 302
    assert "不可动用" in officer.get(path).content.decode()
    assert browser(cast.people["region_officer"]).post(
        f"{path}/release", {"reason": "销毁后结案"}
    ).status_code == 302  # fmt: skip
    assert "已解除" in officer.get(path).content.decode()
    origin = officer.get("/quality/samples/S0001/origin").content.decode()
    assert "账本中没有这批奶的来路" in origin
    assert browser(cast.people["farm_vet"]).get(path).status_code == 403
    assert officer.get("/quality/portions").status_code == 200
    entry = {"lot_uri": "L1", "place": cast.places["station"].pk, "reason": "x"}
    assert officer.post("/quality/holds/new", entry).status_code == 422


def test_the_steps_of_custody_are_final(cast: Cast) -> None:
    furnish(cast)
    sample = sealed(cast)
    step = CustodyStep.objects.filter(sample=sample).first()
    assert step is not None
    with pytest.raises(Exception, match="Cannot update"):
        CustodyStep.objects.filter(pk=step.pk).update(seal="F9")


def test_laboratories_are_needed_for_official_portions(cast: Cast) -> None:
    assert Laboratory.objects.count() == 0
    furnish(cast)
    sample = sealed(cast)
    with pytest.raises(Problem) as far:
        retain_portion(cast.people["sampler"], sample, cast.places["other_plant"], shelf="A1")
    assert far.value.kind.status == 404


def test_a_positive_load_leads_to_the_farm_and_its_kept_back_sample(cast: Cast) -> None:
    laboratory = furnish(cast)
    farm, other, station = (cast.places[key] for key in ("farm", "other_farm", "station"))
    root = "https://id.gs1.org/01/09521234543213/10/"
    at = timezone.now() - timedelta(hours=6)
    events = [
        milking((f"{root}F1", 3000.0), at, farm.uri, f"{farm.uri}/254/T1", 1),
        milking((f"{root}F2", 7000.0), at, other.uri, f"{other.uri}/254/T1", 1),
        transformation(
            "loading", [(f"{root}F1", 3000.0), (f"{root}F2", 7000.0)], [(LOT, 10_000.0)],
            at + timedelta(hours=1), station.uri, "https://id.gs1.org/8003/09521321000039T0001",
        ),
    ]  # fmt: skip
    assert capture_document(document(events, at)).success
    kept = take_sample(
        cast.people["sampler"], taking(cast, barcode="K1", blind_number="", lot_uri=f"{root}F1",
        place=farm),
    )  # fmt: skip
    seal_sample(cast.people["sampler"], kept, seal="F3")
    retain_portion(cast.people["sampler"], kept, station, shelf="冷库 3-2")
    finished(cast, laboratory, BAD)
    page = browser(cast.people["county_officer"]).get("/quality/samples/S0001/origin")
    text = page.content.decode()
    assert page.status_code == 200
    body = text[text.index("<main") : text.index("</main>")]
    assert "金河源牧场" in body
    assert "范围外的场所" in body
    assert "北塬牧场" not in body
    assert "冷库 3-2" in body
    assert "K1" in body


def test_a_held_silo_load_is_not_unloaded_nor_used(cast: Cast) -> None:
    laboratory = furnish(cast)
    finished(cast, laboratory, BAD)
    hold = Hold.objects.get()
    place_hold(cast.people["county_officer"], hold, reason="证据充分")
    with pytest.raises(Problem) as caught:
        require_available([LOT], "sheet")
    assert rules_of(caught.value) == {"held"}
    assert hold.number in caught.value.faults[0].message.zh
    downstream = "https://id.gs1.org/01/09521234543213/10/D1"
    made = transformation(
        "loading", [(LOT, 10.0)], [(downstream, 10.0)], timezone.now(),
        cast.places["station"].uri, "https://id.gs1.org/8003/09521321000039T0001",
    )  # fmt: skip
    assert capture_document(document([made], timezone.now())).success
    require_available([downstream], "load_lot")
    with pytest.raises(Problem) as above:
        require_available([downstream], "load_lot", upstream=2)
    assert rules_of(above.value) == {"held"}
