"""The server of the publishers: keeps connections alive, says nothing, spoils answers when told to."""

import socket
import struct
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.publishers import Answer, Fault, Publishers


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, publishers: Publishers) -> None:
        self.publishers = publishers
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections that clients keep alive."""
        for connection in list(self._open):
            self.shutdown_request(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        publishers = self.server.publishers
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen, fault = publishers.arrive(self.command, self.path, headers)
        try:
            publishers.pause(publishers.latency + fault.delay)
            if fault.reset:
                self._reset()
            else:
                self._send(fault.change(publishers.answer(seen)), fault)
        finally:
            publishers.leave()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _send(self, answer: Answer, fault: Fault) -> None:
        for early in fault.early:
            self.send_response_only(early)
            self.end_headers()
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault.drip:
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.server.publishers.pause(fault.drip)
        else:
            self.wfile.write(body[: fault.cut])
        self.close_connection = fault.cut is not None

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""
