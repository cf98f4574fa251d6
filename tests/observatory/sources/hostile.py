"""A local server that misbehaves on request: each request takes the next behaviour of a script."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Script:
    """What is served, and how the next requests are answered; `asked` keeps the headers that came."""

    content: bytes
    etag: str | None = '"one"'
    behaviours: list["Behaviour"] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    content_type: str = "application/octet-stream"


Behaviour = Callable[["Handler", Script], None]


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with Range and If-Range, as the producers' servers understand them."""

    protocol_version = "HTTP/1.1"
    script: Script

    def do_GET(self) -> None:
        self.script.asked.append(dict(self.headers))
        behaviour = self.script.behaviours.pop(0) if self.script.behaviours else well
        behaviour(self, self.script)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def cut(self) -> None:
        self.wfile.flush()
        self.close_connection = True


def slice_of(handler: Handler, script: Script) -> tuple[int, int]:
    """Status and first byte for this request."""
    wanted = handler.headers.get("Range")
    if wanted and handler.headers.get("If-Range") in (None, script.etag):
        return 206, int(wanted.removeprefix("bytes=").rstrip("-"))
    return 200, 0


def headers_for(script: Script, status: int, start: int, length: int | None = None) -> dict[str, str]:
    total = len(script.content)
    headers = {
        "Content-Type": script.content_type,
        "Content-Length": str(total - start if length is None else length),
    }
    if script.etag:
        headers["ETag"] = script.etag
    headers["Last-Modified"] = "Mon, 02 Nov 2026 06:00:00 GMT"
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
    return headers


def well(handler: Handler, script: Script) -> None:
    """As it should be."""
    if script.etag and handler.headers.get("If-None-Match") == script.etag:
        handler.begin(304, {"ETag": script.etag})
        return
    status, start = slice_of(handler, script)
    if start >= len(script.content):
        handler.begin(416, {"Content-Range": f"bytes */{len(script.content)}", "Content-Length": "0"})
        return
    handler.begin(status, headers_for(script, status, start))
    handler.wfile.write(script.content[start:])


def cut_after(count: int) -> Behaviour:
    """Promise everything, send so many bytes, close."""

    def behave(handler: Handler, script: Script) -> None:
        status, start = slice_of(handler, script)
        handler.begin(status, headers_for(script, status, start))
        handler.wfile.write(script.content[start : start + count])
        handler.cut()

    return behave


def announce(length: int) -> Behaviour:
    """Lie about the length: send what was announced, which is short of the file."""

    def behave(handler: Handler, script: Script) -> None:
        handler.begin(200, headers_for(script, 200, 0, length))
        handler.wfile.write(script.content[:length])
        handler.cut()

    return behave


def answer(status: int, headers: dict[str, str] | None = None) -> Behaviour:
    """Answer a bare status."""

    def behave(handler: Handler, _: Script) -> None:
        handler.begin(status, {"Content-Length": "0"} | (headers or {}))

    return behave


def change_to(content: bytes, etag: str, then: Behaviour = well) -> Behaviour:
    """Publish a new edition, then answer."""

    def behave(handler: Handler, script: Script) -> None:
        script.content, script.etag = content, etag
        then(handler, script)

    return behave


def without_range(handler: Handler, script: Script) -> None:
    """Ignore Range."""
    handler.begin(200, headers_for(script, 200, 0))
    handler.wfile.write(script.content)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The address of the server while it runs."""
    handler = type("Scripted", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
