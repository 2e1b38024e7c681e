"""Send a small JSON message to an address of a chat program, without the ORM.

The address comes from a person, and the request from inside the company's network: it must not
reach what only this server can reach. Errors bear no address, since whoever knows it can post.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 10
MAX_TRIES = 8
_LONGEST_WAIT = 12 * 60
# Addresses that carry another one inside: what they end up at can't be told from them.
_TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class WebhookError(Exception):
    """``reason`` is ``url``, ``scheme``, ``private``, ``unknown``, ``timeout``, ``connection``,
    ``certificate`` or ``status``, the last with the HTTP ``status``."""

    def __init__(self, reason: str, status: int | None = None):
        super().__init__(reason)
        self.reason = reason
        self.status = status


def minutes_to_wait(tries: int) -> int:
    """Return the minutes until the next try, after so many that failed.

    >>> [minutes_to_wait(tries) for tries in range(1, 8)]
    [1, 4, 16, 64, 256, 720, 720]
    """
    return min(4 ** (tries - 1), _LONGEST_WAIT)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature with which the receiver knows the sender, and the age of a message.

    >>> sign("secret", "1700000000", b"{}")[:15]
    'sha256=b8569b78'
    """
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def escape(text: str) -> str:
    """Return text that a chat program shows as it is: nobody's words call a whole channel.

    >>> escape("<!channel> R&D")
    '&lt;!channel&gt; R&amp;D'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_public(address: str) -> bool:
    """Tell whether an IP address lies outside of any private network.

    >>> [is_public(a) for a in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1")]
    [False, False, False, False, False]
    >>> [is_public(a) for a in ("64:ff9b::7f00:1", "fe80::1%eth0", "224.0.0.1", "100.64.0.1", "0.0.0.0")]
    [False, False, False, False, False]
    >>> is_public("93.184.215.14"), is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    (True, True)
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in net for net in _TUNNELS if net.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def read_url(url: str, private: bool = False) -> SplitResult:
    """Check the form of an address, without asking anybody for it.

    :param private: addresses of this machine and its network are fine, and so is plain HTTP
    :raise WebhookError: ``url``, ``scheme`` or ``private``

    >>> read_url("https://hooks.example.com/a?b=c").hostname
    'hooks.example.com'
    >>> for url in ("http://example.com", "https://", "https://a:b@example.com", "https://10.0.0.1/", "x y"):
    ...     try:
    ...         read_url(url)
    ...     except WebhookError as error:
    ...         print(error.reason)
    scheme
    url
    url
    private
    url
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookError("url") from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or not parts.hostname or parts.username is not None or port == 0:
        raise WebhookError("url")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise WebhookError("scheme")
    try:
        public = is_public(parts.hostname)
    except ValueError:
        public = True  # a name; where it leads is looked up when something is sent
    if not public and not private:
        raise WebhookError("private")
    return parts


def post(url: str, body: bytes, headers: dict[str, str], private: bool = False, context=None) -> None:
    """Post ``body``; return only if the receiver took it (status 2xx).

    The name is looked up once, and the connection goes to an address that was checked: a name that
    leads elsewhere a moment later changes nothing. Redirects are not followed, nothing of the
    response is read but its status, and the whole takes no longer than ``TIMEOUT`` seconds, or
    twice that.

    :param private: see :func:`read_url`
    :param context: an ``ssl.SSLContext``; the system's authorities if absent
    :raise WebhookError: any of its reasons
    """
    parts = read_url(url, private)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _look_up(parts.hostname, port, private)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname, port, timeout=TIMEOUT, context=context or ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
    # The one way in which http.client opens its sockets, certificates being checked for the name.
    connection._create_connection = lambda _address, *args, **kwargs: socket.create_connection(
        (address, port), *args, **kwargs
    )
    watch = None
    try:
        connection.connect()
        watch = threading.Timer(TIMEOUT, _cut, [connection.sock])
        watch.daemon = True
        watch.start()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        status = connection.getresponse().status
    except TimeoutError:
        raise WebhookError("timeout") from None
    except ssl.SSLCertVerificationError:
        raise WebhookError("certificate") from None
    except (OSError, http.client.HTTPException):
        cut = watch is not None and watch.finished.is_set()
        raise WebhookError("timeout" if cut else "connection") from None
    finally:
        if watch:
            watch.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise WebhookError("status", status)


def _look_up(host: str, port: int, private: bool) -> str:
    """Return an address of ``host``; every one of them must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise WebhookError("unknown") from None
    addresses = [sockaddr[0] for *_rest, sockaddr in found]
    if not private and not all(map(is_public, addresses)):
        raise WebhookError("private")
    return addresses[0]


def _cut(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed
