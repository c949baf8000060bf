"""Following a topic, a region or a case study; how often to hear of it; stopping."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest, way_back
from casestudies.actions.following import choose_pace, choose_topics, follow, unfollow
from casestudies.actions.talk import is_public
from casestudies.following import Topic, find_topic, pace_of, topic_of, user_of_stop
from casestudies.forms.following import FollowingForm
from casestudies.models import CaseStudy, DigestChoice, Follow
from core.errors import ActionRefused


@require_http_methods(["GET", "HEAD", "POST"])
def following(request: SignedInRequest) -> HttpResponse:
    """What this person follows, what they could, and how often they are written to."""
    mine = list(Follow.objects.of(request.user).select_related("activity", "subject", "case_study__edition"))
    now = {
        "pace": pace_of(request.user),
        "subjects": [one.subject.slug for one in mine if one.subject],
        "activities": [one.activity.slug for one in mine if one.activity],
        "regions": [one.region for one in mine if one.region],
    }
    form = FollowingForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        try:
            choose_topics(chosen=form.chosen, pace=form.cleaned_data["pace"], by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved. We write when there is something new.")
            return redirect("casestudies:following")
    context = {
        "form": form,
        "case_studies": [topic_of(one) for one in mine if one.case_study],
        "heading": "What you follow",
        "lede": "We write when a case study is published or changed, copied or talked about, and once a week at most "
        "while a step of a plan of yours is due.",
        "back_url": reverse("accounts:account"),
    }
    return render(request, "casestudies/following/following.html", context)


@require_POST
def start(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Follow a topic."""
    topic = _topic_or_404(kind, slug)
    if isinstance(topic.thing, CaseStudy) and not is_public(topic.thing):
        raise Http404
    try:
        follow(topic=topic, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"You follow {topic.words}. We write when there is something new.")
    return HttpResponseRedirect(way_back(request) or reverse("casestudies:following"))


@require_POST
def end(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Stop following a topic."""
    topic = _topic_or_404(kind, slug)
    unfollow(topic=topic, by=request.user)
    messages.success(request, f"You no longer follow {topic.words}.")
    return HttpResponseRedirect(way_back(request) or reverse("casestudies:following"))


@csrf_exempt  # a mail program's own button posts here (RFC 8058); the signed address is what lets it in
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the digest by the link in it, without signing in. Opening it changes nothing: mail scanners open links."""
    user = user_of_stop(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        choose_pace(pace=DigestChoice.Pace.NEVER, by=user)
    stopped = pace_of(user) == DigestChoice.Pace.NEVER
    return render(request, "casestudies/following/stop.html", {"stopped": stopped})


def _topic_or_404(kind: str, slug: str) -> Topic:
    topic = find_topic(kind, slug)
    if topic is None:
        raise Http404
    return topic
