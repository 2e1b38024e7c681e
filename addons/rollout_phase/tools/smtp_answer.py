"""What a mail server's answer says about a mailbox, without the ORM.

Only one thing is final: that this mailbox doesn't exist or is switched off. Everything else (quota, rate, greylisting,
policy, a sender who may not) may be over later, or is the sender's to mend, whatever code it comes with: providers
use 550 for all of it.
"""

import ast
import re
from typing import NamedTuple

# Only these commands speak of one mail; whoever refuses the sender or the login refuses everybody.
_ABOUT_ONE_MAIL = ("RecipientsRefused", "DataError")
_EXCEPTION = re.compile(r"\bSMTP([A-Z]\w+)\b:?")
_ANSWER = re.compile(r"""\((\d{3}), (b?'(?:[^'\\]|\\.)*'|b?"(?:[^"\\]|\\.)*")""", re.DOTALL)
# RFC 3463; not a piece of an IP address.
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
# Addresses, links, session ids: words in them say nothing.
_NAMES = re.compile(r"<[^<>\s]*@[^<>\s]*>|https?://\S+|\[[^\]]*\]|[^\s<>:;,()]+@[^\s<>:;,()]+")
# Names of hosts: words in them say nothing, either. What follows a full stop without a space begins with a capital
# letter, and is no such name.
_HOSTS = re.compile(r"(?<![\w.-])(?:[a-z0-9_-]+\.)+[a-z]{2,}\b(?:/\S*)?")
# But for those that name a list of blocked senders, as GMX and IONOS do at the end of a link.
_BLOCK_LISTS = re.compile(
    r"[?&]c=bl\b|(?<![\w.@-])(?:[\w-]+\.)*(?:spamhaus|spamcop|barracudacentral|sorbs)\.\w+", re.IGNORECASE
)
_LONGEST_TEXT = 200

# RFC 3463 and IANA's registry: the address is wrong, or its mailbox gone or disabled. 5.1.10 is also Exchange's.
_GONE_STATUS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
_GONE_CODE = 556  # RFC 7504: the domain takes no mail

_WHO = r"(?:users?|mail ?box(?:es)?|inbox|recipients?|rcpt|address(?:es|ee)?|accounts?|customer|person|local ?part)"
_BOX = r"(?:users?|mail ?box|inbox|recipient(?:'s)?(?: e?-?mail)?(?: account| address)?|address|(?:e-?)?mail account)"
_GONE = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:no such|unknown|non-?exist[ae]nt|non-?existing|invalid|bad|wrong)\s+(?:[\w-]+\s+){{0,2}}{_WHO}\b",
        rf"\b{_WHO}\b[^;]{{0,60}}?\b(?:unknown|not (?:be )?(?:found|known|exist\w*|recogni[sz]ed|valid|here)"
        r"|(?:does|do|did)(?:n'?t| not) exist|could(?:n'?t| not) be found|non-?exist[ae]nt|(?:is|as) invalid"
        r"|undeliverable"
        r"|no longer (?:exists?|valid|here|available|in use|on (?:this |the )?server|accept\w*))",
        rf"\b{_BOX}\b[^;.]{{0,60}}?\b(?:disabled|inactive|not active|no longer active|deactivated|closed|terminated|"
        r"deleted|removed|discontinued|suspended|expired|inactivity)",
        r"\b(?:disabled|inactive|deactivated|closed|terminated|expired) (?:user|mail ?box|recipient)\b",
        r"\bno (?:mail ?box|user|account|recipient)\b.{0,16}\b(?:here|by (?:that|this) name|with (?:that|this))",
        r"\bno user record\b|\bhas no mail ?box\b|\bdoes(?:n'?t| not) have an? \S+ account\b",
        r"\bnot (?:a|our|an?y? valid|a valid|one of our|an existing) (?:[\w-]+ )?"
        r"(?:mail ?box|users?|recipients?|customers?|address)\b",
        r"\bnot listed in\b.{0,20}\bdirectory\b",
        r"\b(?:user|recipient) unknown\b|\bnosuchuser\b|\brecip(?:ient)?notfound\b",
        # the domain
        r"\b(?:domain|host)\b(?: name| part)?[^;]{0,60}?\b(?:not found|does(?:n'?t| not) exist|unknown|invalid"
        r"|does(?:n'?t| not) accept (?:e-?)?mail)",
        r"\b(?:no such|unknown|invalid|non-?exist[ae]nt) (?:domain|host)\b|\bnull ?mx\b"
        r"|\bunroute?able (?:mail )?address\b|\bbad destination (?:system|mailbox)\b",
        r"\bneed fully-qualified address\b|\bsyntax of (?:the )?recipient\b|\bbad (?:recipient )?address syntax\b",
        # as some servers say it at home
        r"\b(?:empfänger|benutzer|adresse|postfach)\w*\b.{0,40}(?:unbekannt|existiert nicht|nicht gefunden|ungültig)",
        r"\b(?:utilisateur|destinataire|adresse|bo[iî]te)\b.{0,50}(?:inconnue?|invalide|inexistante?|n'existe pas)",
        r"\b(?:usuario|destinatario|buz[oó]n|cuenta|direcci[oó]n)\b.{0,40}(?:desconocid[oa]|inexistente|no existe)",
        r"\b(?:utente|destinatario|casella|indirizzo)\b.{0,40}(?:sconosciut[oa]|inesistente|non esiste)",
        r"\b(?:usu[aá]rio|destinat[aá]rio|caixa|endere[cç]o)\b.{0,40}(?:desconhecid[oa]|inexistente|n[aã]o existe)",
        r"\b(?:gebruiker|ontvanger|adres)\b.{0,40}(?:onbekend|bestaat niet)",
        r"(?:用户|邮箱|收件人|地址|帐号|账号).{0,6}不存在|不存在.{0,6}(?:用户|邮箱|收件人)",
        r"(?:ユーザー?|宛先|メールボックス|アドレス).{0,8}(?:存在しません|見つかりません)",
        r"ไม่พบ(?:ผู้ใช้|ผู้รับ|กล่อง|บัญชี|ที่อยู่)|ไม่มี(?:ผู้ใช้|ผู้รับ|กล่อง|บัญชี|ที่อยู่)",
    )
]
# The text that RFC 5321 gives for 550; at the end of a mail it is said of anything.
_UNAVAILABLE = re.compile(r"\bmail ?box\b[^;]{0,40}\b(?:unavailable|not available)\b")
# IronPort, and Microsoft 365 for a recipient that the company doesn't have.
_REJECTED = {
    "5.1.0": re.compile(r"^\W*address rejected"),
    "5.4.1": re.compile(r"\brecipient address(?:es)? rejected"),
}

