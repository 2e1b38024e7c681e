"""Answers that mail servers give, as they or their documentation word them; names are invented."""

# The mailbox or its domain doesn't exist, or is switched off.
GONE = [
    (
        550,
        "5.1.1 The email account that you tried to reach does not exist. Please try\n5.1.1 double-checking the "
        "recipient's email address for typos or\n5.1.1 unnecessary spaces. For more information, go to\n5.1.1  "
        "https://support.google.com/mail/?p=NoSuchUser a1-20020a05600c.123 - gsmtp",
    ),
    (
        550,
        "5.2.1 The email account that you tried to reach is disabled. For more information, go to "
        "https://support.google.com/mail/?p=DisabledUser x1-2 - gsmtp",
    ),
    (
        550,
        "5.2.1 The email account that you tried to reach is inactive. For more information, go to "
        "https://support.google.com/mail/?p=DisabledUser x1-2 - gsmtp",
    ),
    (
        553,
        "5.1.2 We weren't able to find the recipient domain. Please check for any\n5.1.2 spelling errors, and make "
        "sure you didn't enter any spaces, periods, or\n5.1.2 other punctuation after the recipient's email address.",
    ),
    (553, "5.1.3 The recipient address <ann@@example.com> is not a valid RFC-5321 address."),
    (
        550,
        "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@launching.example.com not found by SMTP address lookup",
    ),
    (550, "5.1.1 RESOLVER.ADR.RecipNotFound; not found"),
    (
        550,
        "5.4.1 Recipient address rejected: Access denied. [AM6EUR05FT003.eop-eur05.prod.protection.outlook.com "
        "2026-11-19T09:00:00.000Z 08DB]",
    ),
    (550, "5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [BL02EPF0001.namprd05.prod]"),
    (550, "5.4.310 DNS domain exampel.com does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=]"),
    (550, "5.1.1 User unknown"),
    (550, "5.1.1 <ann@launching.example.com>: Recipient address rejected: User unknown in virtual mailbox table"),
    (550, "5.1.1 <ann@launching.example.com>: Recipient address rejected: User unknown in local recipient table"),
    (
        550,
        "5.1.1 <ann@launching.example.com>: Recipient address rejected: undeliverable address: host "
        "mx.launching.example.com[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
    ),
    (550, "5.1.0 <ann@launching.example.com>: Recipient address rejected: User unknown in relay recipient table"),
    (556, "5.1.10 <ann@example.com>: Recipient address rejected: Domain example.com does not accept mail (nullMX)"),
    (556, "Domain does not accept mail"),
    (501, "5.1.3 Bad recipient address syntax"),
    (504, "5.5.2 <ann>: Recipient address rejected: need fully-qualified address"),
    (550, "Unrouteable address"),
    (550, "Unknown user"),
    (550, "No such user here"),
    (550, 'No Such User Here"'),
    (550, "No such person at this address."),
    (550, "<ann@launching.example.com> No such recipient here"),
    (550, "<ann@launching.example.com>: user does not exist"),
    (550, "5.1.1 <ann@launching.example.com>... User unknown"),
    (550, "5.1.1 unknown or illegal alias: ann@launching.example.com"),
    (550, "5.1.1 User does not exist - <ann@launching.example.com>"),
    (550, "5.1.1 <ann@launching.example.com>: user lookup success but no user record found"),
    (550, "5.1.6 recipient no longer on server: ann@launching.example.com"),
    (550, "5.1.1 <ann@launching.example.com> User doesn't exist: ann@launching.example.com"),
    (550, "5.7.1 No such user!; 1510000000-abcDEF"),
    (
        550,
        "Message was not accepted -- invalid mailbox.  Local mailbox ann@launching.example.com is unavailable: user "
        "not found",
    ),
    (
        550,
        "Message was not accepted -- invalid mailbox. Local mailbox ann@launching.example.com is unavailable: "
        "account is disabled",
    ),
    (
        550,
        "Requested action not taken: mailbox unavailable\nFor explanation visit "
        "https://postmaster.gmx.net/en/error-messages?ip=192.0.2.7&c=hi",
    ),
    (550, "5.1.1 The recipient's address is not known. Unknown recipient"),
    (511, "sorry, no mailbox here by that name (#5.1.1 - chkuser)"),
    (550, "sorry, no mailbox here by that name. (#5.7.1)"),
    (550, "Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [xyZ_1]"),
    (550, "#5.1.0 Address rejected."),
    (550, "permanent failure for one or more recipients (ann@launching.example.com:550 5.1.1 User unknown)"),
    (550, "5.1.1 Not our Customer"),
    (550, "5.1.1 MAILBOX NOT FOUND"),
    (550, "Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728"),
    (550, "The recipient may contain a non-existent account, please check the recipient address."),
    (550, "Mailbox disabled for this recipient"),
    (550, "5.2.1 Mailbox disabled, not accepting messages"),
    (550, "Account ann does not exist"),
    (550, "that address is no longer valid"),
    (550, "5.0.0 ann... recipient is inactive"),
    (550, "5.4.1 All recipient addresses rejected : Access denied [DB3FFO11FD002.protection.gbl]"),
    (553, "5.3.0 <ann@launching.example.com>... Addressee unknown, relay=[192.0.2.7]"),
    (550, "No account by this name here"),
    (550, "User email address is marked as invalid"),
    (550, "5.2.1 This mailbox has been blocked due to inactivity"),
    (550, "5.1.1 user disabled; cannot receive new mail: ann"),
    (550, "No such domain at this location"),
    (550, "Empfänger unbekannt"),
    (550, "5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_418 [418]"),
    (550, "Usuario desconocido"),
    (550, "Utente sconosciuto"),
    (550, "用户不存在"),
    (550, "ไม่พบผู้ใช้นี้"),
    (553, "sorry, that domain isn't in my list: no such domain"),
    (550, "5.1.2 Host unknown (Name server: exampel.com: host not found)"),
    (550, "5.4.4 Host or domain name not found. Name service error for name=exampel.com type=AAAA: Host not found"),
    # in a sentence about the mail, or with good advice
    (
        554,
        "30 Sorry, your message to ann@yahoo.com cannot be delivered. This mailbox is disabled (554.30).",
    ),
    (550, "5.1.1 Your message couldn't be delivered because the user does not exist"),
    (550, "Your e-mail could not be delivered: no such user"),
    (550, "5.1.1 The mailbox you sent to does not exist at our domain. Contact your email administrator"),
    (550, "5.1.1 User unknown. Ask your network administrator or your domain's postmaster"),
    (550, "5.1.1 Unknown recipient, check your mail address book"),
    (550, "ann@launching.example.com User ann not listed in Domino Directory"),
    # in the names of hosts stands nothing
    (550, "5.1.1 <ann@limit.b.example>: User unknown; host limit.b.example"),
    (550, "User unknown (spam-policy.rate.b.example/later said so)"),
    (550, "No such user here.Please check the address"),
    (550, "5.1.2 Bad destination host 'DNS Hard Error looking up exampel.com (MX): NXDomain'"),
    (550, "<ann@spamhaus.org>: No such user here"),
]
# The mailbox is gone, and the server says so only after the whole mail.
GONE_AT_DATA = [
    (554, "delivery error: dd This user doesn't have a yahoo.com account (ann@yahoo.com) [0] - mta1.mail.yahoo.com"),
    (550, "5.1.1 User unknown"),
    (554, "delivery error: dd Requested mail action aborted, mailbox not found - mta4.mail.yahoo.com"),
]
# Over later, or somebody else's to mend.
NOT_GONE = [
    # quota and rate
    (
        550,
        "5.4.5 Daily user sending limit exceeded. For more information on Gmail\n5.4.5 sending limits go to\n5.4.5 "
        "https://support.google.com/a/answer/166852 a1-2 - gsmtp",
    ),
    (550, "5.4.5 Daily SMTP relay sending limit exceeded for user. For more information on Gmail"),
    (550, "5.7.1 Daily SMTP relay limit exceeded for customer."),
    (
        554,
        "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a "
        "permanent exception with message The message can't be submitted because the sender's submission quota was "
        "exceeded.",
    ),
    (554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded"),
    (550, "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"),
    (550, "5.1.90 Mailbox not found"),
    (
        550,
        "5.2.1 The user you are trying to contact is receiving mail at a rate that\n5.2.1 prevents additional "
        "messages from being delivered.",
    ),
    (550, "5.4.6 Unusual sending activity detected. Please try after sometime"),
    (550, "5.7.1 Too many emails from your account"),
    (552, "5.2.2 The email account that you tried to reach is over quota."),
    (552, "5.2.2 Mailbox full"),
    (550, "mailbox is full: retry timeout exceeded"),
    (554, "Throttling failure: Daily message quota exceeded."),
    (454, "Throttling failure: Maximum sending rate exceeded."),
    (550, "Domain mg.launching.example.com has exceeded the max emails per hour (50/50 (100%)) allowed."),
    (550, "Too many recipients"),
    (550, "5.7.705 Access denied, tenant has exceeded threshold"),
    (550, "5.1.1 Recipient limit exceeded, user unknown"),
    # greylisting and the like in any code
    (450, "4.2.0 <ann@launching.example.com>: Recipient address rejected: Greylisted, see http://postgrey.example"),
    (451, "4.7.1 Please try again later"),
    (550, "Greylisted, please try again in 300 seconds"),
    (550, "4.2.1 Mailbox disabled"),
    (450, "4.1.1 <ann@launching.example.com>: Recipient address rejected: unverified address: user unknown"),
    (452, "4.2.2 Mailbox full"),
    (421, "4.7.0 Try again later, closing connection."),
    (550, "5.2.1 ann@aol.com: MAILBOX TEMPORARILY DISABLED"),
    # who sends may not
    (550, "5.7.1 Client does not have permissions to send as this sender"),
    (550, "5.7.60 SMTP; Client does not have permissions to send as this sender"),
    (554, "5.2.252 SendAsDenied; office@launching.example.com not allowed to send as hr@launching.example.com"),
    (
        554,
        "Message rejected: Email address is not verified. The following identities failed the check in region "
        "EU-WEST-1: office@launching.example.com",
    ),
    (
        550,
        "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
    ),
    (550, "5.1.8 Access denied, bad outbound sender"),
    (553, "Relaying disallowed as office@launching.example.com"),
    (554, "5.7.1 <ann@launching.example.com>: Relay access denied"),
    (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
    (550, "Verification failed for <office@launching.example.com>\nNo Such User Here\nSender verify failed"),
    (550, "5.1.0 <office@launching.example.com>: Sender address rejected: User unknown in virtual mailbox table"),
    (450, "4.1.8 <office@launching.example.com>: Sender address rejected: Domain not found"),
    (550, "5.1.8 <office@launching.example.com>: Sender address rejected: Domain not found"),
    (504, "5.5.2 <odoo>: Helo command rejected: need fully-qualified hostname"),
    (550, "5.7.1 <odoo>: Helo command rejected: Host not found"),
    (550, "5.7.1 Client host rejected: cannot find your hostname, [192.0.2.7]"),
    (550, "Your account has been disabled"),
    (550, "5.7.0 Your sending account is suspended, user closed"),
    (550, "5.1.0 Sender denied"),
    (550, "5.7.26 Unauthenticated email from launching.example.com is not accepted due to domain's DMARC policy."),
    (530, "5.7.0 Must issue a STARTTLS command first"),
    (
        550,
        "Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized "
        "recipients in Account Settings.",
    ),
    (
        554,
        "Domain mg.launching.example.com is not allowed to send: The domain is unverified and requires DNS "
        "configuration.",
    ),
    (451, "Authentication failed: Maximum credits exceeded"),
    (553, "5.7.1 <office@launching.example.com>: Sender address rejected: not owned by user hr"),
    (550, "Mail from unknown host rejected"),
    (550, "Access denied - Invalid HELO name (See RFC2821 4.1.1.1)"),
    # policy and content
    (552, "5.1.1 Mailbox delivery failure policy error"),
    (550, "5.1.1 Your message was blocked as spam"),
    (554, "5.7.1 [2] Message rejected under suspicion of SPAM"),
    (
        550,
        "The mail server could not deliver mail to ann@launching.example.com. The account or domain may not exist, "
        "they may be blacklisted, or missing the proper dns entries.",
    ),
    (550, "5.7.1 Message rejected due to content restrictions"),
    (552, "5.7.0 This message was blocked because its content presents a potential security issue."),
    (554, "5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org"),
    (550, "5.7.511 Access denied, banned sender [192.0.2.7]"),
    (554, "5.7.1 [CS01] Message rejected due to spam content"),
    (550, "Requested action not taken: mailbox unavailable. Reject due to SPF policy."),
    (550, "5.7.1 <ann@launching.example.com>: Recipient address rejected: Access denied"),
    (550, "5.7.1 RESOLVER.RST.AuthRequired; authentication required"),
    (550, "JunkMail rejected - odoo [192.0.2.7] is in an RBL"),
    (550, "Administrative prohibition"),
    (554, "5.7.0"),
    (550, "Rejected"),
    (554, "Transaction failed"),
    (550, "Recipient address rejected: blocked by policy"),
    (
        554,
        "Transaction failed\nReject due to policy restrictions. For explanation visit "
        "https://postmaster.gmx.net/en/case?c=r0301",
    ),
    (
        554,
        "Requested action not taken: mailbox unavailable\nFor explanation visit "
        "https://www.ionos.com/help/index.php?id=2425&ip=192.0.2.7&c=bl",
    ),
    (550, "Requested action not taken: mailbox unavailable invalid DNS MX or A/AAAA resource record."),
    (550, "Requested action not taken: mailbox unavailable. 192.0.2.7 is listed"),
    (550, "Requested action not taken: mailbox unavailable, see https://www.spamhaus.org/query/ip/192.0.2.7"),
    (550, "5.1.1 Your message was refused. Mailbox unavailable"),
    (550, "5.2.0 User is disabled for outbound"),
    (550, "Mailbox is disabled for submission"),
    (550, "User suspended: no outgoing mail"),
    (550, "Maximum number of recipients reached. Invalid recipient count"),
    (550, "Message rejected due to invalid recipient list in header"),
    (550, "Invalid address in header"),
    # the server's own trouble
    (552, "5.3.4 Message size exceeds fixed maximum message size"),
    (550, "5.3.2 System not accepting network messages"),
    (554, "5.3.0 Other or undefined mail system status"),
    (554, "5.4.14 Hop count exceeded - possible mail loop ATTR34"),
    (550, "5.6.0 Invalid message content"),
]
# What is said of the whole mail or of policy at the end of it is never the recipient's.
NOT_GONE_AT_DATA = [
    (554, "5.7.0"),
    (550, "5.7.1 No such user!"),
    (550, "Requested action not taken: mailbox unavailable"),
    (550, "5.7.1 Message rejected"),
    (554, "Looks like spam"),
    (554, "Message not accepted for policy reasons"),
]
