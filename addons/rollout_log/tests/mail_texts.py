"""Single mails whose reading was hard: what was typed, and what of it is left.

The company is "Narwa Trading Co., Ltd.", the sender Ploy Kantha where nobody else is named.
"""

# Nothing of these is anything but somebody's own words.
OWN = [
    # Words that disclaimers have, too
    "We can't see the confidential prices in the new system any more, and the whole shop stands still.",
    "The order was intended for the other shop, and the system has no way to move it to where it belongs now.",
    "If you have received goods without an order, you can't book them, and the supplier waits for the money.",
    "La prenotazione riservata del cliente non si vede nel nuovo sistema, e ogni mattina la cerchiamo su carta.",
    "สินค้าที่เก็บไว้ภายนอกคลังไม่แสดงในระบบใหม่เลย ทำให้เรานับของไม่ได้และต้องโทรถามทุกวันจนเสียเวลามาก ลูกค้าก็รอนาน",
    "外部倉庫の在庫が新しいシステムでは見えないので、毎朝電話で確認しなければならず、とても時間がかかります。"
    "お客様も長く待っていますし、間違いも増えています。改善をお願いしたいと思います。",
    "النظام ليس سريعا في المخزن ولا في المبيعات والعملاء ينتظرون طويلا كل يوم قبل أن تطبع الفاتورة من جديد",
    "The confidential prices are shown to unauthorized people, and the whole shop can read them.\n\nPlease help",
    "Slow.\n\nWarning: external customers can't order, and the warehouse has to call each of them every day.",
    "Slow.\n\nUnauthorized discounts are possible again: anybody can type any price, and nobody is asked about it.",
    # Somebody who "wrote"
    "Dear team,\n\nI wrote to support on 19/11/2026 at 10:30 but nobody answers.\n\nThe printer is dark, too.",
    "Ich habe am 19.11.2026 um 10:30 Uhr dem Support geschrieben, keine Antwort.\nDer Drucker ist dunkel.",
    "ลูกค้าเขียนว่า 19/11/2026 10:30\nแต่ในระบบไม่มี",
    "Offer for buyer@customer.example dated 19.11.2026:\nprice is wrong",
    "We got the list on 19.11.2026 at 10:30 from buyer@customer.example:\nhalf of it is missing",
    "At Narwa Trading Co., Ltd. on 19.11.2026:\n- printing fails\n- search fails",
    "The offer is wrong.\n\nNarwa Trading Co., Ltd. logo is missing\nNarwa Trading Co., Ltd. address is old",
    # Devices
    "Download on Windows fails",
    "Downloads hang on my mobile",
    "从手机上点不了",
    "来自手机的订单很慢",
    "ดาวน์โหลดบนมือถือไม่ได้",
    "Sent from Outlook, orders arrive twice",
    "Télécharger sur Windows est lent",
    "Scarica i file lentamente su Windows",
    "Hent filer på Windows virker ikke",
    "Download Outlook for Android fails",
    "Sent from my iPhone\nit is the same",
    # Signs of a quotation
    "CRM>Pipeline is empty",
    "The till is slow.\nPOS>Session takes a minute.\nThat is all.",
    "POS> Session takes a minute.\nThat is all.",
    "It hangs.\n> 50 lines in an order, and it freezes",
    # A closing with words under it
    "Slow.\n\nThanks\nthe printer is dark, too",
    "Slow.\n\nThanks!\n- printing\n- searching",
    "ช้ามาก\n\nขอบคุณครับ\nเครื่องพิมพ์ก็เสียด้วยเหมือนกัน",
    "Slow.\n\nThanks\nNok\n\nthe till is dark, too",
]
OWN_IN_HTML = [
    ("<p>&gt; 50 lines in an order and it freezes</p>", "> 50 lines in an order and it freezes"),
    (
        "<p>Slow.</p><p>POS&gt;Session takes a minute.</p><p>Bye all.</p>",
        "Slow.\nPOS>Session takes a minute.\nBye all.",
    ),
]

# Who wrote, what, and what is left.
NAMES = [
    ("Ben Carter", "The scanner is slow. I am Ben.\n\nThanks,\nBen", "The scanner is slow. I am …."),
    ("Van Do", "I am Van. Ask Do or Van Do, the van is late", "I am …. Ask … or …, the van is late"),
    ("Le Thi", "Le waits. It is le that waits", "… waits. It is le that waits"),
    ("Di Marco", "Di says it is slow", "… says it is slow"),
    ("Della Reese", "Ask Della, please", "Ask …, please"),
    ("Pan Wei", "I asked, says Pan", "I asked, says …"),
    ("Ing Tan", "This is Ing", "This is …"),
    ("Al Pine", "Slow.\n\nAl", "Slow."),
    ("Li Na", "Li Na here. Na says it is slow", "… here. … says it is slow"),
    ("Jan de Vries", "De Vries waits for de printer", "De … waits for de printer"),
    ("The Boss", "The printer is dark", "The printer is dark"),
]

