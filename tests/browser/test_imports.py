"""Bringing a file: what it is taken for, the question that must be answered, the refused rows."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, SignIn
from tests.browser.test_pages import PHONE, no_sideways_scroll

pytestmark = pytest.mark.browser

POUNDS = "TestId,BirthDate,TestDate,DIM,Parity,Milk\n" + "".join(
    f"7{n},2020-01-01,2024-03-{n + 1:02d},{60 + n},2,{64 + n}\n" for n in range(6)
)


def test_a_file_in_pounds_is_asked_about_and_taken_on_a_phone(
    page: Page, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in("farm_manager")
    page.set_viewport_size(PHONE)
    page.goto("/herd/imports")
    assert no_sideways_scroll(page)
    content = (POUNDS + "99,2020-01-01,2024-03-09,abc,2,70\n").encode()
    page.set_input_files("#file", {"name": "milk.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator("main")).to_contain_text("疑为磅")
    assert no_sideways_scroll(page)
    unit = page.locator("[id='unit:milk_kg']")
    assert unit.input_value() == ""
    page.get_by_role("button", name="确认并导入").click()
    assert unit.evaluate("it => it.validity.valueMissing")  # the browser itself asks for it
    unit.select_option("lb")
    page.get_by_role("button", name="重新预览").click()
    expect(page.locator("main")).to_contain_text("29.03")  # 64 lb
    page.get_by_role("button", name="确认并导入").click()
    expect(page.locator("main")).to_contain_text("不是数字")
    expect(page.locator("main .stat--ok")).to_contain_text("6")
    assert no_sideways_scroll(page)
    page.goto("/herd/imports")
    expect(page.locator("main")).to_contain_text("有退回")
    assert not complaints
