"""Under /accounts/, before allauth's own addresses (sign-in, password, second factor)."""

from django.urls import path

from accounts.views import account, invitations, schools, team

app_name = "accounts"
urlpatterns = [
    path("", account.account, name="account"),
    path("details/", account.details, name="details"),
    path("second-factor/", account.choose_second_factor, name="second_factor"),
    path("my-data/", account.my_data, name="my_data"),
    path("delete/", account.delete, name="delete"),
    path("join/", schools.choose, name="choose_school"),
    path("join/<int:urn>/", schools.join, name="join"),
    path("schools/<int:urn>/leave/", schools.leave, name="leave"),
    path("schools/<int:urn>/team/", team.team, name="team"),
    path("schools/<int:urn>/team/invite/", team.invite, name="invite"),
    path("schools/<int:urn>/team/invitations/<int:pk>/withdraw/", team.withdraw, name="withdraw_invitation"),
    path("schools/<int:urn>/team/<int:pk>/verify/", team.verify, name="verify"),
    path("schools/<int:urn>/team/<int:pk>/refuse/", team.refuse, name="refuse"),
    path("schools/<int:urn>/team/<int:pk>/role/", team.role, name="role"),
    path("schools/<int:urn>/team/<int:pk>/remove/", team.remove, name="remove"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
