"""What somebody wrote in a mail, without what came along with it."""

import re

from .mail_fold import cut, fold
from .mail_html import PICTURE, Line, read_html
from .mail_quote import find_own, is_only_quotation, tidy
from .mail_signature import strip_signature
from .mail_traces import Traces
from .mail_words import is_sent_from
from .secret_link import HIDDEN, hide_links
from .typed_text import COMMENT_LIMIT, clean_text

# "Re:" and "Fwd:" in the languages of mail programs, as ``fold`` returns them.
_REPLY = re.compile(
    r"(?:\[[^\]]{1,30}\]\s*)*(?:re|aw|antw|antwort|fw|fwd|wg|sv|vs|vb|vl|ref|rv|tr|rif|res|enc|odp|pd|ynt|ilt|va|"
    r"bls|trs|doorst|tl|i|r|"
    r"σχετ|απ|πρθ|ha|отв|ответ|пересл|от|на|від|回复|回覆|答复|答覆|转发|轉寄|轉發|返信|転送|회신|답장|전달|tra "
    r"loi|chuyen tiep|balas|teruskan|رد|"
    r"اعادة توجيه|תשובה|השב|הועבר|ตอบ|ตอบกลับ|ส่งต่อ)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]"
)


def own_words(body: str, traces: Traces) -> tuple[str, bool]:
    """Return the own words of the HTML of a mail, and whether a picture stands among them.

    Nothing quoted, no signature, no personal link, and nothing by which the sender is known.

    >>> traces = Traces(["Mali Suk"], ["mali@x.example"], ["launch@x.example"])
    >>> def own(text):
    ...     return own_words(f"<pre>{text}</pre>", traces)[0]
    >>> own("It is slow.\\n\\nOn Thursday, Our Company wrote:\\n&gt; How did it go?\\n\\nI, Mali, wait.")
    'It is slow.\\n\\nI, …, wait.'
    >>> own("Too many clicks\\n-- \\nMali Suk\\nTel. 02 123"), own("mali@x.example"), own("Mali")
    ('Too many clicks', '', '')
    >>> own("See https://odoo.example.com/rollout/feedback/AbC?lang=en_US here")
    'See … here'
    >>> len(own("x" * 9000)) == COMMENT_LIMIT
    True
    >>> own_words('<p>So:<img src="cid:1"></p>', traces)
    ('So:', True)
    """
    lines = tidy(_hide_links(read_html(body)))
    runs = [run for run in find_own(lines, traces) if any(line.strip() for line in run)]
    runs = [strip_signature(run, traces, len(runs) == 1) for run in runs]
    text = "\n\n".join("\n".join(run).strip("\n") for run in runs if any(line.strip() for line in run))
    own = _guard(clean_text(text.replace(PICTURE, "")), traces)
    return own if len(own) <= COMMENT_LIMIT else own[: COMMENT_LIMIT - 1] + HIDDEN, PICTURE in text


def held_words(body: str, traces: Traces) -> bool:
    """Tell of a mail of which :func:`own_words` leaves nothing whether somebody may have written in it.

    >>> traces = Traces(["Mali Suk"], texts=["How did your work go this week?"])
    >>> texts = "Mali", "&gt; How did", "Sent from my iPhone\\n&gt; a", ""
    >>> [held_words(f"<pre>{text}</pre>", traces) for text in texts]
    [True, False, False, False]
    """
    lines = tidy(_hide_links(read_html(body)))
    own = [line for run in find_own(lines, traces) for line in run if line.strip()]
    return any(not is_sent_from(line) for line in own) or not (own or is_only_quotation(lines, traces))


def _hide_links(lines: list[Line]) -> list[Line]:
    if not lines:
        return []
    texts = hide_links("\n".join(line.text for line in lines)).split("\n")
    return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]


def _guard(text: str, traces: Traces) -> str:
    """Take out what is known, wherever it stands, and the lines of which nothing is left."""
    text = cut(text, traces.find_our_texts(text), "")
    kept = [
        line.rstrip()
        for line in hide_links(traces.hide(text)).split("\n")
        if HIDDEN not in line or any(character.isalnum() for character in line)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def own_subject(subject: str, is_reply: bool, traces: Traces) -> str:
    """Return a subject, or nothing where it is that of the mail which was answered.

    >>> traces = Traces(["Mali Suk"], texts=["Narwa: how did your work go this week?"])
    >>> own_subject("Printing fails, says Mali", False, traces), own_subject("x", True, traces)
    ('Printing fails, says …', '')
    >>> own_subject("RE: [External] AW: x", False, traces), own_subject("回复：x", False, traces)
    ('', '')
    >>> own_subject("Narwa: How did your work go this week?", False, traces)
    ''
    """
    subject = " ".join(clean_text(subject).split())
    if is_reply or _REPLY.match(fold(subject)) or traces.has_our_text(subject):
        return ""
    return _guard(subject, traces)[:200]


def is_automatic(headers: dict[str, str]) -> bool:
    """Tell whether a machine wrote the mail: an absence note, a list, a daemon.

    :param headers: by name in small letters

    >>> is_automatic({"auto-submitted": "auto-replied"}), is_automatic({"precedence": "bulk"})
    (True, True)
    >>> is_automatic({"auto-submitted": "no"}), is_automatic({"subject": "Hello"})
    (False, False)
    """
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        submitted != "no"
        or headers.get("precedence", "").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(name in headers for name in ("x-autoreply", "x-autorespond", "list-id"))
    )
