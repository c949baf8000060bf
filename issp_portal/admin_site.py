"""Django's admin, with the portal's own sign-in in front of it."""

from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    site_header = "ISSP Portal: Forum staff"
    site_title = "ISSP Portal"
    index_title = "What waits for Forum staff"
    site_url = "/"
