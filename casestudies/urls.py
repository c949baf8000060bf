from django.urls import URLPattern

app_name = "casestudies"

# Each journey has its block; its views are in the file of the same name in views/. What does not begin with a slug
# comes first, and its first word is never given to a case study as a slug (RESERVED in casestudies/editions.py).
writing: list[URLPattern] = []
media: list[URLPattern] = []
finding: list[URLPattern] = []
following: list[URLPattern] = []
replicating: list[URLPattern] = []
talking: list[URLPattern] = []
reading: list[URLPattern] = []
urlpatterns = writing + media + finding + following + replicating + talking + reading
