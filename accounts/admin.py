"""People and memberships in Django's admin."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import Membership

admin.site.register(Membership, SimpleHistoryAdmin)
