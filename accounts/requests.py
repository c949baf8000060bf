"""A request of somebody signed in, for views that LoginRequiredMiddleware keeps from everybody else."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: Django makes plain requests, and the middleware sees to it that `user` is a person."""

    user: User
