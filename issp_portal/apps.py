"""The top floor: it knows every app, and no app knows it."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "issp_portal"
    verbose_name = "ISSP Portal"


class PortalAdminConfig(AdminConfig):
    """Django's own admin, behind the portal's sign-in and second factor, with the moderation queues first."""

    default_site = "issp_portal.admin_site.PortalAdminSite"
