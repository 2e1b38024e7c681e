"""What mail programs write around a mail that is answered, by language.

All words are in the form that ``mail_fold.fold`` returns. This is knowledge and not proof:
what no list knows is caught by ``mail_traces``.
"""

import re

from .mail_fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _compile(pattern: str) -> re.Pattern:
    """Compile a pattern whose words are written as people write them.

    >>> bool(_compile("คำเตือน").match(fold("คำเตือน"))), bool(re.match("คำเตือน", fold("คำเตือน")))
    (True, False)
    """
    return re.compile(re.sub(r"[^\x00-\x7f]+", lambda match: fold(match[0]), pattern))


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
ROLES = {fold(label): role for role, labels in LABELS.items() for label in labels.split("|")}
# As long as a label gets, and a little more.
LABEL_LENGTH = 32

# Somebody "wrote".
WROTE = _compile(
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
SEPARATOR = _compile(rf"[\W_]*(?:{_SEPARATORS})[\W_]*")

_PROGRAMS = (
    r"i ?phon|i ?pad|i ?pod|apple|mac ?book|mac|ios|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|realme|"
    r"pixel|xperia|nokia|motorola|"
    r"blackberry|outlook|hotmail|windows|microsoft|yahoo|gmail|google|proton|thunderbird|zoho|zimbra|gmx|web\.de|"
    r"mail\.ru|yandex|яндекс|naver|daum|"
    r"spark|bluemail|blue mail|aquamail|aqua mail|k-?9|fairemail|tuta\w*|fastmail|mailbird|spike|edison|airmail|"
    r"mobiltelefon|mobil|handy|smartphone|"
    r"smart phone|telefon|telephone|portable|movil|telemovel|celular|cellulare|puhelin|телефон|携帯|手机|手機|"
    r"휴대폰|dien thoai|ponsel|hp|小米|华为|華為|荣耀|苹果|三星|红米|갤럭시|아이폰|"
    r"มือถือ|โทรศัพท์|ไอโฟน|แอนดรอยด์|ซัมซุง"
)
_SENT = (
    r"sent (?:from|via|with|using|by)|gesendet (?:von|mit|uber|aus|vom)|"
    r"envoye (?:de|depuis|a partir|avec|via)|enviad[oa] (?:desde|do|da|a partir|via|con|com|por)|"
    r"inviato (?:da|dal|con|tramite)|(?:verstuurd|verzonden) (?:vanaf|van|met|via)|"
    r"wyslan[eo] (?:z|za|przez)|skicka[td] (?:fran|med|via)|sendt (?:fra|med|via)|"
    r"lahetetty|odeslano (?:z|ze|pomoci)|отправлено (?:с|из|от|через)|(?:надіслано|відправлено) (?:з|із|через)|"
    r"发自|發自|[从從由]我?的?|来自|來自|傳送自|寄自|gui tu|dikirim (?:dari|melalui)|"
    r"ارسلت? من|مرسلة? من|تم الارسال من|נשלח|ส่งจาก|ส่งด้วย|ส่งโดย"
)
_SENT_AT_END = (
    r"gesendet|verzonden|verstuurd|gonderildi|gonderilmistir|から送信(?:されました)?|"
    r"에서 보냄|에서 보냈습니다|(?:에서 )?전송"
)
# The advert of a program: "Get Outlook for Android".
_GET = (
    r"get|download|holen sie sich|beziehen|telecharger|telechargez|obtenir|obtenez|obtener|obten|descargar|descarga|"
    r"ottieni|scarica|obter|obtenha|baixar|baixe|downloaden|uzyskaj|pobierz|skaffa|hamta|hent|fa|hanki|ziskat|"
    r"ziskejte|stahn\w+|obtineti|descarcati|beszerzese|letoltese|ληψη|αποκτηστε|скачать|скачайте|получить|получите|"
    r"загрузить|завантажити|отримати|отримайте|edinin|を入手|获取|取得|下载|다운로드|가져오기|duoc (?:da )?gui tu|tai|"
    r"dapatkan|unduh|الحصول على|احصل على|קבל את|קבלת|ดาวน์โหลด|รับแอป|รับ"
)
_MY = (
    r"my|mein\w*|mon|mi|mio|mia|meu|minha|moj\w*|min|mijn|mitt|mit|minun|meho|sveho|мо\w{1,3}|мог\w+|benim|saya|"
    r"cua toi|ของฉัน|ของผม|我的|我|私の|나의|내|제|שלי"
)
# What else stands in such lines.
_FILLERS = (
    r"mails?|e-?mails?|app|aplikac\w+|application|program\w*|system\w*|secure|phone|device|tablet|cell|"
    r"computer|laptop|"
    r"gerat\w*|appareil|dispositiv\w*|urzadzeni\w*|laitte\w*|enhet\w*|enhed\w*|toestel|apparaat|устройств\w*|cihaz\w*|"
    r"thiet bi|perangkat|อุปกรณ์|デバイス|设备|기기|جهاز\w*|מכשיר|"
    r"note|pro|plus|max|mini|ultra|lite|air|[a-z]?\d+\w{0,2}|"
    r"diese|nachricht|wurde|the|this|message|was|for|on|by|from|with|and|von|mit|vom|auf|dem|der|fur|pour|"
    r"depuis|sur|de|"
    r"du|le|da|do|dal|per|para|pelo|con|su|na|no|op|voor|met|van|till|til|fra|fran|med|pa|dla|pentru|pro|z|ze|az|valo|"
    r"rendszerhez|untuk|dari|cho|для|на|из|с|от|почта|почты|για|του|το|สำหรับ|บน|用|的|の|版|发送|發送|傳送|ال|"
    r"من|על|מה|ב|ל|de la|ملف|على|ل"
)
_LINK = re.compile(r"[<\[(]\S*[>\])]|…|https?:\S+")
_OUTLOOK_LINK = re.compile(r"https?://aka\.ms/\S*$")
_IS_SENT = _compile(rf"(?:duoc )?(?:da )?(?:{_SENT})|.*(?:{_SENT_AT_END})$")
_IS_ADVERT = _compile(rf"(?<![^\W\d_])(?:{_GET})(?![a-z])|(?:を入手|가져오기)")
_PROGRAM = _compile(rf"(?<![a-z])(?:{_PROGRAMS})(?:[a-zа-я]{{0,5}}(?![a-zа-я]))?(?:'[a-z]{{1,5}})?")
_KNOWN = _compile(
    rf"(?<![a-z])(?:{_SENT})|(?:{_SENT_AT_END})$|{_PROGRAM.pattern}|(?<![^\W\d_])(?:{_MY}|{_FILLERS})(?![^\W\d_])|"
    rf"(?:ของฉัน|ของผม|我的|私の|나의|สำหรับ|บน|发送|發送|傳送)"
)
_MY_DEVICE = _compile(
    r"sent from my (?:\w+ )?(?:device|phone|tablet|mobile|cell|computer|mac|laptop)|"
    r"yahoo mail: search, organi[sz]e, conquer|virus-free\W*(?:www\.\S+)?"
)

CLOSING = _compile(
    r"[\W_]*(?:(?:with |my )?(?:best|kind|kindest|warm|warmest) (?:regards|wishes)|(?:best|kind|warm)?\s?regards|"
    r"all the best|best|cheers|"
    r"(?:yours )?(?:sincerely|faithfully|truly)|yours|(?:many )?thanks(?: (?:and|&) (?:best |kind )?regards| in "
    r"advance| a lot)?|thank you(?: very much)?|thx|"
    r"b\.?r\.?|rgds|brgds|kr|i\.\s?[av]\.|ppa\.|p\.\s?p\.|im auftrag|in vertretung|"
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
    r""
    r"คะ|นะคะ|นะครับ)?|udvozlettel|cu stima|με εκτιμηση)[\W_]*"
)
# Of these, what people also write with no name under it.
THANKS = _compile(
    r".*(?:thank|thx|cheers|dank|merci|gracias|grazie|obrigad|tack|\btakk?\b|dziek|kiitos|kiitta|dekuji|спасибо|дякую|"
    r"tesekkur|ขอบคุณ|谢谢|謝謝|감사|수고|cam on|terima kasih|شكرا|תודה|以上|bonne journee|hezky den)"
)
POSTSCRIPT = _compile(r"\W*(?:p\.?\s?p?\.?s\b|ps:|n\.?b\b|ปล\b|ป\.ล\.|追伸|附言|추신)")
# What disclaimers say of a mail, each a reason of its own. None is enough: people write about secrets, too.
SECRET = _compile(
    r"confidential|privileged|vertraulich|confidentiel|confidencia|sigilos|riservat|vertrouwelijk|poufn|duverne|"
    r"конфиденциальн|конфіденційн|gizli|機密|保密|기밀|bao mat|rahasia|"
    r"(?<!\w)(?:و?ال|ل)?سري(?:ة|ا)?(?!\w)|חסוי|เป็นความลับ|fortrolig|konfidenti|luottamuksell|"
    r"prawnie chronion|legally protected|rechtlich geschutzt"
)
RESTRICTED = _compile(
    r"intended (?:\w+ ){0,2}for|unauthori[sz]ed|if you (?:have received|are not)|in error|"
    r"wenn sie nicht|sollten sie nicht|irrtumlich|ausschliesslich fur|unbefugt|"
    r"uitsluitend (?:bestemd|bedoeld)|niet bestemd|ten onrechte|onbevoegd|"
    r"exclusiv\w+ (?:a|au|al|para|pour|per|ao|do|del|de)\b|par erreur|por error|por engano|per errore|erroneamente|"
    r"uso exclusivo|destinad[ao]s? (?:exclusiva|unica|somente|apenas)|nao autorizad|no autorizad|non autoris|"
    r"przeznaczon\w+ (?:\w+ )?dla|omylkow|przez pomylke|nieuprawnion|zabronion|"
    r"предназначен|по ошибке|помилково|призначен|"
    r"yanlislikla|誤って|误收|誤收|잘못 (?:수신|전송)|โดยไม่ได้รับอนุญาต|หากท่านไม่ใช่|หากท่านได้รับ|ได้รับ\S*โดยผิดพลาด|ห้าม"
)
# The mail itself, as those speak of it.
MAIL_ITSELF = _compile(
    r"\bthis (?:\w+ )?(?:e-?mail|message|communication|transmission|correspondence)\b|\be-?mail (?:message|"
    r"transmission)|"
    r"intended recipient|addressee|\bnotice:|"
    r"\bdies\w+ (?:\w+ )?(?:e-?mail|mail|nachricht|mitteilung)|e-mail-nachricht|adressat|"
    r"(?:dit|deze) (?:\w+ )?(?:e-?mail|bericht|mail)|geadresseerde|"
    r"\b(?:cet?|le present|ce present) (?:\w+ )?(?:e-?mail|message|courriel|mail)|destinataire|"
    r"\b(?:est[ea]|el presente|a presente) (?:\w+ )?(?:correo|mensaje|mensagem|e-?mail)|destinatari|"
    r"\b(?:quest[oa]|presente) (?:\w+ )?(?:e-?mail|mail|messaggio|comunicazione)|"
    r"\b(?:niniejsz\w+|ta|tej|tresc|te) (?:\w+ )?(?:wiadomosc|e-?mail|korespondencj|przesylk)|adresat|"
    r"\bdet(?:ta|te) (?:meddelande|mejl|mail|e-?post)|\bdenne (?:e-?mail|e-?post|mail|meddelelse|melding)|"
    r"tama\w* (?:viesti|sahkoposti)|\b(?:tato|tento) (?:zprava|e-?mail)|"
    r"(?:это|данное|настоящее|этого|данного) (?:\w+ )?(?:сообщени|письм)|адресат|(?:це|дане|"
    r"цей) (?:\w+ )?(?:повідомлення|лист)|"
    r"\bbu (?:e-?posta|mesaj|ileti)|本メール|このメール|本電子メール|当メール|(?:本|此|该|這封|"
    r"这封)(?:电子)?(?:邮件|郵件|電郵)|"
    r"(?:본|이) (?:메일|이메일|전자우편)|(?:email|thu|thong diep|tin nhan) nay|(?:email|pesan|surel) ini|"
    r"(?:هذه|هذا) (?:الرسالة|البريد)|البريد الالكتروني|(?:הודעה|מייל) ז[וה]|דואר אלקטרוני|"
    r"อีเมล|ข้อความนี้|จดหมายอิเล็กทรอนิกส์"
)
# "[External]": what a company's server writes above a mail from elsewhere.
OUTSIDE = _compile(
    r"(?:originat|com|sent|receiv)\w* (?:from )?(?:an? )?(?:outside|external)|outside (?:of )?(?:the|your|"
    r"our) organi[sz]ation|"
    r"external (?:e-?mail|sender|source)|expediteur externe|exterieur|externe[rnm] absender|"
    r"externe[rn]? (?:e-?mail|quelle)|"
    r"ausserhalb|remitente externo|mittente esterno|ภายนอก|外部"
)
SENDER = _compile(
    r"sender|absender|expediteur|remitente|mittente|remetente|ผู้ส่ง|送信者|发件人|寄件者|外部の?(?:メール|邮件|郵件)"
)
# Of a virus scanner, and of whoever wants to save paper.
ADVERT = _compile(
    r".*(?:\bvirus-free\b|checked for viruses|\bavast\b|\bavg\.com).*|"
    r".*\b(?:consider|think (?:of|about)|denken sie|denk|pensez|preservons|piense|pense|pensa\w*|rispetta\w*|pomysl|"
    r"tank pa|taenk pa|tenk pa|save)\b.*"
    r"(?:environment|planet|tree|paper|umwelt|environnement|medio ?ambiente|meio ambiente|ambiente|milieu|"
    r"srodowisk|miljo).*|"
    r".*(?:environment|umwelt|environnement|medio ?ambiente|meio ambiente|ambiente|milieu|srodowisk|miljo).*"
    r"(?:print(?:ing)? this (?:e-?mail|message)|(?:diese|die) (?:e-?mail|nachricht)|ce (?:mail|message|"
    r"courriel)|cet e-?mail|"
    r"este (?:correo|mensaje|e-?mail)|esta mensagem|questa (?:e-?mail|mail)|deze (?:e-?mail|mail)|"
    r"te[jn] (?:wiadomosc|e-?mail)).*"
)
# The place and the register of a company.
REGISTERED = _compile(
    r"\b(?:road|rd|street|str|avenue|ave|lane|floor|building|tower|district|soi|moo|rue|calle|plaza|straat|"
    r"vat|tax id|registered|registration|reg|hrb|siret|siren|kvk|krs|nip|regon|p\.?o\.? box)\b|"
    r"strasse\b|(?:strasse|weg|platz|gasse)\s\d|\bul\. |\bvia \w|ถนน|แขวง|เขต|ตำบล|อำเภอ|ซอย|เลขประจำตัวผู้เสียภาษี|"
    r"\b\d{5}\b"
)
WARNING = _compile(r"\W*(?:caution|warning|external|extern|achtung|attention|atencion|attenzione|คำเตือน|警告|注意)")
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
# Of these, what nobody is called.
GLUE = _words(
    """
    mr mrs ms mx dr prof madam herr frau hr mme mlle sra srta dott dipl khun คุณ นาย นาง นางสาว น.ส ดร พี่ น้อง
    the of on behalf via and und et de der des les zum zur
    """
)
# "p.p. Ploy": who signs in somebody's place.
SIGNED_FOR = _words("i.a i.v ia iv ppa p.p pp p.a im auftrag in vertretung")
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
    """Tell whether a line is what a phone or a mail program writes under each mail, and nothing else.

    >>> [is_sent_from(line) for line in ("Sent from my iPhone", "Von meinem iPhone gesendet", "发自我的iPhone")]
    [True, True, True]
    >>> is_sent_from("Get Outlook for Android<https://aka.ms/x>"), is_sent_from("Sent from the shop, and never arrived")
    (True, False)
    >>> [is_sent_from(line) for line in ("Uzyskaj Outlook <https://aka.ms/x>", "Baixe o Outlook para iOS", "Outlook")]
    [True, True, False]
    >>> lines = "Download on Windows fails", "从手机上点不了", "Sent from Outlook, twice", "Get Outlook for us now"
    >>> [is_sent_from(line) for line in lines]
    [False, False, False, False]
    """
    if not line.strip() or len(line) > 160:
        return False
    low = fold(_LINK.sub(" ", line)).strip(" .-–—_*|\"'")
    if len(low) > 90 or low.endswith("?"):
        return False
    if "outlook" in low and _OUTLOOK_LINK.search(fold(line).rstrip(" >])")):
        return len(low.split()) <= 8
    if _MY_DEVICE.fullmatch(low):
        return True
    if re.search("outlook|yahoo", low) and _IS_ADVERT.search(low):
        return bool(_LINK.search(line) or re.search("ios|android|iphone", low)) and not _find_more(low, _IS_ADVERT)
    if not _IS_SENT.match(low) or not _PROGRAM.search(fold(line)):
        return False
    more = _find_more(low)
    # One brand that isn't known: "my Verizon, Samsung Galaxy smartphone".
    is_brand = len(more) == 1 and re.search(rf"\b(?:{_MY})\W+{re.escape(more[0])}\W.*{_PROGRAM.pattern}", low)
    return not more or bool(is_brand)


def _find_more(low: str, known: re.Pattern | None = None) -> list[str]:
    """Return the words of a line that no such line has."""
    if known:
        low = known.sub(" ", low)
    return re.findall(r"[^\W\d_]{2,}", _KNOWN.sub(" ", low))
