"""Every door of the platform; each is also a line of the permission table."""

urlpatterns: list = []
