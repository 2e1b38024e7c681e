"""Replies to the weekly mail, as mail programs send them: made from templates, clients × languages × links.

Each has the exact words that its sender typed. Nothing here is taken from real mails.
"""

import html
from base64 import b64encode
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import quote


class Language(NamedTuple):
    """The words of mail programs in one language. ``wrote`` has {date}, {name} and {address}."""

    labels: tuple[str, str, str, str]
    colon: str
    date: str
    wrote: str
    original: str
    sent_from: str
    closing: str
    words: str


LANGUAGES = {
    "en": Language(
        ("From", "Sent", "To", "Subject"),
        ": ",
        "Thursday, November 19, 2026 9:00 AM",
        "On Thu, Nov 19, 2026 at 9:00 AM {name} <{address}> wrote:",
        "Original Message",
        "Sent from my iPhone",
        "Best regards,",
        "Too many clicks.",
    ),
    "th": Language(
        ("จาก", "ส่ง", "ถึง", "เรื่อง"),
        ": ",
        "19 พฤศจิกายน 2569 9:00",
        "เมื่อ พฤ. 19 พ.ย. 2026 เวลา 09:00 {name} <{address}> เขียนว่า:",
        "ข้อความต้นฉบับ",
        "ส่งจาก iPhone ของฉัน",
        "ขอแสดงความนับถือ",
        "ต้องกดหลายครั้งเกินไป",
    ),
    "de": Language(
        ("Von", "Gesendet", "An", "Betreff"),
        ": ",
        "Donnerstag, 19. November 2026 09:00",
        "Am Do., 19. Nov. 2026 um 09:00 Uhr schrieb {name} <{address}>:",
        "Ursprüngliche Nachricht",
        "Von meinem iPhone gesendet",
        "Mit freundlichen Grüßen",
        "Zu viele Klicks für eine Rechnung.",
    ),
    "fr": Language(
        ("De", "Envoyé", "À", "Objet"),
        " : ",
        "jeudi 19 novembre 2026 09:00",
        "Le jeu. 19 nov. 2026 à 09:00, {name} <{address}> a écrit :",
        "Message d'origine",
        "Envoyé de mon iPhone",
        "Cordialement,",
        "Il y a trop de clics à faire.",
    ),
    "es": Language(
        ("De", "Enviado el", "Para", "Asunto"),
        ": ",
        "jueves, 19 de noviembre de 2026 9:00",
        "El jue, 19 nov 2026 a las 9:00, {name} (<{address}>) escribió:",
        "Mensaje original",
        "Enviado desde mi iPhone",
        "Saludos,",
        "Demasiados clics.",
    ),
    "it": Language(
        ("Da", "Inviato", "A", "Oggetto"),
        ": ",
        "giovedì 19 novembre 2026 09:00",
        "Il giorno gio 19 nov 2026 alle ore 09:00 {name} <{address}> ha scritto:",
        "Messaggio originale",
        "Inviato da iPhone",
        "Cordiali saluti",
        "Troppi clic.",
    ),
    "pt": Language(
        ("De", "Enviado", "Para", "Assunto"),
        ": ",
        "quinta-feira, 19 de novembro de 2026 09:00",
        "Em qui., 19 de nov. de 2026 às 09:00, {name} <{address}> escreveu:",
        "Mensagem original",
        "Enviado do meu iPhone",
        "Atenciosamente,",
        "Cliques demais.",
    ),
    "nl": Language(
        ("Van", "Verzonden", "Aan", "Onderwerp"),
        ": ",
        "donderdag 19 november 2026 09:00",
        "Op do 19 nov 2026 om 09:00 schreef {name} <{address}>:",
        "Oorspronkelijk bericht",
        "Verstuurd vanaf mijn iPhone",
        "Met vriendelijke groet,",
        "Te veel klikken.",
    ),
    "pl": Language(
        ("Od", "Wysłano", "Do", "Temat"),
        ": ",
        "czwartek, 19 listopada 2026 09:00",
        "czw., 19 lis 2026 o 09:00 {name} <{address}> napisał(a):",
        "Wiadomość oryginalna",
        "Wysłane z iPhone'a",
        "Pozdrawiam,",
        "Za dużo kliknięć.",
    ),
    "sv": Language(
        ("Från", "Skickat", "Till", "Ämne"),
        ": ",
        "den 19 november 2026 09:00",
        "Den tors 19 nov. 2026 kl 09:00 skrev {name} <{address}>:",
        "Ursprungligt meddelande",
        "Skickat från min iPhone",
        "Med vänliga hälsningar",
        "För många klick.",
    ),
    "da": Language(
        ("Fra", "Sendt", "Til", "Emne"),
        ": ",
        "19. november 2026 09:00",
        "Den tor. 19. nov. 2026 kl. 09.00 skrev {name} <{address}>:",
        "Oprindelig meddelelse",
        "Sendt fra min iPhone",
        "Med venlig hilsen",
        "For mange klik.",
    ),
    "nb": Language(
        ("Fra", "Sendt", "Til", "Emne"),
        ": ",
        "torsdag 19. november 2026 09:00",
        "tor. 19. nov. 2026 kl. 09:00 skrev {name} <{address}>:",
        "Opprinnelig melding",
        "Sendt fra min iPhone",
        "Vennlig hilsen",
        "Altfor mange klikk.",
    ),
    "fi": Language(
        ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
        ": ",
        "torstai 19. marraskuuta 2026 9.00",
        "to 19. marrask. 2026 klo 9.00 {name} ({address}) kirjoitti:",
        "Alkuperäinen viesti",
        "Lähetetty iPhonesta",
        "Ystävällisin terveisin",
        "Liikaa klikkauksia.",
    ),
    "cs": Language(
        ("Od", "Odesláno", "Komu", "Předmět"),
        ": ",
        "čtvrtek 19. listopadu 2026 9:00",
        "čt 19. 11. 2026 v 9:00 odesílatel {name} <{address}> napsal:",
        "Původní zpráva",
        "Odesláno z iPhonu",
        "S pozdravem",
        "Příliš mnoho kliknutí.",
    ),
    "ru": Language(
        ("От", "Отправлено", "Кому", "Тема"),
        ": ",
        "19 ноября 2026 г. 9:00",
        "чт, 19 нояб. 2026 г. в 09:00, {name} <{address}>:",
        "Исходное сообщение",
        "Отправлено с iPhone",
        "С уважением,",
        "Слишком много щелчков.",
    ),
    "uk": Language(
        ("Від", "Надіслано", "Кому", "Тема"),
        ": ",
        "19 листопада 2026 р. 9:00",
        "чт, 19 лист. 2026 р. о 09:00 {name} <{address}> пише:",
        "Вихідне повідомлення",
        "Надіслано з iPhone",
        "З повагою,",
        "Забагато натискань.",
    ),
    "tr": Language(
        ("Kimden", "Gönderildi", "Kime", "Konu"),
        ": ",
        "19 Kasım 2026 Perşembe 09:00",
        "{name} <{address}>, 19 Kas 2026 Per, 09:00 tarihinde şunu yazdı:",
        "Orijinal Mesaj",
        "iPhone'umdan gönderildi",
        "Saygılarımla,",
        "Çok fazla tıklama var.",
    ),
    "ja": Language(
        ("差出人", "送信日時", "宛先", "件名"),
        ": ",
        "2026年11月19日 9:00",
        "2026年11月19日(木) 9:00 {name} <{address}>:",
        "元のメッセージ",
        "iPhoneから送信",
        "よろしくお願いします。",
        "クリックが多すぎます。",
    ),
    "zh": Language(
        ("发件人", "发送时间", "收件人", "主题"),
        "：",
        "2026年11月19日 9:00",
        "{name} <{address}> 于2026年11月19日周四 09:00写道：",
        "原始邮件",
        "发自我的iPhone",
        "谢谢",
        "点击次数太多了。",
    ),
    "ko": Language(
        ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
        ": ",
        "2026년 11월 19일 목요일 오전 9:00",
        "2026년 11월 19일 (목) 오전 9:00, {name} <{address}>님이 작성:",
        "원본 메시지",
        "나의 iPhone에서 보냄",
        "감사합니다.",
        "클릭이 너무 많아요.",
    ),
    "vi": Language(
        ("Từ", "Đã gửi", "Đến", "Chủ đề"),
        ": ",
        "Thứ Năm, 19 tháng 11, 2026 9:00 SA",
        "Vào Th 5, 19 thg 11, 2026 vào lúc 09:00 {name} <{address}> đã viết:",
        "Thư gốc",
        "Gửi từ iPhone của tôi",
        "Trân trọng,",
        "Phải bấm quá nhiều lần.",
    ),
    "id": Language(
        ("Dari", "Dikirim", "Kepada", "Subjek"),
        ": ",
        "Kamis, 19 November 2026 09.00",
        "Pada tanggal Kam, 19 Nov 2026 pukul 09.00 {name} <{address}> menulis:",
        "Pesan asli",
        "Dikirim dari iPhone saya",
        "Salam,",
        "Terlalu banyak klik.",
    ),
    "ar": Language(
        ("من", "تم الإرسال", "إلى", "الموضوع"),
        ": ",
        "الخميس، 19 نوفمبر 2026 9:00 ص",
        "في الخميس، 19 نوفمبر 2026 في 9:00 ص تمت كتابة ما يلي بواسطة \u202b{name}\u202c\u200e <\u202a{address}\u202c>:",
        "الرسالة الأصلية",
        "أرسلت من الـ iPhone",
        "مع التحية",
        "نقرات كثيرة جدا.",
    ),
    "he": Language(
        ("מאת", "נשלח", "אל", "נושא"),
        ": ",
        "יום חמישי 19 נובמבר 2026 9:00",
        "\u202bבתאריך יום ה׳, 19 בנוב׳ 2026 ב-9:00 מאת \u202a{name}\u202c\u200f <\u202a{address}\u202c\u200f>:\u202c",
        "הודעה מקורית",
        "נשלח מה-iPhone שלי",
        "בברכה",
        "יותר מדי לחיצות.",
    ),
    # No list has it.
    "is": Language(
        ("Frá", "Sent þann", "Til", "Efni"),
        ": ",
        "fimmtudagur 19. nóvember 2026 09:00",
        "fim., 19. nóv. 2026 kl. 09:00 skrifaði {name} <{address}>:",
        "Upprunaleg skilaboð",
        "",
        "",
        "Of margir smellir.",
    ),
}


def _safe_links(link):
    data = quote(f"05|02|{{address}}|{'4f' * 8}", safe="{}")
    return f"https://eur01.safelinks.protection.outlook.com/?url={quote(link, safe='')}&data={data}&reserved=0"


def _mimecast(link):
    return "https://protect-eu.mimecast.com/s/Kx3nC5yDjs8k1XmC7zQ4?domain=odoo.example.com"


REWRITERS: dict[str, Callable[[str], str]] = {
    "plain": lambda link: link,
    "safelinks": _safe_links,
    "urldefense v2": lambda link: (
        "https://urldefense.proofpoint.com/v2/url?u="
        + quote(link, safe="").replace("-", "-2D").replace("_", "-5F").replace("%2F", "_").replace("%", "-")
        + "&d=DwMFaQ&c=euGZstcaTDllvimEN8b7jXrwqOf-v5A_CdpgnVfiiMM"
    ),
    "urldefense v3": lambda link: f"https://urldefense.com/v3/__{link}__;!!KGKeukY!x8Q2mPd3$",
    "mimecast": _mimecast,
    "barracuda": lambda link: f"https://linkprotect.cudasvc.com/url?a={quote(link, safe='').lower()}&c=E,1,kZ8&typo=1",
    "google": lambda link: f"https://www.google.com/url?q={link}&sa=D&usg=AOvVaw2x",
    "base64": lambda link: (
        f"https://eu-west-1.protection.sophos.com?d=example.com&u={b64encode(link.encode()).decode()}"
    ),
    "double": lambda link: f"https://click.example.net/?u={quote(quote(link, safe=''), safe='')}",
    "cisco": lambda link: f"https://secure-web.cisco.com/1aBcD/{quote(link, safe='')}",
}


