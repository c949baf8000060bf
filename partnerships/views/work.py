"""Tasks, notes and files of a partnership."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from core.errors import ActionRefused, Changed
from core.forms import PortalForm
from core.uploads import MIME, download_name, given_out, takes_file
from partnerships.actions import work as actions
from partnerships.forms.work import ChangeNoteForm, ChangeTaskForm, FileForm, NoteForm, TaskForm, initial_of
from partnerships.models import KeptFile, Note, Partner, Partnership, Task
from partnerships.rules import may_write
from partnerships.views.workspace import partnership_for
from partnerships.work import (
    DUE_IN,
    PER_PAGE,
    Seen,
    file_rows,
    note_rows,
    people_of,
    present_in,
    private_of,
    rows_of,
    written_for,
)
from partnerships.workspace import tabs_of

LATEST = 50  # ticked or taken out: among them an undo finds its row
LONGEST_ADDRESS = 1000


# --- Tasks
@never_cache
@require_safe
def tasks(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is to do, the earliest due first; only mine, or what is done, where the address says so."""
    found = partnership_for(request, pk)
    show = request.GET.get("show", "")
    lists = {
        "": found.tasks.to_do(),
        "mine": found.tasks.to_do().owned_by(request.user),
        "done": found.tasks.done(),
    }
    shown = show if show in lists else ""
    page = Paginator(lists[shown].select_related("partner__school"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "partnership": found,
        "tabs": tabs_of(found, request.user),
        "page": page,
        "rows": rows_of(list(page), people_of(present_in(found)), request.user),
        "show": shown,
        "counts": {name or "to_do": tasks.count() for name, tasks in lists.items()},
        "may_write": may_write(request.user, found),
        "undo": _undo(request, "done", found.tasks.done(), title="Done", to="partnerships:task_not_done")
        or _undo(request, "removed", found.tasks.removed(), title="Removed", to="partnerships:restore_task"),
    }
    return render(request, "partnerships/work/tasks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another task, for two weeks from now unless somebody says otherwise."""
    found = _written_or_404(request, pk)
    first = {"due_on": timezone.localdate() + DUE_IN}
    form = TaskForm(_posted(request), initial=first, people=people_of(present_in(found)))
    if form.is_valid():
        try:
            actions.add_task(partnership=found, by=request.user, **form.values)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Task added.")
            return redirect("partnerships:tasks", pk)
    return _form_page(request, found, form, "Add a task", "tasks")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_task(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """What, who and when; of two people at once the second sees the first one's words beside their own."""
    found = _written_or_404(request, pk)
    changed = get_object_or_404(_tasks_of(request, found).standing().select_related("partner__school"), pk=task)
    people = people_of(present_in(found))
    (row,) = rows_of([changed], people, request.user)
    form = ChangeTaskForm(_posted(request), initial=initial_of(row), people=people)
    theirs = None
    if form.is_valid():
        try:
            actions.change_task(task=changed, by=request.user, **form.values)
        except Changed as refused:
            changed.refresh_from_db()
            (theirs,) = rows_of([changed], people, request.user)
            form.add_error(None, str(refused))
            form.take_newer(changed)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("partnerships:tasks", pk)
    return _form_page(request, found, form, "Change the task", "tasks", theirs_task=theirs)


@require_POST
def task_done(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """Tick it; the next page offers to undo that."""
    return _act_on_task(request, pk, task, actions.finish_task, undo="done")


@require_POST
def task_not_done(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """It is not done yet, after all."""
    return _act_on_task(request, pk, task, actions.reopen_task)


@require_POST
def remove_task(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """Take it out; the next page offers to undo that."""
    return _act_on_task(request, pk, task, actions.remove_task, undo="removed")


@require_POST
def restore_task(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """Undo of "Remove"."""
    return _act_on_task(request, pk, task, actions.restore_task)


# --- Notes
@never_cache
@require_safe
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those of all schools, and those that this person's school keeps to itself, newest first."""
    found = partnership_for(request, pk)
    page = Paginator(private_of(Note, found, request.user), PER_PAGE).get_page(request.GET.get("page"))
    mine = written_for(found, request.user)
    context = {
        "partnership": found,
        "tabs": tabs_of(found, request.user),
        "page": page,
        "rows": note_rows(list(page), present_in(found), mine),
        "may_write": bool(mine),
        "undo": _undo(
            request,
            "removed",
            _kept_of(request, Note, pk).removed(),
            title="Removed",
            to="partnerships:restore_note",
        ),
    }
    return render(request, "partnerships/work/notes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who will see it first, then the words. The address may name the school it is for: `for`."""
    found = _written_or_404(request, pk)
    form = NoteForm(_posted(request), initial={"who": request.GET.get("for", "")}, **_audiences(request, found))
    if form.is_valid():
        try:
            note = actions.add_note(words=form.cleaned_data["words"], by=request.user, **form.audience)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Note saved. {Seen(note.only, present_in(found)).sentence}")
            return redirect("partnerships:notes", pk)
    return _form_page(request, found, form, "Add a note", "notes")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_note(request: SignedInRequest, pk: int, note: int) -> HttpResponse:
    """The words; of two people at once the second sees the first one's beside their own."""
    found = partnership_for(request, pk)
    kept = _kept_of(request, Note, pk).standing().select_related("only__school")
    changed = get_object_or_404(kept, pk=note)
    form = ChangeNoteForm(_posted(request), initial={"words": changed.words, "version": changed.version})
    theirs = None
    if form.is_valid():
        try:
            actions.change_note(note=changed, by=request.user, **form.cleaned_data)
        except Changed as refused:
            changed.refresh_from_db()
            theirs = changed
            form.add_error(None, str(refused))
            form.take_newer(changed)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("partnerships:notes", pk)
    seen = Seen(changed.only, present_in(found))
    return _form_page(request, found, form, "Change the note", "notes", theirs_note=theirs, seen=seen)


@require_POST
def remove_note(request: SignedInRequest, pk: int, note: int) -> HttpResponse:
    """Take it out; the next page offers to undo that."""
    return _act_on_note(request, pk, note, actions.remove_note, undo="removed")


@require_POST
def restore_note(request: SignedInRequest, pk: int, note: int) -> HttpResponse:
    """Undo of "Remove"."""
    return _act_on_note(request, pk, note, actions.restore_note)


# --- Files
@never_cache
@require_safe
def files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those of all schools, and those that this person's school keeps to itself, newest first."""
    found = partnership_for(request, pk)
    page = Paginator(private_of(KeptFile, found, request.user), PER_PAGE).get_page(request.GET.get("page"))
    mine = written_for(found, request.user)
    context = {
        "partnership": found,
        "tabs": tabs_of(found, request.user),
        "page": page,
        "rows": file_rows(list(page), present_in(found), mine),
        "may_write": bool(mine),
        "most": actions.MOST_FILES,
        "undo": _undo(
            request,
            "removed",
            _kept_of(request, KeptFile, pk).removed(),
            title="Removed",
            to="partnerships:restore_file",
        ),
    }
    return render(request, "partnerships/work/files.html", context)


@takes_file
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who will see it first, then the file and its title."""
    found = _written_or_404(request, pk)
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = FileForm(**sent, initial={"key": uuid.uuid4()}, **_audiences(request, found))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_file(file=data["file"], title=data["title"], key=data["key"], by=request.user, **form.audience)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "File added.")
            return redirect("partnerships:files", pk)
    return _form_page(request, found, form, "Add a file", "files")


@require_POST
def remove_file(request: SignedInRequest, pk: int, file: uuid.UUID) -> HttpResponse:
    """Take it out; the next page offers to undo that."""
    return _act_on_file(request, pk, file, actions.remove_file, undo="removed")


@require_POST
def restore_file(request: SignedInRequest, pk: int, file: uuid.UUID) -> HttpResponse:
    """Undo of "Remove"."""
    return _act_on_file(request, pk, file, actions.restore_file)


@require_safe
def file(request: SignedInRequest, pk: int, file: uuid.UUID, name: str) -> FileResponse:
    """A file, always to be saved and never shown in the page. What it is called is ours: `name` plays no part."""
    found = partnership_for(request, pk)
    offered = get_object_or_404(KeptFile.objects.visible_to(request.user).standing(), partnership=found, pk=file)
    response = given_out(
        offered.file.name,
        public=False,
        content_type=MIME[offered.kind],
        as_attachment=True,
        filename=download_name(offered.title, offered.kind),
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# --- What they share
def _written_or_404(request: SignedInRequest, pk: int) -> Partnership:
    return get_object_or_404(Partnership.objects.written_by(request.user), pk=pk)


def _tasks_of(request: SignedInRequest, partnership: Partnership) -> Any:
    return Task.objects.visible_to(request.user).filter(partnership=partnership)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _audiences(request: SignedInRequest, partnership: Partnership) -> dict[str, list[Partner]]:
    """Who may be let in, for the forms that ask."""
    return {"mine": written_for(partnership, request.user), "partners": present_in(partnership)}


def _undo(request: SignedInRequest, word: str, those: Any, *, title: str, to: str) -> dict[str, str] | None:
    """What the address says was ticked or taken out a moment ago, and where to POST to undo it. `those`: the latest."""
    key = request.GET.get(word, "")
    row = next((row for row in those[:LATEST] if str(row.pk) == key), None) if key else None
    return {"title": f"{title}: “{row}”", "url": reverse(to, args=[row.partnership_id, row.pk])} if row else None


def _act_on_task(request: SignedInRequest, pk: int, task: int, act: Any, *, undo: str = "") -> HttpResponse:
    one = get_object_or_404(_tasks_of(request, partnership_for(request, pk)), pk=task)
    return _acted(request, lambda: act(task=one, by=request.user), "tasks", pk, {undo: str(one.pk)} if undo else {})


def _act_on_note(request: SignedInRequest, pk: int, note: int, act: Any, *, undo: str = "") -> HttpResponse:
    one = get_object_or_404(_kept_of(request, Note, pk), pk=note)
    return _acted(request, lambda: act(note=one, by=request.user), "notes", pk, {undo: str(one.pk)} if undo else {})


def _act_on_file(request: SignedInRequest, pk: int, file: uuid.UUID, act: Any, *, undo: str = "") -> HttpResponse:
    one = get_object_or_404(_kept_of(request, KeptFile, pk), pk=file)
    return _acted(request, lambda: act(file=one, by=request.user), "files", pk, {undo: str(one.pk)} if undo else {})


def _kept_of(request: SignedInRequest, model: type[Note] | type[KeptFile], pk: int) -> Any:
    """The notes or files of the partnership that this person may change."""
    return model.objects.visible_to(request.user).kept_by(request.user).filter(partnership=pk)


def _acted(request: SignedInRequest, act: Any, page: str, pk: int, undo: dict[str, str]) -> HttpResponse:
    """Back to the list as it was left: of its address only the words that we know are taken."""
    left = QueryDict(request.POST.get("back", "")[:LONGEST_ADDRESS])
    words = {word: left[word] for word in ("show", "page") if word in left}
    try:
        act()
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        words |= undo
    query = f"?{urlencode(words)}" if words else ""
    return redirect(f"{reverse(f'partnerships:{page}', args=[pk])}{query}")


def _form_page(
    request: SignedInRequest, partnership: Partnership, form: PortalForm, heading: str, page: str, **more: Any
) -> HttpResponse:
    """A page with a form; the way back is the list `page`."""
    back_url = reverse(f"partnerships:{page}", args=[partnership.pk])
    context = {"form": form, "heading": heading, "caption": str(partnership), "back_url": back_url, **more}
    return render(request, "partnerships/work/form.html", context)