_SENDER = re.compile(
    r"\b(?:senders?|sending|originat\w+|mail from|from[ :-]+(?:address|header)|from domain|return[- ]path|reverse|"
    r"e?helo|ehlo|client host|hostname|ptr|identit\w+|credentials?|log ?in|authenti\w+|absender\w*|exp[eé]diteur|"
    r"remitente|mittente|remetente|afzender)\b"
    r"|\byour (?:\S+ )?(?:accounts?|ip|domain|host|server|organi[sz]ation|tenant|network|plan)\b"
    r"(?!(?:'s)? (?:\S+ )?(?:admin|support|provider|postmaster|help))"
    # that it can't be delivered is said of every mail
    r"|\byour (?:\S+ )?(?:message|mail|e-?mail)\b[^.;]{0,40}\b(?:rejected|blocked|refused)\b"
    r"|\b(?:verif\w+) failed for\b|发件人|寄件人|差出人|ผู้ส่ง"
)
_LATER = re.compile(
    r"quota|\blimit|\brates?\b|exceed|too (?:many|much|fast|large|big)|\bfull\b|storage|gr[ea]y-?list|gr[ea]y list"
    r"|\bmax(?:imum)?\b|number of recipients|\brecipients? count\b|(?:invalid|bad|malformed|long) recipients? list"
    r"|\blater\b|try again|again in|tempor|defer|throttl|\bbusy\b|unusual|\bvolume\b|overload|insufficient|\bspace\b"
    r"|kontingent|überschritten|dépass|excedid|superat|später|plus tard|más tarde|稍后|超过|เต็ม|เกิน"
)
_POLICY = re.compile(
    r"\bspam|\bspf\b|\bdkim\b|\bdmarc\b|polic(?:y|ies)|\bblock(?!ed due to inactivity)|black-?list|block-?list"
    r"|deny ?list|bloqu|blocc|blockiert"
    r"|reputation|virus|malware|\bcontent|unsolicited|\bbulk\b|not (?:allowed|permitted|authori[sz]ed)"
    r"|prohibit|\brelay(?!=|\w* recipient)|\btls\b|\brbl\b|dnsbl|spamhaus|\bdenied|permission|restrict|suspicio|phish"
    r"|(?<!not )\blisted\b|\boutbound|\boutgoing|\bsubmission|\bheaders?\b"
    # the sender's; a domain that doesn't exist is the recipient's
    r"|resource record|\bdns\b(?! domain)(?!.{0,80}nxdomain)"
    r"|credits?\b|sandbox|unverified|not verified|\bbann?ed\b|\babuse"
)