class Scene(NamedTuple):
    """Who answers what. ``lines`` are those of our mail, one of them with ``link_label`` and the link."""

    name: str
    address: str
    company: str
    company_address: str
    alias: str
    subject: str
    lines: tuple[str, ...]
    link_label: str
    link: str
    mail_html: str


class Reply(NamedTuple):
    label: str
    message: EmailMessage
    words: str


def _head(scene, language, bold=False):
    values = (
        f"{scene.company} <{scene.company_address}>",
        language.date,
        f"{scene.name} <{scene.address}>",
        scene.subject,
    )
    mark = "*" if bold else ""
    pairs = zip(language.labels, values, strict=True)
    return [f"{mark}{label}{language.colon.rstrip()}{mark} {value}" for label, value in pairs]


def _head_html(scene, language, tag="b"):
    lines = (line.partition(language.colon.strip()) for line in _head(scene, language))
    return "<br>\n".join(f"<{tag}>{html.escape(a + b)}</{tag}>{html.escape(c)}" for a, b, c in lines)


def _wrote(scene, language):
    return language.wrote.format(name=scene.company, address=scene.company_address)


def _quoted_lines(scene, link):
    return [f"{line}<{link}>" if line == scene.link_label else line for line in scene.lines]


def _broken(text, width=60):
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _ours(scene, link):
    return scene.mail_html.replace(html.escape(scene.link), html.escape(link)).replace(scene.link, html.escape(link))


