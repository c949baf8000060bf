import pytest
from agreements.tests.cast import agreed_mou
from agreements.drafts import progress_of, content_of

@pytest.mark.django_db
def test_it():
    mou = agreed_mou()
    p = progress_of(mou)
    print(content_of(mou))
    assert p.is_ready and p.agreed == p.total == 6