class Answer(NamedTuple):
    """One answer of a mail server.

    ``command`` is smtplib's word for what was refused; ``status`` is the enhanced code or "".
    """

    command: str
    code: int
    status: str
    text: str

    def __str__(self):
        return " ".join(filter(None, [str(self.code), self.status, self.text]))[:_LONGEST_TEXT]

    @property
    def kind(self) -> tuple:
        """What is equal in two answers that say the same about two people."""
        return self.command, self.code, self.status, re.sub(r"\w*\d\w*", "", _HOSTS.sub("", _NAMES.sub("", self.text)))

    @property
    def is_final(self) -> bool:
        """Tell whether it says that this one mailbox doesn't exist or is switched off."""
        if self.command not in _ABOUT_ONE_MAIL or self.code < 500:
            return False
        is_data = self.command == "DataError"
        if is_data and self.status.startswith("5.7."):
            return False
        return tells_gone(self.status, self.text, at_recipient=not is_data) or (
            self.code == _GONE_CODE and not _is_excused(_fold(self.text))
        )


def _fold(text: str) -> str:
    text = _NAMES.sub(" ", _BLOCK_LISTS.sub(" blocklist ", text))
    # Not nothing: somebody may have no account of a host.
    return _HOSTS.sub("*", text).replace("’", "'").casefold()


def _is_excused(words: str) -> bool:
    return bool(_SENDER.search(words) or _LATER.search(words) or _POLICY.search(words))


def tells_gone(status: str, text: str, at_recipient: bool = True) -> bool:
    """Tell whether an enhanced status and the text beside it say that a mailbox doesn't exist or is switched off.

    >>> tells_gone("5.1.1", "The email account that you tried to reach does not exist.")
    True
    >>> tells_gone("", "<ann@b.example>: No such user here")
    True

    The status alone isn't believed where the text says otherwise:

    >>> tells_gone("5.2.1", "The user you are trying to contact is receiving mail at a rate that prevents …")
    False
    >>> tells_gone("5.1.1", "Your daily limit of recipients is reached")
    False
    >>> tells_gone("4.2.2", "Mailbox not found"), tells_gone("5.1.8", "Domain not found")
    (False, False)
    """
    if status[:1] == "4" or status in ("5.1.7", "5.1.8", "5.1.9", "5.1.90"):
        return False
    words = _fold(text)
    if status in _REJECTED and _REJECTED[status].search(words) and not (_SENDER.search(words) or _LATER.search(words)):
        return True
    if _is_excused(words):
        return False
    if status in _GONE_STATUS or any(pattern.search(words) for pattern in _GONE):
        return True
    return at_recipient and bool(_UNAVAILABLE.search(words))


def read_answer(reason: str | None) -> Answer | None:
    r"""Return what the mail server has answered to a mail, or None if it has said nothing.

    :param reason: what Odoo notes as the failure of a mail, in any language

    >>> answer = read_answer("SMTPRecipientsRefused: {'a@b.example': (550, b\"5.1.1 Doesn't\\n5.1.1 exist\")}")
    >>> str(answer), answer.is_final
    ("550 5.1.1 Doesn't exist", True)
    >>> read_answer("SMTPDataError: (550, b'5.4.5 Daily user sending limit exceeded.')").is_final
    False
    >>> read_answer("SMTPSenderRefused: (550, b'No such user', 'office@b.example')").is_final
    False
    >>> read_answer("[Errno 111] Connection refused") is None
    True

    Of several answers, one that isn't final goes first:

    >>> str(read_answer("SMTPRecipientsRefused: {'a': (550, b'No such user'), 'b': (452, b'Full')}"))
    '452 Full'
    """
    exception = _EXCEPTION.search(reason or "")
    if not exception:
        return None
    answers = []
    for match in _ANSWER.finditer(reason, exception.end()):
        try:
            said = ast.literal_eval(match[2])
        except (SyntaxError, ValueError):
            said = match[2].strip("b'\"")
        if isinstance(said, bytes):
            try:
                said = said.decode()
            except UnicodeDecodeError:
                said = said.decode("latin-1")
        status = STATUS.search(said)
        # Each line of a long answer repeats the status.
        lines = [re.sub(r"^\W{0,2}[245]\.\d{1,3}\.\d{1,3}\W?\s*", "", line.strip()) for line in said.splitlines()]
        text = " ".join(" ".join(lines).split())
        answers.append(Answer(exception[1], int(match[1]), status[1] if status else "", text))
    return min(answers, key=lambda answer: answer.is_final, default=None)