# Each client: (scene, language, own words above / between / below, link) -> (plain, html); one of them may be None


def outlook_desktop_html(scene, language, above, between, below, link):
    own = "".join(f'<p class="MsoNormal">{html.escape(line)}<o:p></o:p></p>' for line in above.split("\n"))
    return None, (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0} -->'
        "</style></head>"
        f'<body lang="EN-US"><div class="WordSection1">{own}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">'
        f'{_head_html(scene, language)}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'{_ours(scene, link)}<p class="MsoNormal">{html.escape(below)}</p></div></body></html>'
    )


def outlook_desktop_plain(scene, language, above, between, below, link):
    lines = [
        above,
        "",
        f"-----{language.original}-----",
        *_head(scene, language),
        "",
        *_quoted_lines(scene, link),
        "",
        below,
    ]
    return "\r\n".join(lines), None


def outlook_text_of_html(scene, language, above, between, below, link):
    lines = [above, "", *_head(scene, language), "", *_quoted_lines(scene, link), "", below]
    return "\n".join(lines), None


def outlook_web(scene, language, above, between, below, link):
    own = "".join(f'<div class="elementToProof">{html.escape(line)}</div>' for line in above.split("\n"))
    return None, (
        f'<html><body dir="ltr">{own}<div id="appendonsend"></div><hr style="display:inline-block;width:98%" '
        f'tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{_head_html(scene, language)}</font><div>'
        f"&nbsp;</div></div>"
        f"{_ours(scene, link)}<div>{html.escape(below)}</div></body></html>"
    )


def outlook_mobile(scene, language, above, between, below, link):
    return None, (
        f'<html><body><div dir="ltr"><div>{html.escape(above)}</div><div><br></div>'
        f'<div id="ms-outlook-mobile-signature"><a href="https://aka.ms/x">Outlook for Android</a></div></div>'
        f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><font>'
        f"{_head_html(scene, language, 'strong')}</font>"
        f"<div>&nbsp;</div></div>{_ours(scene, link)}<div>{html.escape(below)}</div></body></html>"
    )


def outlook_mobile_plain(scene, language, above, between, below, link):
    lines = [above, "", "Get Outlook for iOS<https://aka.ms/o0ukef>", "_" * 32, *_head(scene, language), ""]
    return "\n".join([*lines, *_quoted_lines(scene, link), "", below]), None


