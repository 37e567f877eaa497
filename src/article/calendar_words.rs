//! The small words of dates in the same languages, and the months of other calendars.

use super::calendars::Calendar;

/// Months of other calendars, as [`super::month_names::MONTHS`] writes them.
pub(super) const OTHER_MONTHS: &[(Calendar, &str)] = &[
    (
        Calendar::SolarHijri,
        "فروردین farvardin | اردیبهشت ordibehesht | خرداد khordad | تیر tir | مرداد امرداد mordad | \
         شهریور shahrivar | مهر mehr | آبان aban | آذر azar | دی dey | بهمن bahman | اسفند esfand",
    ),
    (
        Calendar::SolarHijri,
        "حمل | ثور | جوزا | سرطان | اسد | سنبله | میزان | عقرب | قوس | جدی | دلو | حوت",
    ),
    (
        Calendar::SolarHijri,
        "وری | غویی | غبرګولی | چنګاښ | زمری | وږی | تله | لړم | لیندۍ | مرغومی | سلواغه | کب",
    ),
    (
        Calendar::Hijri,
        "محرم محرم_الحرام المحرم muharram | صفر safar | ربيع_الأول ربیع_الاول rabi_al_awwal \
         rabiul_awal rebiülevvel | ربيع_الثاني ربيع_الآخر ربیع_الثانی rabi_al_thani rabi_al_akhir \
         rabiul_akhir rebiülahir | جمادى_الأولى جمادى_الأول جمادی_الاول جمادی_الاولی \
         jumada_al_awwal jumada_al_ula jumadil_awal cemaziyelevvel | جمادى_الآخرة جمادى_الثانية \
         جمادى_الآخر جمادی_الثانی jumada_al_thani jumada_al_akhirah jumadil_akhir cemaziyelahir | رجب \
         rajab recep | شعبان shaban syaban şaban | رمضان رمضان_المبارك ramadan ramadhan ramazan | \
         شوال shawwal syawal şevval | ذو_القعدة ذي_القعدة ذوالقعدة ذی_القعده dhu_al_qadah \
         dhul_qadah zulkaidah zilkade | ذو_الحجة ذي_الحجة ذوالحجة ذی_الحجه dhu_al_hijjah dhul_hijjah \
         zulhijjah zilhicce",
    ),
    (
        Calendar::Hebrew,
        "תשרי tishri tishrei | חשון חשוון מרחשון מרחשוון heshvan cheshvan | כסלו kislev | טבת tevet | \
         שבט shevat shvat | אדר אדר_א adar | אדר_ב adar_ii | ניסן nissan | אייר איר iyar | סיון סיוון \
         sivan | תמוז tammuz | אב מנחם_אב av | אלול elul",
    ),
];

/// Eras that East Asia counts years in: the name, and what is added to their years. Meiji begins with
/// the days of our calendar, of 1873.
pub(super) const ERAS: &[(&str, i64)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];

/// Words that say that years are those of Buddha.
pub(super) const BUDDHIST_WORDS: &[&str] = &["พ ศ", "พศ", "พุทธศักราช", "ພ ສ", "ព ស"];

/// Words that say by which calendar a date in figures counts, folded.
pub(super) const CALENDAR_SIGNS: &[(&str, Calendar)] = &[
    ("ش", Calendar::SolarHijri),
    ("شمسی", Calendar::SolarHijri),
    ("خورشیدی", Calendar::SolarHijri),
    ("ه", Calendar::Hijri),
    ("قمری", Calendar::Hijri),
    ("ق", Calendar::Hijri),
    ("هجري", Calendar::Hijri),
    ("ah", Calendar::Hijri),
];

/// Ends of a statement that is by the Julian calendar, folded.
pub(super) const OLD_STYLE: &[&str] = &[
    "o s",
    "os",
    "old style",
    "julian",
    "по старому стилю",
    "ст ст",
    "ст стиля",
    "старого стиля",
    "a st",
    "alten stils",
    "παλαιο ημερολογιο",
];

