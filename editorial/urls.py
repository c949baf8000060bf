from django.urls import path, register_converter

from editorial import views


class YearConverter:
    """The year in which a school year begins."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "schoolyear")

app_name = "editorial"

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/<slug:slug>/", views.article, name="article"),
    path("events/", views.events, name="events"),
    path("events/past/<schoolyear:year>/", views.past_events, name="past_events"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("research/", views.research, name="research"),
    path("research/<slug:slug>/", views.report, name="report"),
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("pictures/<uuid:pk>-<int:width>.webp", views.picture, name="picture"),
]
