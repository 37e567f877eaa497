//! Months, weekdays and the small words of dates, in some thirty languages.

/// Month names and abbreviations by language, folded; the number is that of the month. Where two
/// languages disagree (`listopad` is October in Croatian, November in Polish) the larger press wins.
pub(super) const MONTHS: &[(i8, &str)] = &[
    (
        1,
        "january jan janvier janv januar jan jaenner janner enero ene janeiro gennaio gen januari styczen stycznia leden ledna ianuarie ocak oca январь января янв січень січня ιανουαριος ιανουαριου ינואר يناير جانفي ژانویه tammikuu tammikuuta január januar มกราคม जनवरी januaro",
    ),
    (
        2,
        "february feb fevrier fevr februar febr febrero fevereiro fev febbraio februari luty lutego unor unora februarie subat sub февраль февраля фев лютий лютого φεβρουαριος φεβρουαριου פברואר فبراير فيفري شباط فوریه helmikuu helmikuuta กุมภาพันธ์ फरवरी",
    ),
    (
        3,
        "march mar mars marz maerz marzo marco maart mrt mart marzec marca brezen brezna martie maret март марта мар березень березня μαρτιος μαρτιου מרץ مارس آذار اذار maaliskuu maaliskuuta มีนาคม मार्च marcius marts",
    ),
    (
        4,
        "april apr avril avr abril abr aprile kwiecien kwietnia duben dubna aprilie nisan nis апрель апреля апр квітень квітня απριλιος απριλιου אפריל أبريل ابريل إبريل افريل نيسان آوریل huhtikuu huhtikuuta เมษายน अप्रैल aprilis",
    ),
    (
        5,
        "may mai mayo maio maggio mag mei maj maja kveten kvetna mayis май мая травень травня μαιος μαιου מאי مايو ماي أيار ايار مه toukokuu toukokuuta พฤษภาคม मई majus",
    ),
    (
        6,
        "june jun juin juni junio junho giugno giu czerwiec czerwca cerven cervna iunie haziran haz июнь июня июн червень червня ιουνιος ιουνιου יוני يونيو جوان حزيران ژوئن kesakuu kesakuuta มิถุนายน जून junius",
    ),
    (
        7,
        "july jul juillet juil juli julio julho luglio lug lipiec lipca cervenec cervence iulie temmuz tem июль июля июл липень липня ιουλιος ιουλιου יולי يوليو جويلية تموز ژوئیه heinakuu heinakuuta กรกฎาคม जुलाई julius",
    ),
    (
        8,
        "august aug aout agosto ago augustus sierpien sierpnia srpen srpna agustos agu agustus agt август августа авг серпень серпня αυγουστος αυγουστου אוגוסט أغسطس اغسطس اوت آب اب elokuu elokuuta สิงหาคม अगस्त augusztus",
    ),
    (
        9,
        "september sept sep septembre septiembre setiembre setembro set settembre sett wrzesien wrzesnia zari septembrie eylul eyl сентябрь сентября сен сент вересень вересня σεπτεμβριος σεπτεμβριου ספטמבר سبتمبر أيلول ايلول سپتامبر syyskuu syyskuuta กันยายน सितंबर szeptember",
    ),
    (
        10,
        "october oct octobre oktober okt octubre outubro out ottobre ott pazdziernik pazdziernika rijen rijna octombrie ekim eki октябрь октября окт жовтень жовтня οκτωβριος οκτωβριου אוקטובר أكتوبر اكتوبر اکتبر lokakuu lokakuuta ตุลาคม अक्टूबर",
    ),
    (
        11,
        "november nov novembre noviembre novembro listopad listopada listopadu noiembrie kasim kas ноябрь ноября ноя нояб листопад листопада νοεμβριος νοεμβριου נובמבר نوفمبر نوامبر marraskuu marraskuuta พฤศจิกายน नवंबर",
    ),
    (
        12,
        "december dec decembre dezember dez diciembre dic dezembro dicembre desember des grudzien grudnia prosinec prosince decembrie aralik ara декабрь декабря дек грудень грудня δεκεμβριος δεκεμβριου דצמבר ديسمبر دسامبر joulukuu joulukuuta ธันวาคม दिसंबर",
    ),
];

/// Arabic months of two words, as pairs of folded words.
pub(super) const DOUBLE_MONTHS: &[(i8, &str, &str)] = &[
    (1, "كانون", "الثاني"),
    (10, "تشرين", "الاول"),
    (10, "تشرين", "الأول"),
    (11, "تشرين", "الثاني"),
    (12, "كانون", "الاول"),
    (12, "كانون", "الأول"),
];

/// Words between the parts of a date.
pub(super) const FILLERS: &[&str] = &[
    "of", "the", "de", "del", "do", "di", "d", "den", "le", "el", "st", "nd", "rd", "th", "er",
    "nam", "г", "го", "е", "року", "года", "m", "am", "a", "й", "ten", "η", "os",
];

/// Words of a line that only says when something appeared.
pub(super) const DATE_LINE_WORDS: &[&str] = &[
    "published",
    "updated",
    "posted",
    "last",
    "modified",
    "created",
    "first",
    "on",
    "at",
    "date",
    "publication",
    "print",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "bst",
    "utc",
    "est",
    "edt",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "cet",
    "cest",
    "ict",
    "ist",
    "et",
    "pt",
    "eet",
    "jst",
    "h",
    "uhr",
    "um",
    "vom",
    "ngay",
    "thang",
    "nam",
    "thu",
    "hai",
    "ba",
    "tu",
    "sau",
    "bay",
    "chu",
    "nhat",
    "luc",
    "gmt+7",
    "veroffentlicht",
    "aktualisiert",
    "publie",
    "mis",
    "jour",
    "a",
    "le",
    "publicado",
    "actualizado",
    "las",
    "hs",
    "hrs",
    "hours",
    "pubblicato",
    "il",
    "alle",
    "ore",
    "опубликовано",
    "в",
    "issue",
    "edition",
    "evening",
    "morning",
    "weekend",
    "final",
    "old",
    "new",
    "style",
    "os",
    "ns",
];

/// Days of the week in the same languages; they say nothing and are passed over.
pub(super) const WEEKDAYS: &str = "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday \
    fri saturday sat sunday sun montag dienstag mittwoch donnerstag freitag samstag sonnabend \
    sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes \
    miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta feira lunedi martedi \
    mercoledi giovedi venerdi domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag \
    mandag tirsdag onsdag torsdag fredag lordag sondag poniedzialek wtorek sroda czwartek piatek \
    sobota niedziela pazartesi sali carsamba persembe cuma cumartesi pazar senin selasa rabu kamis \
    jumat sabtu minggu понедельник вторник среда четверг пятница суббота воскресенье";