/// Words between the parts of a date, folded.
pub(super) const FILLERS: &[&str] = &[
    "of", "the", "de", "del", "do", "di", "d", "den", "le", "el", "st", "nd", "rd", "th", "er",
    "nam", "г", "го", "е", "року", "року", "р", "года", "году", "m", "am", "a", "й", "ten", "η",
    "os", "gada", "godine", "roku", "r", "år", "eko", "ko", "an", "של", "סנה", "سنة", "عام", "سال",
    "พ", "ศ", "ค", "พศ", "ປີ", "dia", "la", "las", "на", "year", "ano", "año", "jahr", "του", "e",
    "den", "ngay", "tahun", "an", "h",
];

/// Words of a line that only says when something appeared, folded.
pub(super) const DATE_LINE_WORDS: &[&str] = &[
    "a",
    "acessado",
    "actualizado",
    "actualise",
    "agg",
    "aggiornato",
    "aktualisiert",
    "aktualizacja",
    "aktualizovano",
    "aktualno",
    "alle",
    "am",
    "ar",
    "at",
    "atualizado",
    "ba",
    "bay",
    "bijgewerkt",
    "bst",
    "cap",
    "cdt",
    "cest",
    "cet",
    "chu",
    "created",
    "cst",
    "dang",
    "data",
    "date",
    "datum",
    "desde",
    "diterbitkan",
    "dne",
    "edition",
    "edt",
    "eest",
    "eet",
    "em",
    "erschienen",
    "erstellt",
    "est",
    "et",
    "evening",
    "fecha",
    "final",
    "first",
    "from",
    "gepubliceerd",
    "geplaatst",
    "giorno",
    "giờ",
    "gio",
    "gmt",
    "gmt+7",
    "guncelleme",
    "guncellenme",
    "h",
    "hai",
    "hours",
    "hrs",
    "hs",
    "ict",
    "il",
    "issue",
    "ist",
    "item",
    "jour",
    "jst",
    "julkaistu",
    "kl",
    "klo",
    "kst",
    "last",
    "las",
    "le",
    "los",
    "luc",
    "m",
    "mdt",
    "megjelent",
    "mis",
    "modifie",
    "modified",
    "morning",
    "msk",
    "mst",
    "nam",
    "new",
    "nhat",
    "ngay",
    "ns",
    "old",
    "ol",
    "on",
    "oppdatert",
    "opublikowano",
    "ora",
    "ore",
    "os",
    "p",
    "paivitetty",
    "pdt",
    "pm",
    "posted",
    "print",
    "pst",
    "pt",
    "publicado",
    "publicat",
    "publicata",
    "publicerad",
    "publication",
    "publie",
    "publiee",
    "published",
    "publisert",
    "pubblicato",
    "pukul",
    "saat",
    "sau",
    "stand",
    "style",
    "tanggal",
    "tarih",
    "tarihi",
    "thang",
    "the",
    "thu",
    "to",
    "tu",
    "udgivet",
    "uhr",
    "um",
    "update",
    "updated",
    "uppdaterad",
    "utc",
    "v",
    "veroffentlicht",
    "vom",
    "weekend",
    "wib",
    "yayinlanma",
    "zuletzt",
    "zveřejněno",
    "в",
    "дата",
    "обновлено",
    "опубликовано",
    "оновлено",
    "опубліковано",
    "δημοσιευση",
    "ενημερωση",
    "פורסם",
    "עודכן",
    "بتاريخ",
    "تاريخ",
    "تاریخ",
    "النشر",
    "انتشار",
    "نشر",
    "الساعة",
    "ساعت",
    "प्रकाशित",
    "अपडेट",
    "प्रकाशन",
    "เผยแพร่",
    "วันที่",
    "เวลา",
    "น",
    "发布时间",
    "发布",
    "更新",
    "更新日期",
    "公開",
    "掲載",
    "配信",
    "時間",
    "时间",
    "発行",
    "夕刊",
    "朝刊",
    "입력",
    "수정",
    "등록",
    "기사입력",
    "업데이트",
];

