"""Refuses an upload above the limit while it arrives, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class BoundedUpload(FileUploadHandler):
    """Stops at the limit; the page then says how large a file may be."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any) -> None:
        """Look at the announced length first. The form's own fields take little room."""
        if content_length > settings.UPLOAD_LIMIT + 1024 * 1024:
            raise StopUpload(connection_reset=False)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives and pass it on."""
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the finished file to the next handler."""
        return
