"""Forms: `sign_in` for django-allauth's pages, `people` for our own."""
