"""What every request must be, every response carries, and Django has no setting for."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

# What no page of the portal asks of a browser. Passkeys stay allowed for the portal itself.
REFUSED = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    ]
)


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add the Permissions-Policy header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", REFUSED)
        return response

    return middleware


def paths_of_text(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a path with a NUL in it as one that leads nowhere: PostgreSQL cannot even be asked for what it names."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware
