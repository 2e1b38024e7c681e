"""What mail programs write around a mail that is answered, by language.

All words are in the form that ``mail_fold.fold`` returns. This is knowledge and not proof:
what no list knows is caught by ``mail_traces``.
"""

import re

from .mail_fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The headings of a quoted mail, by what they say.
LABELS = {
    "from": "from|von|absender|de|expediteur|da|mittente|remitente|remetente|van|"
    "afzender|fran|avsandare|fra|afsender|avsender|"
    "lahettaja|od|odesilatel|nadawca|от|от кого|отправитель|від|від кого|"
    "відправник|kimden|gonderen|差出人|送信者|"
    "送信元|发件人|寄件者|"
    "寄件人|發件人|보낸 사람|보낸사람|발신|tu|nguoi gui|dari|pengirim|من|المرسل|מאת|จาก|"
    "ผู้ส่ง|felado|από|expeditor|"
    "de la|saatja|nuo|siuntejas|no",
    "date": "sent|date|sent on|gesendet|gesendet am|datum|envoye|envoye le|enviado|"
    "enviado el|enviada em|enviado em|enviada|fecha|data|inviato|"
    "data invio|verzonden|verzonden op|skickat|skickades|sendt|dato|"
    "lahetetty|paivamaara|paivays|odeslano|wyslano|"
    "отправлено|дата|"
    "дата и время|надіслано|відправлено|gonderildi|gonderilme tarihi|"
    "gonderim tarihi|tarih|送信日時|送信日|日付|"
    "日時|发送时间|发送日期|日期|时间|時間|"
    "傳送時間|寄件日期|發送時間|보낸 날짜|보낸날짜|날짜|일시|da gui|ngay|ngay gui|thoi gian|terkirim|dikirim|"
    "tanggal|تاريخ الارسال|التاريخ|"
    "ارسلت|تم الارسال|נשלח|תאריך|ส่ง|ส่งเมื่อ|วันที่|วันที่ส่ง|elkuldve|"
    "datum|trimis|στάλθηκε|ημερομηνια|sana",
    "to": "to|an|a|para|per|destinatario|destinataire|aan|till|til|vastaanottaja|"
    "komu|do|кому|kime|alici|宛先|受信者|收件人|收件者|"
    "받는 사람|받는사람|수신|den|toi|nguoi nhan|kepada|ke|untuk|الى|אל|ถึง|ผู้รับ|"
    "cimzett|catre|προς|pour",
    "cc": "cc|bcc|kopie|copie|copia|kopi|kopia|kopio|dw|копия|копія|"
    "bilgi|抄送|副本|참조|สำเนา|สำเนาถึง|نسخة|העתק|עותק|masolat|κοιν|tembusan",
    "subject": "subject|betreff|objet|sujet|oggetto|asunto|assunto|onderwerp|amne|"
    "emne|aihe|predmet|temat|тема|konu|件名|主题|主題|主旨|标题|"
    "標題|제목|chu de|tieu de|subjek|perihal|subyek|الموضوع|موضوع|נושא|เรื่อง|"
    "หัวเรื่อง|หัวข้อ|targy|subiect|θεμα",
    "other": "reply-to|reply to|importance|priority|attachments|antwort an|"
    "wichtigkeit|anlagen|repondre a|importance|pieces jointes|"
    "importancia|prioridad|datos adjuntos|importanza|allegati|ความสำคัญ|"
    "สิ่งที่แนบมา|ตอบกลับ|重要度|重要性|"
    "添付ファイル|附件",
}
ROLES = {label: role for role, labels in LABELS.items() for label in labels.split("|")}
# As long as a label gets, and a little more.
LABEL_LENGTH = 32

# Somebody "wrote".
WROTE = re.compile(
    r"(?<!\w)(?:wrote|writes|schrieb|schrieben|geschrieben|a ecrit|ecrit|escribio|ha escrito|scritto|scrive|"
    r"escreveu|schreef|geschreven|"
    r"skrev|skrevet|skrivit|kirjoitti|napsal(?:a|\(a\)|/a)?|napisal(?:a|\(a\)|/a)?|pisze|pise|написал(?:а|\(а\))?|"
    r"пишет|написав|написала|пише|"
    r"yazdi|írta|irta|a scris|εγραψε|menulis|da viet|viet)(?!\w)|เขียนว่า|ได้เขียน|เขียนเมื่อ|เขียน\s*$|写道|寫道|"
    r"のメール|書きました|님이 작성|작성했|작성:|"
    r"كتب|تمت كتابة|כתב|מאת"
)

_SEPARATORS = (
    "original message|original e-?mail|forwarded (?:message|by)|"
    "begin forwarded message|reply message|"
    "ursprungliche nachricht|"
    "urspr\\.? nachricht|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|originalnachricht|message "
    "d'origine|"
    "message original|message transfere|debut du message (?:reexpedie|"
    "transfere)|mensaje original|mensaje reenviado|"
    "inicio del mensaje reenviado|messaggio originale|messaggio inoltrato|"
    "inizio messaggio inoltrato|mensagem "
    "original|"
    "mensagem encaminhada|oorspronkelijk bericht|doorgestuurd bericht|"
    "begin doorgestuurd bericht|ursprungligt "
    "meddelande|"
    "vidarebefordrat (?:meddelande|brev)|oprindelig (?:meddelelse|besked)|"
    "videresendt (?:meddelelse|besked)|"
    "opprinnelig melding|"
    "videresendt melding|alkuperainen viesti|valitetty viesti|"
    "puvodni zprava|preposlana zprava|wiadomosc oryginalna|"
    "oryginalna wiadomosc|przekazana wiadomosc|исходное сообщение|"
    "оригинальное сообщение|пересылаемое сообщение|"
    "пересланное сообщение|вихідне повідомлення|оригінальне повідомлення|"
    "переслане повідомлення|orijinal (?:mesaj|"
    "ileti)|ozgun ileti|"
    "iletilen (?:mesaj|ileti)|元のメッセージ|オリジナルメッセージ|転送メッセージ|原始邮件|原始郵件|原邮件|"
    "转发的邮件|轉寄的郵件|原始信件|원본 메시지|"
    "원본 메일|전달된 메시지|thu goc|tin nhan goc|thu da chuyen tiep|pesan asli|"
    "pesan terusan|الرسالة الاصلية|"
    "رسالة معاد توجيهها|"
    "הודעה מקורית|הודעה שהועברה|ข้อความต้นฉบับ|ข้อความเดิม|"
    "ข้อความที่ส่งต่อ|จดหมายต้นฉบับ|eredeti uzenet|mesaj original"
)
SEPARATOR = re.compile(rf"[\W_]*(?:{_SEPARATORS})[\W_]*", re.IGNORECASE)

_PROGRAMS = (
    r"i ?phon\w*|i ?pad|i ?pod|apple|mac ?book|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|realme|pixel|"
    r"xperia|nokia|motorola|"
    r"blackberry|outlook|hotmail|windows|microsoft|yahoo|gmail|google|proton|thunderbird|zoho|zimbra|gmx|web\.de|"
    r"mail\.ru|yandex|naver|daum|"
    r"spark|bluemail|blue mail|aquamail|aqua mail|k-?9|fairemail|tuta\w*|fastmail|mailbird|spike|edison|airmail|"
    r"mobile|handy|smartphone|"
    r"smart phone|telefon|telephone|portable|movil|telemovel|celular|cellulare|puhelin|телефон|携帯|手机|手機|"
    r"휴대폰|dien thoai|ponsel|hp|"
    r"มือถือ|โทรศัพท์|ไอโฟน|แอนดรอยด์|ซัมซุง"
)
_SENT = (
    r"sent (?:from|via|with|using|by)|get outlook for|von mein\w* .{0,40}gesendet|gesendet (?:von|mit|uber|aus|"
    r"vom)|holen sie sich|outlook fur|"
    r"envoye (?:de|depuis|a partir|avec|via)|telecharger?z?|obtenir|obtenez|enviado (?:desde|do|da|a partir|via|"
    r"con|com|por)|obtener|descargar?|"
    r"inviato (?:da|dal|con|tramite)|ottieni|scarica|obter|obtenha|baixar|verstuurd|verzonden (?:vanaf|van|met|"
    r"via)|outlook voor|download|"
    r"wyslan[eo] (?:z|za|przez)|pobierz|skickat (?:fran|med|via)|skickad fran|hamta|sendt (?:fra|med|via)|hent|"
    r"lahetetty|hanki|odeslano (?:z|ze|pomoci)|"
    r"ziskejte|stahn\w+|отправлено (?:с|из|от|через)|скачать|получить|надіслано|відправлено|завантажити|отримати|"
    r"gonderildi|gonderilmistir|edinin|から送信|を入手|"
    r"发自我?的?|發自我?的?|从我?的?|来自|來自|傳送自|寄自|获取|取得|에서 보냄|에서 보냈|에서 전송|다운로드|"
    r"(?:duoc )?(?:da )?gui tu|tai outlook|dikirim|dapatkan|"
    r"ارسلت? من|مرسلة? من|تم الارسال|الحصول على|احصل على|נשלח|קבל את|ส่งจาก|ส่งด้วย|ส่งโดย|ดาวน์โหลด|รับ outlook|รับแอป"
)
_SENT_FROM = re.compile(rf"(?:{_SENT})")
_SENT_AT_END = re.compile(
    r"(?:gesendet|verzonden|verstuurd|gonderildi|gonderilmistir|から送信|を入手|에서 보냄|에서 보냈습니다|전송|"
    r"edinin|beziehen|downloaden)$"
)
_PROGRAM = re.compile(rf"(?:{_PROGRAMS})")
_MY_DEVICE = re.compile(
    r"sent from my (?:\w+ )?(?:device|phone|tablet|mobile|cell|computer|mac|laptop)|yahoo mail: .*|virus-free\W.*"
)

CLOSING = re.compile(
    r"[\W_]*(?:(?:with |my )?(?:best|kind|kindest|warm|warmest) (?:regards|wishes)|(?:best|kind|warm)?\s?regards|"
    r"all the best|best|cheers|"
    r"(?:yours )?(?:sincerely|faithfully|truly)|yours|(?:many )?thanks(?: (?:and|&) (?:best |kind )?regards| in "
    r"advance| a lot)?|thank you(?: very much)?|thx|"
    r"b\.?r\.?|rgds|brgds|"
    r"mit (?:den )?(?:freundlichen|besten|herzlichen|lieben) grussen|(?:freundliche|viele|liebe|beste|schone|"
    r"herzliche) grusse?|(?:schonen |lieben )?gruss|"
    r"mfg|vg|lg|danke(?: und gruss)?|vielen dank|hochachtungsvoll|"
    r"(?:bien )?(?:cordialement|a vous)|cdlt|salutations(?: distinguees)?|meilleures salutations|merci(?: "
    r"d'avance)?|bonne journee|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias|(?:cordiali |distinti )?saluti|"
    r"grazie(?: mille)?|"
    r"atenciosamente|att|(?:com os )?(?:melhores )?cumprimentos|obrigad[oa]|abracos?|(?:met )?(?:vriendelijke "
    r")?groet(?:en|jes)?|mvg|"
    r"bedankt|alvast bedankt|z powazaniem|pozdrawiam|dziekuje|(?:med )?(?:vanliga |basta )?halsning(?:ar)?|mvh|"
    r"tack|(?:med )?(?:venlig|vennlig|beste|bedste)? ?hilsen|"
    r"tak|takk|(?:ystavallisin )?terveisin|kiitos|kiittaen|s pozdravem|dekuji|hezky den|с уважением|спасибо|с "
    r"наилучшими пожеланиями|з повагою|дякую|"
    r"saygilarimla|iyi calismalar|tesekkurler|selamlar|(?:どうぞ)?よろしくお願い(?:いた|致)?します|"
    r"以上(?:、?よろしくお願いします)?|敬具|此致(?:敬礼)?|谢谢|謝謝|祝好|顺颂商祺|감사합니다|수고하세요|"
    r"tran trong(?: kinh chao)?|than men|cam on|hormat (?:saya|kami)|salam(?: hormat)?|terima kasih|مع (?:اطيب "
    r")?(?:خالص )?(?:التحية|التحيات|تحياتي)|تحياتي|شكرا|"
    r"ב?ברכה|בברכה|תודה(?: רבה)?|(?:ด้วย)?ความ(?:เคารพ|นับถือ)(?:อย่างสูง)?|ขอแสดงความนับถือ|ขอบคุณ(?:มาก)?(?:ครับ|ค่ะ|"
    r"คะ|นะคะ|นะครับ)?|udvozlettel|cu stima|με εκτιμηση)[\W_]*"
)
POSTSCRIPT = re.compile(r"\W*(?:p\.?\s?p?\.?s\b|ps:|n\.?b\b|ปล\b|ป\.ล\.|追伸|附言|추신)")
DISCLAIMER = re.compile(
    r"confidential|privileged|intended (?:solely |only )?for|unauthori[sz]ed|if you (?:have|are not) (?:received|"
    r"the intended)|vertraulich|confidentiel|"
    r"confidencial|riservat|vertrouwelijk|poufn|duverne|конфиденциальн|конфіденційн|gizli|機密|保密|기밀|bao mat|"
    r"rahasia|سري|חסוי|ข้อมูลที่เป็นความลับ|"
    r"เป็นความลับ|virus-?free|avast|before printing|the environment before|originated (?:from )?outside|outside "
    r"(?:of )?(?:the|your) organi[sz]ation|ภายนอก|外部|expediteur externe|externer absender|external (?:e-?mail|"
    r"sender)|fortrolig|luottamuksell"
)
WARNING = re.compile(r"\W*(?:caution|warning|external|extern|achtung|attention|atencion|attenzione|คำเตือน|警告|注意)")
TITLES = _words(
    """
    mr mrs ms miss mx dr prof sir madam herr frau hr fr mme mlle m sr sra srta sig dott ing dipl pan pani khun k
    คุณ นาย นาง นางสาว น.ส ดร พี่ น้อง
    """
)
PARTICLES = _words(
    """
    van von der den de da di do du del della des dos das la le les el al ten ter zu zum zur af av bin binti bint
    ibn ben na y e und and et i via on behalf of the
    """
)
THAI_TITLES = re.compile(r"^(?:นางสาว|น\.ส\.|ว่าที่ร\.ต\.|นาย|นาง|คุณ|ดร\.|พี่|น้อง)(?=.{2})")
# Mailboxes of a task, not of a person.
TASKS = _words(
    """
    info office sales accounting accounts finance warehouse stock inventory purchase purchasing production
    logistics admin hr it support contact  help service team mail shop store reception marketing management
    manager user staff employee odoo erp system test company department group  no reply noreply
    """
)
# Names that are words, too: taken for a name only where they stand as one.
WORDS = _words(
    """
    an so do to my may will can in on we he me us it is as at by be go or no yes am are was if not all any per pro
    mai juni juli mark marks bill bills  page pages price prices cash bond rose grace hope joy faith art sue pat
    rich frank ray rob chip drew dawn summer winter april june august sky star  stone wood woods field fields hill
    rivers brook banks bank park parks lane street church house hall bridge ford king queen prince knight bishop
    pope cook baker butcher miller smith carpenter mason farmer fisher hunter porter potter taylor turner walker
    ward sales black white brown green  gray grey blue young old long short small little large strong swift sharp
    love moon sun day days night bird wolf fox lamb lion fish swan crow rice  bean berry cherry olive ginger honey
    candy sandy penny jack gene dean miles guy man good best better real true just case chance major power powers
    post read reader wells waters west east north south english french german law lord low high new newman fine
    freed free given glass gold golden silver  iron steel rock sand snow frost storm rain flood flowers flower
    garden gates gate key keys lock locks box bell ball bird branch bush butler camp  carter cross day drake ease
    fair farm flow forest gift grant gray ham hand hart head heath held hood hunt ivy jade jewel lake land last
    line link  little may merry mint mercy moody moss noble nut page pearl piper plum pool print pride quick reed
    reef rest ring road rush sage sell shine ship shore  sign sterling stock store street sugar temple tiger time
    tree vale violet wall wise work worth klein gross lang kurz schwarz weiss braun neu koch bauer  stark jung alt
    sommer herbst stein berg wald feld bach vogel hase kaiser richter kraft zahn frei gut petit grand blanc noir
    roux rouge bon belle  leroy marchand moulin fontaine rey cruz flores rios torres campos leon pan sol luz paz
    lai long so son song sing sang shin she her you he ho he  ban da hoa mai lan mo net nut nat not now note pay
    pop ice ink ice file form fern fah fa fon
    """
)
MONTHS = _words(
    """
    may april june august mai april juni august summer winter
    """
)


def is_sent_from(line: str) -> bool:
    """Tell whether a line is what a phone or a mail program writes under each mail.

    >>> [is_sent_from(line) for line in ("Sent from my iPhone", "Von meinem iPhone gesendet", "发自我的iPhone")]
    [True, True, True]
    >>> is_sent_from("Get Outlook for Android<https://aka.ms/x>"), is_sent_from("Sent from the shop, and never arrived")
    (True, False)
    """
    if not line.strip() or len(line) > 160:
        return False
    low = fold(re.sub(r"[<\[(]\S*[>\])]|…|https?:\S+", " ", line)).strip(" .-–—_*|\"'")
    if len(low) > 90 or low.endswith("?"):
        return False
    return bool(
        _MY_DEVICE.fullmatch(low) or (_SENT_FROM.match(low) or _SENT_AT_END.search(low)) and _PROGRAM.search(low)
    )
