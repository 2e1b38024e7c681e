"""Mails that say that another one has come back, as mail servers write them; names are invented.

Each is a template for ``str.format`` with ``message_id`` (of what came back), ``bare_id`` and ``to``.
"""

_REPORT = """From: {sender}
To: {{to}}
Subject: {subject}
Message-Id: <{serial}@relay.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

{text}

--B
Content-Type: {report_type}

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; ann@launching.example.com
{fields}

--B
Content-Type: {original_type}

{original}

--B--
"""

_EXIM = """From: Mail Delivery System <Mailer-Daemon@relay.example>
To: {{to}}
X-Failed-Recipients: ann@launching.example.com
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender
Message-Id: <{serial}@relay.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@launching.example.com
    {said}

------ This is a copy of the message, including all the headers. ------

Message-Id: {{message_id}}
Subject: Hello
"""
_QMAIL = """From: MAILER-DAEMON@relay.example
To: {{to}}
Subject: failure notice
Message-Id: <{serial}@relay.example>

Hi. This is the qmail-send program at relay.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ann@launching.example.com>:
{said}

--- Below this line is a copy of the message.

Return-Path: <bounce@in.launching.example.com>
Message-ID: {{message_id}}
Subject: Hello
"""


def _report(serial, fields, sender="MAILER-DAEMON@relay.example (Mail Delivery System)", **parts):
    return _REPORT.format(
        serial=serial,
        fields=fields,
        sender=sender,
        **{
            "subject": "Undelivered Mail Returned to Sender",
            "text": "I'm sorry to have to inform you that your message could not be delivered.",
            "report_type": "message/delivery-status",
            "original_type": "text/rfc822-headers",
            "original": "Message-Id: {message_id}\nTo: ann@launching.example.com\nSubject: Hello",
            **parts,
        },
    )


_GONE = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user"

# {who writes so: (the mail, what is to be read of it)}
BOUNCES = {
    "Postfix": (_report("p1", _GONE), "550 5.1.1 No such user"),
    "without words": (_report("p2", "Action: failed\nStatus: 5.1.1"), "5.1.1"),
    "whole mail": (
        _report(
            "p3",
            _GONE,
            original_type="message/rfc822",
            original="Message-Id: {message_id}\nTo: ann@launching.example.com\nContent-Type: text/plain\n\nHello",
        ),
        "5.1.1",
    ),
    "expired after days": (
        _report("p4", "Action: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 421 4.4.7 Retry time expired"),
        "4.4.7",
    ),
    "mailbox full": (_report("p5", "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Full"), "5.2.2"),
    "no action": (_report("p6", "Status: 5.1.10 (bad destination mailbox address)"), "5.1.10"),
    "second of two": (
        _report(
            "p7",
            "Action: relayed\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; other@b.example\n" + _GONE,
        ),
        "5.1.1",
    ),
    "Microsoft 365": (
        _report(
            "m1",
            "Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; "
            "Recipient not found by SMTP address lookup",
            sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@launching.example.com>",
            subject="Undeliverable: Hello",
            original="Message-ID: <own@prod.outlook.com>\nX-Microsoft-Original-Message-ID: {message_id}",
        ),
        "5.1.10",
    ),
    "Gmail": (
        _report(
            "g1",
            "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to\n"
            " reach does not exist.",
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            subject="Delivery Status Notification (Failure)",
            original="Subject: Hello",
        ).replace("Auto-Submitted", "In-Reply-To: {message_id}\nReferences: {message_id}\nAuto-Submitted"),
        "does not exist",
    ),
    "folded id": (
        _report("f1", _GONE, original="Message-ID:\n {message_id}\nTo: ann@launching.example.com"),
        "5.1.1",
    ),
    "letters in addresses": (
        _report("i1", _GONE, report_type="message/global-delivery-status", original_type="message/global-headers"),
        "5.1.1",
    ),
    "Windows line ends": (_report("w1", _GONE).replace("\n", "\r\n"), "5.1.1"),
    "qmail": (_QMAIL.format(serial="q1", said="Sorry, no mailbox here by that name. (#5.1.1)"), "no mailbox here"),
    "qmail, after a cause that was temporary": (
        _QMAIL.format(
            serial="q2",
            said="Connected to 192.0.2.7 but greeting failed.\nRemote host said: 421 4.3.2 Temporary trouble; later\n"
            "I'm not going to try again; this message has been in the queue too long.",
        ),
        "4.3.2 Temporary trouble; later",
    ),
    "Exim": (
        _EXIM.format(
            serial="E1",
            said="host mx.launching.example.com [192.0.2.7]\n"
            "    SMTP error from remote mail server after RCPT TO:<ann@launching.example.com>:\n"
            "    550 Unrouteable address",
        ),
        "550 Unrouteable address",
    ),
    "Exim, after a cause that was temporary": (
        _EXIM.format(serial="E2", said="retry timeout exceeded; the host is temporarily unavailable"),
        "retry timeout exceeded",
    ),
    "Exim, greylisted to the end": (
        _EXIM.format(serial="E3", said="451 4.7.1 Greylisted: delayed, try again later: retry timeout exceeded"),
        "4.7.1 Greylisted",
    ),
    "headed as failed": (
        _EXIM.format(serial="E4", said="host is temporarily unavailable").replace(" This is a permanent error.", ""),
        "could not be delivered",
    ),
    "nothing but HTML": (
        """From: Mail Delivery Subsystem <mailer-daemon@relay.example>
To: {to}
Subject: Undeliverable: Hello
Message-Id: <h1@relay.example>
Content-Type: text/html; charset=utf-8

<html><head><title>x</title><style>p {{ width: 550px; }}</style></head><body>
<p>Your message could not be delivered to <b>ann@launching.example.com</b>.</p>
<p>550&nbsp;5.1.1 &lt;ann@launching.example.com&gt;: <i>User unknown</i></p>
<table><tr><td><b>Message-ID:</b></td><td>&lt;{bare_id}&gt;</td></tr></table>
</body></html>
""",
        "550 5.1.1 <ann@launching.example.com>: User unknown",
    ),
}

