import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milkshed.trade.actions.contracts import draft_contract
from milkshed.trade.models import Complaint, Contract, Payment
from milkshed.trade.tests.furniture import furnish_trade, signed_contract, sound_draft
from tests.cast import Cast


def client_of(cast: Cast, role: str) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    return client


def entry(cast: Cast, **changes: object) -> dict[str, object]:
    """What the form of a sound contract posts."""
    draft = sound_draft(cast)
    values: dict[str, object] = {
        "seller_place": draft.seller_place.pk,
        "delivery_place": draft.delivery_place.pk,
        "stations": [place.pk for place in draft.stations],
        "valid_from": "2026-12-01",
        "valid_to": "2027-02-28",
        "price_kind": "fixed",
        "price_yuan_per_kg": "3.40",
        "planned_kg_per_day": "24000",
        "float_pct": "10",
        "settlement_period": "month",
        "payment_term_days": "30",
        "breach_pct": "10",
        "notice_days": "30",
        "test_report_hours": "48",
        "third_party": cast.places["laboratory"].pk,
        "dispute_path": "court",
        "dispute_body": "利通区人民法院",
    }
    return values | changes


def test_a_contract_walks_through_the_pages(cast: Cast) -> None:
    furnish_trade(cast)
    seller, buyer = client_of(cast, "farm_manager"), client_of(cast, "plant_buyer")
    refused = seller.post(
        "/trade/contracts/new", entry(cast, float_pct="x", valid_to="", monthly_plan_kg="1 NaN")
    )
    assert refused.status_code == 422
    assert "请填写数字" in refused.text
    assert "用空格分开" in refused.text
    assert (
        seller.post("/trade/contracts/new", entry(cast, payment_term_days="90")).status_code == 302
    )
    contract = Contract.objects.get()
    path = f"/trade/contracts/{contract.pk}"
    assert "违反法定条款" in seller.get(path).text
    edited = entry(cast, revision="1")
    assert seller.post(f"{path}/edit", edited).status_code == 302
    late = seller.post(f"{path}/edit", edited)  # a second window still at revision 1
    assert late.status_code == 422
    assert "第2次修订" in late.text or "内容已更新" in late.text
    assert seller.post(f"{path}/steps/offer").status_code == 302
    assert buyer.post(f"{path}/steps/sign", {"revision": "1"}).status_code == 409
    said = buyer.post(f"{path}/steps/comment", {"text": "请缩短", "clause": "9"})
    assert said.status_code == 302
    for client in (buyer, seller):
        assert client.post(f"{path}/steps/sign", {"revision": "2"}).status_code == 302
    shown = buyer.get(path).text
    assert shown.count("内容一致") == 2
    assert "请缩短" in shown
    assert seller.post(f"{path}/edit", entry(cast, revision="2")).status_code == 422
    assert seller.post(f"{path}/steps/submit-filing").status_code == 302
    officer = client_of(cast, "county_officer")
    assert officer.post(f"{path}/steps/file").status_code == 302
    assert f"BA-{contract.number}-1" in officer.get(path).text


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("region_officer", "/trade/contracts", "GX640302260001"),
        ("farm_manager", "/trade/contracts/new", "金河源收购站"),
        ("plant_buyer", "/trade/contracts/new", "没有可以签约的对方"),
        ("county_officer", "/trade/model-contract", "结算与付款"),
        ("plant_quality", "/trade/fulfilment?first=2026-01-01&last=2026-01-31", "合同覆盖率"),
        ("auditor", "/trade/complaints", "没有投诉"),
    ],
)
def test_pages_are_shown(cast: Cast, role: str, path: str, words: str) -> None:
    furnish_trade(cast)
    signed_contract(cast)
    answer = client_of(cast, role).get(path)
    assert answer.status_code == 200
    assert words in answer.text


