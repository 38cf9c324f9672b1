from django.urls import path

from . import verification_views, views

urlpatterns = [
    path("workshops/<uuid:public_id>/certificates/", views.certificate_list, name="certificate_list"),
    path("workshops/<uuid:public_id>/certificates/progress/", views.certificate_progress, name="certificate_progress"),
    path("workshops/<uuid:public_id>/certificates/issue/", views.certificate_issue, name="certificate_issue"),
    path("registrations/<uuid:public_id>/certificate/", views.certificate_issue_one, name="certificate_issue_one"),
    path("documents/", views.my_documents, name="my_documents"),
    path("documents/<uuid:public_id>/", views.document_download, name="document_download"),
    path("documents/<uuid:public_id>/revoke/", views.certificate_revoke, name="certificate_revoke"),
    path("documents/<uuid:public_id>/supersede/", views.certificate_supersede, name="certificate_supersede"),
    path("verify/", verification_views.verify, name="verify"),
    path("verify/<str:code>/", verification_views.verify_code, name="verify_code"),
]