def apple_mail(scene, language, above, between, below, link):
    return None, (
        f'<html><body style="overflow-wrap: break-word;">{html.escape(above)}<br><div><br><blockquote type="cite">'
        f"<div>"
        f'{html.escape(_wrote(scene, language))}</div><br class="Apple-interchange-newline"><div>'
        f"{_ours(scene, link)}</div>"
        f'</blockquote></div><div>{html.escape(between)}</div><blockquote type="cite"><div>{scene.lines[0]}</div>'
        f"</blockquote>"
        f"<div>{html.escape(below)}</div></body></html>"
    )


def ios_mail(scene, language, above, between, below, link):
    return None, (
        f'<html><body dir="auto">{html.escape(above)}<br><br><div dir="ltr">{html.escape(language.sent_from)}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{html.escape(_wrote(scene, language))}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">{_ours(scene, link)}</div></blockquote><div>'
        f"{html.escape(below)}</div></body></html>"
    )


def gmail_web(scene, language, above, between, below, link):
    wrote = html.escape(_wrote(scene, language))
    style = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
    return None, (
        f'<div dir="ltr"><div dir="ltr">{html.escape(above)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{wrote}<br></div><blockquote class="gmail_quote" style="{style}">'
        f'{_ours(scene, link)}</blockquote><div>{html.escape(between)}</div><blockquote class="gmail_quote" '
        f'style="{style}">'
        f"<div>{scene.lines[-1]}</div></blockquote></div><div>{html.escape(below)}</div></div>"
    )


def gmail_plain(scene, language, above, between, below, link):
    quoted = [f"> {line}" for text in _quoted_lines(scene, link) for line in _broken(text)]
    half = len(quoted) // 2
    lines = [above, "", *_broken(_wrote(scene, language)), "", *quoted[:half], between, *quoted[half:], "", below]
    return "\n".join(lines), None


def thunderbird(scene, language, above, between, below, link):
    return None, (
        f'<html><body><p>{html.escape(above)}</p><div class="moz-cite-prefix">'
        f"{html.escape(_wrote(scene, language))}<br></div>"
        f'<blockquote type="cite" cite="mid:1@x">{_ours(scene, link)}</blockquote><p>{html.escape(between)}</p>'
        f'<blockquote type="cite">{scene.lines[-1]}</blockquote><p>{html.escape(below)}</p></body></html>'
    )


def yahoo(scene, language, above, between, below, link):
    return None, (
        f'<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">{html.escape(above)}</div><div><br></div></div>'
        f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>{html.escape(_wrote(scene, language))}</div><div>'
        f"<br></div>"
        f'<div><div id="yiv1">{_ours(scene, link)}</div></div></div></div></body></html>'
    )


def samsung(scene, language, above, between, below, link):
    lines = "".join(f"<div>{html.escape(line)} </div>" for line in _head(scene, language))
    return None, (
        f'<html><body><div>{html.escape(above)}</div><div><br></div><div id="composer_signature"><div>Sent from my '
        f"Galaxy</div>"
        f"</div><div><br></div><div>-------- {language.original} --------</div>{lines}<div><br></div>"
        f"{_ours(scene, link)}"
        f"<div>{html.escape(below)}</div></body></html>"
    )


def proton(scene, language, above, between, below, link):
    return None, (
        f'<div style="font-family: Arial">{html.escape(above)}</div><div class="protonmail_quote">'
        f"{html.escape(_wrote(scene, language))}<br>"
        f'<blockquote class="protonmail_quote" type="cite">{_ours(scene, link)}</blockquote><br></div><div>'
        f"{html.escape(below)}</div>"
    )


def zoho(scene, language, above, between, below, link):
    wrote = _wrote(scene, language).rstrip(":： ")
    return None, (
        f'<div style="font-family: Verdana"><div>{html.escape(above)}</div><div><br></div><div class="zmail_extra">'
        f'<div id="Zm-_Id_-Sgn1">---- {html.escape(wrote)} ----</div><div><br></div>'
        f'<blockquote id="blockquote_zmail" style="border-left: 1px dotted #00f"><div>{_ours(scene, link)}</div>'
        f"</blockquote></div></div>"
    )


def roundcube(scene, language, above, between, below, link):
    quoted = [f"> {line}" for text in _quoted_lines(scene, link) for line in _broken(text, 70)]
    return "\n".join([_wrote(scene, language), *quoted, "", above, *quoted[:1], between, *quoted[1:], "", below]), None


