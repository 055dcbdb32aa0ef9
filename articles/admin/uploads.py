"""The form for uploading files, and the list of uploads with their results."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles import intake, tasks
from articles.models import Upload
from articles.readers import READERS


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A form field for one or more files, which are cleaned into a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        # For no file, let Django check None: it says that a file is required.
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    articles = FilesField(
        label="Files",
        help_text=f"One or many; a zip may hold many, too. We read {', '.join(READERS)}.",
    )


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin[Upload]):
    list_display = ("name", "state", "added", "known", "refused", "uploaded_at")
    list_filter = ("state",)
    search_fields = ("name",)
    readonly_fields = (
        "name", "state", "added", "known", "what_was_refused", "file", "uploaded_at", "finished_at",
    )  # fmt: skip
    fields = readonly_fields
    actions = ("read_again",)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for upload in queryset:
            upload.delete()

    @admin.display(description="refused")
    def refused(self, upload: Upload) -> int:
        return len(upload.refusals)

    @admin.display(description="what could not be read")
    def what_was_refused(self, upload: Upload) -> SafeString | str:
        rows = ((one["name"], one["reason"]) for one in upload.refusals)
        return format_html_join("\n", "<p><b>{}</b>: {}</p>", rows) or "Nothing"

    @admin.action(description="Read the selected files again")
    def read_again(self, request: HttpRequest, uploads: Any) -> None:
        for upload in uploads:
            _queue(upload)
        self.message_user(request, "The files are waiting to be read again.")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            return redirect("admin:index")
        posted = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
        if posted and form.is_valid():
            for file in form.cleaned_data["articles"]:
                self._receive(request, file)
            return redirect(reverse("admin:articles_upload_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Upload articles",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/upload/add_form.html", context)

    def _receive(self, request: HttpRequest, file: UploadedFile[bytes]) -> None:
        with transaction.atomic():
            upload, new = intake.keep(file.name or "unnamed", file)
            _queue(upload)
        if new:
            self.log_addition(request, upload, "Uploaded")
            self.message_user(request, f"Received {file.name}. It is waiting to be read.")
        else:
            self.message_user(
                request,
                f"Received {file.name}, which we have already as {upload.name}. It is waiting "
                "to be read again, for articles that are missing.",
                messages.WARNING,
            )


def _queue(upload: Upload) -> None:
    transaction.on_commit(lambda: tasks.read_upload.enqueue(upload.pk))
