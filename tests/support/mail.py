"""A real SMTP server that keeps what it is given."""

import contextlib
import email
import email.policy
import time

from aiosmtpd.controller import Controller

from dev import ports


class Mailbox:
    """What was delivered, in order: `messages` are EmailMessages, with `.recipients` and, as it came, `.source`."""

    def __init__(self):
        self.messages = []
        self.port = None
        # Set it to "451 try later", for example, to refuse from now on.
        self.refusal = None
        # By recipient: {"nobody@example.com": "550 No such user"}.
        self.refusals = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 Known"

    async def handle_DATA(self, _server, _session, envelope):
        if self.refusal:
            return self.refusal
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        message.recipients = list(envelope.rcpt_tos)
        message.source = envelope.original_content.decode(errors="replace")
        self.messages.append(message)
        return "250 Kept"

    def to(self, address):
        return [message for message in self.messages if address in message.recipients]

    def wait(self, count, seconds=30):
        """Wait until `count` messages have arrived, and give them all."""
        end = time.monotonic() + seconds
        while len(self.messages) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{len(self.messages)} of {count} mails arrived within {seconds} s")
            time.sleep(0.05)
        return self.messages


@contextlib.contextmanager
def serving(port=None):
    """A mailbox behind a port of its own, or a certain one, for the duration of the block."""
    mailbox = Mailbox()
    mailbox.port = port or ports.free()
    controller = Controller(mailbox, hostname=ports.HOST, port=mailbox.port, data_size_limit=2**26)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
