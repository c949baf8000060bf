from collections.abc import Iterator

from core.jobs import Outcome, run_purges
from issp_portal.management.job_command import JobCommand


class Command(JobCommand):
    help = (
        "Delete what the privacy notice promises to keep no longer. Run it once a day. Ends with an error if a job "
        "failed; the others have run."
    )

    def outcomes(self) -> Iterator[Outcome]:
        return run_purges()
