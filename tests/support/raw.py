"""A client that sends what it is told, byte by byte, whether HTTP allows it or not."""

import contextlib
import socket
from urllib.parse import urlsplit

_SECONDS = 60


def send(url, method, target, headers, body):
    """Send one request on a connection of its own; gives the status and the whole answer.

    A status of 0 means that the server closed the connection without an answer.

    :raise TimeoutError: the server neither answers nor closes the connection
    """
    address = urlsplit(url)
    head = [f"{method} {target} HTTP/1.1", f"Host: {address.netloc}", "Connection: close"]
    head += [f"{name}: {value}" for name, value in headers]
    head.append(f"Content-Length: {len(body)}")
    # A server may answer, and close, before it has read all.
    with socket.create_connection((address.hostname, address.port), _SECONDS) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall("\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + body)
            # Werkzeug reads on after its answer, until it is told that nothing more comes.
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                answer += piece
    first = answer.split(b"\r\n", 1)[0].split(b" ")
    return (int(first[1]) if len(first) > 1 and first[1].isdigit() else 0), answer
