"""Every page in a real browser: no console message, nothing for axe to find, nothing wider than a phone."""

import pytest

pytestmark = [pytest.mark.one_database]

PASSWORD = "lokakarya-demo"
COORDINATOR = "dewi@demo.example"
PAGES = [
    "/",
    "/workshops/",
    "/proposals/",
    "/proposals/new/",
    "/agreements/",
    "/schedule/",
    "/schedule/rooms/",
    "/schedule/bookings/",
    "/assignments/",
    "/calendar/",
    "/documents/",
    "/season/import/",
    "/programmes/demonstrasi/plan/",
    "/demo/mail/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]
OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/verify/", "/verify/BUKAN-KODE/", "/tidak-ada/"]
FIRST = {  # follow the first link of a list to the page about one thing
    "workshop": ("/workshops/?state=closed", "table.list th a"),
    "open workshop": ("/workshops/?state=open", "table.list th a"),
    "proposal": ("/proposals/?state=in_review", "table.list th a"),
    "agreement": ("/agreements/?show=all", "table.list th a"),
    "draft": ("/programmes/demonstrasi/plan/", ".todo a.btn"),
}
BEHIND = ["participants/", "attendance/", "certificates/"]


def judge(page, path: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = (
        Axe()
        .run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        .response["violations"]
    )
    complaints = [f"{path}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        complaints.append(f"{path}: wider than the screen")
    return complaints


@pytest.mark.parametrize(("width", "language"), [(1280, "id"), (375, "en")])
def test_every_page_is_sound(open_page, width, language):
    complaints = []
    anybody = open_page(width=width, language=language)
    for path in OPEN_PAGES:
        anybody.goto(path)
        complaints += judge(anybody, path)
    coordinator = open_page(COORDINATOR, PASSWORD, width=width, language=language)
    for path in PAGES:
        answer = coordinator.goto(path)
        assert answer.status == 200, path
        complaints += judge(coordinator, path)
    for name, (path, link) in FIRST.items():
        coordinator.goto(path)
        coordinator.goto(coordinator.locator(link).first.get_attribute("href"))
        complaints += judge(coordinator, name)
        if name == "workshop":
            base = coordinator.url
            for behind in BEHIND:
                coordinator.goto(base + behind)
                complaints += judge(coordinator, behind)
    assert complaints == []


def test_the_menu_opens_on_a_phone_and_by_keyboard(open_page):
    page = open_page(COORDINATOR, PASSWORD, width=375)
    assert not page.is_visible("nav.main")
    page.focus("[data-toggle=main-nav]")
    page.keyboard.press("Enter")
    assert page.is_visible("nav.main")
    page.click("nav.main a >> nth=1")
    page.wait_for_url("**/workshops/")


def test_dark_mode_is_as_sound(browser, site):
    context = browser.new_context(color_scheme="dark", base_url=site.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    assert judge(page, "dark sign-in") == []
    page.fill("input[name=login]", COORDINATOR)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/")
    complaints = []
    for path in ("/", "/schedule/rooms/", "/workshops/", "/assignments/"):
        page.goto(path)
        complaints += judge(page, f"dark {path}")
    context.close()
    assert complaints == []