# What stands around the words "The printer is slow."
SLOW = "The printer is slow."
AROUND = [
    # Names that nobody knows, under a closing
    f"{SLOW}\n\nBest regards,\nNok\nnok88@gmail.example",
    f"{SLOW}\n\nThanks,\nNok\nLine: nok88",
    f"{SLOW}\n\nKind regards,\nNok K.\nWarehouse Supervisor, Branch 2",
    f"{SLOW}\n\nขอแสดงความนับถือ\n(พลอย)\nฝ่ายบัญชี",
    f"{SLOW}\n\nRgds,\nPK",
    f"{SLOW}\n\nMit freundlichen Grüßen\ni.V. Ploy Kantha\nLeiterin Buchhaltung",
    f"{SLOW}\n\nMit freundlichen Grüßen\n\ni. A. Nok Meier",
    f"{SLOW}\n\nขอบคุณค่ะ\nพลอย",
    f"{SLOW}\n\nThanks!\nBest regards,\nNok\n\nNarwa Trading Co., Ltd.\n99 Rama IV Road\nTel. 02 123 9999",
    f"{SLOW}\n\nNarwa Trading Co., Ltd.\nTel. 02 123 9999",
    # Disclaimers
    f"{SLOW}\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Adressat sind, löschen Sie sie.",
    f"{SLOW}\n\nDit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde. Gebruik door derden mag niet.",
    f"{SLOW}\n\nอีเมลฉบับนี้และไฟล์แนบเป็นข้อมูลที่เป็นความลับ ใช้สำหรับผู้รับที่ระบุไว้เท่านั้น หากไม่ใช่ท่านโปรดแจ้งผู้ส่งและลบทิ้ง",
    f"{SLOW}\n\nEsta mensagem pode conter informações confidenciais e é destinada exclusivamente ao destinatário.",
    f"{SLOW}\n\nNiniejsza wiadomość zawiera informacje prawnie chronione i jest przeznaczona wyłącznie dla adresata.",
    f"{SLOW}\n\nPlease consider the environment before printing this e-mail.",
    f"{SLOW}\n\nNarwa Trading Co., Ltd. | 99/1 Rama IV Road, Bangkok 10500 | Registered No. 0105512345678",
    f"Caution: this e-mail originated outside the organization.\n\n{SLOW}",
    f"{SLOW}\n\nSent from my iPhone\n\nThis e-mail is confidential. If you are not the intended recipient, delete it.",
    # Adverts
    f"{SLOW}\n\nUzyskaj program Outlook dla systemu Android<https://aka.ms/AAb9ysg>",
    f"{SLOW}\n\nBaixe o Outlook para iOS",
    f"{SLOW}\n\nObțineți Outlook pentru Android",
    f"{SLOW}\n\nOutlook beszerzése Androidra",
    f"{SLOW}\n\nΛήψη του Outlook για Android <https://aka.ms/AAb9ysg>",
    f"{SLOW}\n\nDiese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.",
    # Quotations
    f"{SLOW}\n\nOn 19/11/2026 at 10:30, Tom Low wrote:\nmy own secret",
    f"{SLOW}\n\nPK> How are you\nPK> today",
    f"{SLOW}\n\nOn 19/11/2026 at 10:30, Tom wrote:\nPK> my own secret",
    f'{SLOW}\n\n{"":13}"Narwa"\n{"":13}<info@narwa.example>\n{"":60}To\n{"":13}19.11.2026 09:00{"":20}Ploy\n'
    f"{'':60}cc\n\n{'':60}Subject\n{'':39}Your week\n\n\nmy own secret",
]

# Into our own mail
OUR_LINES = (
    "How did your work go this week?",
    "A few short questions, 20 seconds, no login.",
    "Answer now",
    "A department is named only where at least \0 people answered.",
)
HEAD = "From: Narwa Trading Co., Ltd. <info@narwa.example>\nSent: Thursday\nTo: Ploy\nSubject: x\n\n" + (
    "A few short questions, 20 seconds, no login.\n"
)
ANSWERS = [
    ("How did your work go this week? Badly", "Badly"),
    ("A department is named only where at least 5 people answered. That is not true here.", "That is not true here."),
    ("A department is named only where at least\n5 people answered. That is not true.", "That is not true."),
    ("Slow: How did your work go this week?", "Slow:"),
    ("Answer now [1]\n\n[1] https://odoo.example.com/rollout/feedback/AbC\n[2] https://odoo.example.com/rollout/x", ""),
    ("Answer now<https://odoo.example.com/rollout/feedback/AbC>\n\nVery badly", "Very badly"),
]