def gmail_forward(scene, language, above, between, below, link):
    head = "<br>".join(map(html.escape, _head(scene, language)))
    return None, (
        f'<div dir="ltr">{html.escape(above)}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"---------- Forwarded message ---------<br>{head}<br></div><br><br>{_ours(scene, link)}</div></div>"
    )


def no_structure(scene, language, above, between, below, link):
    """A webmail that puts the old mail underneath, its lines run together."""
    head = " ".join(_head(scene, language))
    return None, f"<span>{html.escape(above)}<br>{html.escape(head)}<br>{html.escape(' '.join(scene.lines))}</span>"


ABOVE = (yahoo, zoho, gmail_forward, no_structure)
BELOW = (
    outlook_desktop_html,
    outlook_desktop_plain,
    outlook_text_of_html,
    outlook_web,
    outlook_mobile,
    outlook_mobile_plain,
    ios_mail,
    samsung,
    proton,
)
BETWEEN = (apple_mail, gmail_web, gmail_plain, thunderbird, roundcube)
CLIENTS = (*ABOVE, *BELOW, *BETWEEN)


def signatures(scene: Scene, language: Language) -> dict[str, str]:
    return {
        "none": "",
        "delimiter": f"\n-- \n{scene.name}\nAccountant\n+66 2 123 4567",
        "phone": f"\n\n{language.sent_from}" if language.sent_from else "",
        "letter": f"\n\n{language.closing}\n{scene.name}\n{scene.company}\nTel. +66 2 123 4567\n{scene.address}",
        "name": f"\n\n{scene.name}",
    }


def make_reply(scene: Scene, client, code: str, rewriter: str, signature: str, places: str = "above") -> Reply:
    """Return a reply; ``places`` says where the sender typed: above, between, below (joined by +)."""
    language = LANGUAGES[code]
    texts = {"above": language.words, "between": "This one is unclear to me", "below": "And the printer jams daily"}
    typed = {place: text if place in places.split("+") else "" for place, text in texts.items()}
    words = "\n\n".join(filter(None, typed.values()))
    if typed["above"]:
        typed["above"] += signatures(scene, language)[signature]
    link = REWRITERS[rewriter](scene.link).replace("{address}", quote(scene.address))
    plain, rich = client(scene, language, typed["above"], typed["between"], typed["below"], link)
    message = EmailMessage()
    message["From"] = f'"{scene.name}" <{scene.address}>'
    message["To"] = f"{scene.company} <{scene.alias}>"
    message["Subject"] = f"Re: {scene.subject}"
    message["Message-Id"] = "<reply@mua.example.net>"
    message["In-Reply-To"] = "<invitation@example.com>"
    message.set_content(plain if plain is not None else "see the other part")
    if rich is not None:
        # A line of HTML may be long; what was typed has its lines parted by tags.
        message.add_alternative(
            rich.replace(html.escape(typed["above"]), html.escape(typed["above"]).replace("\n", "<br>")), subtype="html"
        )
    label = f"{client.__name__} {code} {rewriter} {signature} {places}"
    return Reply(label, message, words)


def make_replies(scene: Scene) -> Iterator[Reply]:
    """Return the corpus: every client in every language, and every rewriter, signature and place with every client."""
    for number, client in enumerate(CLIENTS):
        for other, code in enumerate(LANGUAGES):
            is_even = (number + other) % 2 == 0
            yield make_reply(scene, client, code, *(("safelinks", "letter") if is_even else ("plain", "phone")))
        for rewriter in REWRITERS:
            yield make_reply(scene, client, ("en", "th", "de", "fr")[number % 4], rewriter, "name")
        for signature in ("delimiter", "letter"):
            yield make_reply(scene, client, "en", "plain", signature)
        if client not in ABOVE:
            yield make_reply(scene, client, "en", "plain", "none", "above+below")
            yield make_reply(scene, client, "th", "safelinks", "none", "below")
        if client in BETWEEN:
            yield make_reply(scene, client, "en", "plain", "none", "above+between+below")