def test_english_reads_english(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    client = client_of(cast, "farm_manager")
    client.cookies["milkshed_language"] = "en"
    shown = client.get(f"/trade/contracts/{contract.pk}").text
    assert "Settled every month" in shown
    assert "A fixed price of 3.4 yuan per kg." in shown


def test_papers_are_word_and_pdf(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    client = client_of(cast, "plant_buyer")
    word = client.get(f"/trade/contracts/{contract.pk}/paper/docx").content
    text = zipfile.ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert "宁夏生鲜乳购销合同" in text
    assert "30天内付清" in text
    signature = contract.signatures.get(side="buyer")
    assert signature.digest[:16] in text
    pdf = client.get(f"/trade/contracts/{contract.pk}/paper/pdf").content
    assert pdf.startswith(b"%PDF")
    assert client.get(f"/trade/contracts/{contract.pk}/paper/odt").status_code == 404


def test_strangers_find_nothing(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    client = client_of(cast, "station_manager")
    for path in ("", "/fulfilment", "/paper/pdf", "/edit", "/change"):
        assert client.get(f"/trade/contracts/{contract.pk}{path}").status_code == 404
    assert contract.number not in client.get("/trade/contracts").text
    assert client_of(cast, "tanker_driver").get("/trade/contracts").status_code == 403


def test_payments_and_a_complaint_walk_through_the_pages(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    buyer, seller = client_of(cast, "plant_buyer"), client_of(cast, "farm_manager")
    path = f"/trade/contracts/{contract.pk}"
    booked = buyer.post(
        f"{path}/receivables",
        {
            "statement": "JS-9", "period_first": "2026-01-01", "period_last": "2026-01-31",
            "amount_yuan": "100.00",
        },
    )  # fmt: skip
    assert booked.status_code == 302
    debt = contract.receivables.get()
    paid = {"paid_on": "2026-03-05", "amount_yuan": "120", "reference": "B9"}
    assert buyer.post(f"/trade/receivables/{debt.pk}/payments", paid).status_code == 422
    paid["amount_yuan"] = "100"
    assert buyer.post(f"/trade/receivables/{debt.pk}/payments", paid).status_code == 302
    payment = Payment.objects.get()
    answer = f"/trade/payments/{payment.pk}/answer"
    assert seller.post(answer, {"answer": "perhaps"}).status_code == 422
    assert seller.post(answer, {"answer": "received"}).status_code == 302
    shown = seller.get(f"{path}/fulfilment?first=2026-01-01&last=2026-01-31").text
    assert "逾期付清" in shown
    assert "卖方已确认到账" in shown
    filed = seller.post(
        f"{path}/complaints",
        {
            "kind": "late_payment", "happened_on": "2026-03-05", "account": "晚付三天",
            "claim": "付息", "evidence": SimpleUploadedFile("单据.txt", "回单".encode()),
        },
    )  # fmt: skip
    assert filed.status_code == 302
    case = Complaint.objects.get()
    file = case.evidence.get()
    evidence = f"/trade/complaints/{case.pk}/evidence/{file.pk}"
    assert buyer.get(evidence).content == "回单".encode()
    assert client_of(cast, "station_manager").get(evidence).status_code == 404
    officer = client_of(cast, "county_officer")
    steps = f"/trade/complaints/{case.pk}/steps"
    mediator = cast.people["county_officer"].pk
    for what, values in (
        ("accept", {"mediator": mediator}),
        ("mediate", {}),
        ("draft", {"text": "付息0.09元"}),
    ):
        assert officer.post(f"{steps}/{what}", values).status_code == 302, what
    for client in (seller, buyer, officer):
        assert client.post(f"{steps}/sign").status_code == 302
    assert "达成协议" in seller.get(f"/trade/complaints/{case.pk}").text
    agreement = seller.get(f"/trade/complaints/{case.pk}/agreement").content
    assert "付息0.09元" in zipfile.ZipFile(BytesIO(agreement)).read("word/document.xml").decode()


def test_contracts_and_their_keeping_by_rest(cast: Cast) -> None:
    furnish_trade(cast)
    contract = signed_contract(cast)
    draft_contract(cast.people["farm_manager"], sound_draft(cast))
    client = Client()
    assert client.get("/api/trade/contracts").status_code == 401
    client.force_login(cast.people["county_officer"])
    (one,) = client.get("/api/trade/contracts?state=signed").json()
    assert (one["number"], Decimal(one["price_yuan_per_kg"])) == (contract.number, Decimal("3.4"))
    kept = client.get(
        f"/api/trade/contracts/{contract.pk}/fulfilment?first=2026-01-01&last=2026-01-03"
    ).json()
    assert [day["standing"] for day in kept["days"]] == ["short"] * 3
    assert kept["days"][0]["day"] == date(2026, 1, 1).isoformat()
    unsigned = Contract.objects.get(state="draft")
    assert client.get(f"/api/trade/contracts/{unsigned.pk}/fulfilment").json()["days"] == []
    client.force_login(cast.people["station_manager"])
    assert client.get("/api/trade/contracts").json() == []
    assert client.get(f"/api/trade/contracts/{contract.pk}").status_code == 404
