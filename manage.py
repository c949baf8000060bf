#!/usr/bin/env python
"""Django's command line for the portal. `bin/manage` runs it in the environment that the other scripts share."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "issp_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
