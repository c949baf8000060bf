"""Which addresses show where somebody works."""

import pytest

from accounts.domains import domain_of, proves, says_nothing


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("a@School.SCH.uk", "school.sch.uk"),
        ('"a@b"@school.example', "school.example"),
        ("nobody", ""),
        ("", ""),
        ("a@school.example.", "school.example"),
    ],
)
def test_the_domain_of_an_address(email, domain):
    assert domain_of(email) == domain


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "mail.yahoo.com",
        "btinternet.com",
        "calderby.wixsite.com",
        "lbbd.gov.uk",
        "lgfl.net",
        "sch.uk",
        "uk",
        "",
    ],
)
def test_these_say_nothing(domain):
    assert says_nothing(domain)


@pytest.mark.parametrize(
    "domain", ["brackenfold.calderby.sch.uk", "thornmere.org.uk", "notgmail.com", "gmail.com.example"]
)
def test_these_say_where(domain):
    assert not says_nothing(domain)


@pytest.mark.parametrize(
    ("email", "school", "shown"),
    [
        ("a@brackenfold.example", "brackenfold.example", True),
        ("a@BRACKENFOLD.example", "Brackenfold.example", True),
        ("a@students.brackenfold.example", "brackenfold.example", False),
        ("a@brackenfold.example.evil.example", "brackenfold.example", False),
        ("a@evilbrackenfold.example", "brackenfold.example", False),
        ("a@gmail.com", "gmail.com", False),
        ("a@mail.example", "", False),
        ("", "", False),
    ],
)
def test_equal_and_not_below(email, school, shown):
    assert proves(email, school) is shown