/// The days of the week, Monday first: those of their names that are long enough to tell, folded when
/// they are looked up.
pub(super) const WEEKDAYS: &[&str] = &[
    "monday lunes lundi montag segunda lunedì понедельник الاثنين الإثنين دوشنبه maandag \
     poniedziałek pazartesi понеділок pondělí pondelok hétfő luni понеделник понедељак ponedjeljak \
     ponedeljek ponedeljak δευτέρα שני maanantai maanantaina måndag mandag mánudagur esmaspäev \
     pirmdiena pirmadienis senin isnin thứ_hai วันจันทร์ सोमवार সোমবার پیر dilluns 月曜日 月曜 星期一 \
     週一 周一 월요일",
    "tuesday martes mardi dienstag terça martedì вторник الثلاثاء سه‌شنبه dinsdag wtorek salı \
     вівторок úterý utorok kedd marți уторак utorak torek τρίτη שלישי tiistai tiistaina tisdag \
     tirsdag þriðjudagur teisipäev otrdiena antradienis selasa thứ_ba วันอังคาร मंगलवार মঙ্গলবার منگل \
     dimarts 火曜日 火曜 星期二 週二 周二 화요일",
    "wednesday miércoles mercredi mittwoch quarta mercoledì среда الأربعاء چهارشنبه woensdag środa \
     çarşamba середа středa streda szerda miercuri сряда srijeda sreda τετάρτη רביעי keskiviikko \
     keskiviikkona onsdag miðvikudagur kolmapäev trešdiena trečiadienis rabu thứ_tư วันพุธ बुधवार \
     বুধবার بدھ dimecres 水曜日 水曜 星期三 週三 周三 수요일",
    "thursday jueves jeudi donnerstag quinta giovedì четверг الخميس پنجشنبه پنج‌شنبه donderdag \
     czwartek perşembe четвер čtvrtek štvrtok csütörtök четвъртък четвртак četvrtak četrtek πέμπτη \
     חמישי torstai torstaina torsdag fimmtudagur neljapäev ceturtdiena ketvirtadienis kamis khamis \
     thứ_năm วันพฤหัสบดี गुरुवार বৃহস্পতিবার جمعرات dijous 木曜日 木曜 星期四 週四 周四 목요일",
    "friday viernes vendredi freitag sexta venerdì пятница الجمعة جمعه vrijdag piątek п'ятниця \
     pátek piatok péntek vineri петък петак petak petek παρασκευή שישי perjantai perjantaina \
     fredag föstudagur reede piektdiena penktadienis jumat jumaat thứ_sáu วันศุกร์ शुक्रवार শুক্রবার \
     جمعہ divendres 金曜日 金曜 星期五 週五 周五 금요일",
    "saturday sábado samedi samstag sonnabend sabato суббота السبت شنبه zaterdag sobota cumartesi \
     субота szombat sâmbătă събота subota σάββατο שבת lauantai lauantaina lördag lørdag laugardagur \
     laupäev sestdiena šeštadienis sabtu thứ_bảy วันเสาร์ शनिवार শনিবার ہفتہ dissabte 土曜日 土曜 \
     星期六 週六 周六 토요일",
    "sunday domingo dimanche sonntag domenica воскресенье الأحد یکشنبه zondag niedziela неділя \
     neděle nedeľa vasárnap duminică неделя недеља nedjelja nedelja κυριακή ראשון sunnuntai \
     sunnuntaina söndag søndag sunnudagur pühapäev svētdiena sekmadienis minggu ahad chủ_nhật \
     วันอาทิตย์ रविवार রবিবার اتوار diumenge 日曜日 日曜 星期日 星期天 週日 周日 일요일",
];

/// Short names of the days of the week, which say too little to reckon with; passed over.
pub(super) const SHORT_WEEKDAYS: &str = "mon tue tues wed weds thu thur thurs fri sat sun mo di mi do fr sa so lun mie jue vie sab \
    dom mer jeu ven sam dim seg ter qua qui sex gio пн вт ср чт пт сб вс нд pon wto sro czw pia sob \
    nie pzt sal car per cum cmt paz po ut st ct pa ne ma ti ke to pe la su man tir ons tor fre lor \
    lau feira יום pazar cuma יוم วัน";