NO_BOUNCES = {
    "delayed": _report(
        "d1",
        "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; connection timed out",
        subject="Delayed Mail (still being retried)",
    ),
    "delivered": _report("d2", "Action: delivered\nStatus: 2.0.0"),
    "relayed": _report("d3", "Action: relayed\nStatus: 2.0.0"),
    "expanded": _report("d4", "Action: expanded\nStatus: 2.0.0"),
    "no action and passing": _report("d5", "Status: 4.2.2"),
    "read receipt": """From: Ann <ann@launching.example.com>
To: {to}
Subject: Read: Hello
Message-Id: <r1@launching.example.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="B"

--B
Content-Type: text/plain

Your message was read. Not read messages could not be delivered.

--B
Content-Type: message/disposition-notification

Original-Message-ID: {message_id}
Disposition: manual-action/MDN-sent-manually; displayed

--B
Content-Type: text/rfc822-headers

Message-Id: {message_id}

--B--
""",
    "complaint": """From: MAILER-DAEMON@relay.example
To: {to}
Subject: complaint
Message-Id: <c1@relay.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an abuse report; delivery failed to please.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse

--B
Content-Type: message/rfc822

Message-Id: {message_id}

--B--
""",
    "absence note": """From: Ann <ann@launching.example.com>
To: {to}
Subject: Automatic reply: Hello
Auto-Submitted: auto-replied
In-Reply-To: {message_id}
Message-Id: <a1@launching.example.com>

I am permanently away. Dial 550. Mails to bob that could not be delivered are lost.
""",
    "Exim's warning": """From: Mail Delivery System <Mailer-Daemon@relay.example>
To: {to}
Subject: Warning: message 1abc-0001 delayed 24 hours
Message-Id: <x1@relay.example>

A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours.
No action is required on your part. Delivery attempts will continue for some time.

    ann@launching.example.com
    Delay reason: 550 5.1.1 not now

Message-Id: {message_id}
""",
    "sendmail's warning": """From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example>
To: {to}
Subject: Warning: could not send message for past 4 hours
Message-Id: <s1@relay.example>

    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<ann@launching.example.com>

   ----- Transcript of session follows -----
451 This is not a permanent error; could not be delivered now
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old

Message-Id: {message_id}
""",
}
