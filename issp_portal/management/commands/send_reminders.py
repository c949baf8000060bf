from collections.abc import Iterator

from core.jobs import Outcome, run_reminders
from issp_portal.management.job_command import JobCommand


class Command(JobCommand):
    help = (
        "Send every reminder that is due or overdue, and let lapse what is out of date. Run it once a day or more "
        "often: nothing is sent twice, and a day that was missed is made up. Ends with an error if a job failed; the "
        "others have run."
    )

    def outcomes(self) -> Iterator[Outcome]:
        return run_reminders()
