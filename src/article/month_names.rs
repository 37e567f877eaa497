//! The names of the months in some seventy languages, with the endings they take in dates.
//!
//! Wide and short names, as in a date and alone, are those of the Unicode CLDR (release 46); added are
//! spellings that newspapers use beside them: Austrian, Levantine and Maghrebi months, genitives and
//! locatives that CLDR leaves out, Latin.

/// Language, then its twelve months separated by `|`, each with all its forms; `_` joins the words
/// of a form. The larger press comes first: where two languages disagree (`listopad` is October in
/// Croatian, November in Polish) and the language is not known, the first row decides.
pub(super) const MONTHS: &[(&str, &str)] = &[
    (
        "en",
        "january jan | february feb | march mar | april apr | may | june jun | july jul | august \
         aug | september sep sept | october oct | november nov | december dec",
    ),
    (
        "es",
        "enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | \
         agosto ago | septiembre sept setiembre set | octubre oct | noviembre nov | diciembre dic",
    ),
    (
        "fr",
        "janvier janv jan | février févr fév | mars | avril avr | mai | juin | juillet juil | \
         août | septembre sept | octobre oct | novembre nov | décembre déc",
    ),
    (
        "de",
        "januar jan jänner jaenner jän | februar feb feber | märz mär maerz mrz | april apr | mai \
         | juni jun | juli jul | august aug | september sept sep | oktober okt | november nov | \
         dezember dez",
    ),
    (
        "pt",
        "janeiro jan | fevereiro fev | março mar | abril abr | maio mai | junho jun | julho jul | \
         agosto ago | setembro set | outubro out | novembro nov | dezembro dez",
    ),
    (
        "it",
        "gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu | luglio \
         lug | agosto ago | settembre set sett | ottobre ott | novembre nov | dicembre dic",
    ),
    (
        "ru",
        "января янв январь | февраля февр февраль фев | марта мар март | апреля апр апрель | мая \
         май | июня июн июнь | июля июл июль | августа авг август | сентября сент сентябрь сен | \
         октября окт октябрь | ноября нояб ноябрь ноя | декабря дек декабрь",
    ),
    (
        "ar",
        "يناير كانون_الثاني جانفي | فبراير شباط فيفري | مارس آذار | أبريل نيسان أفريل ابريل | \
         مايو أيار ماي | يونيو حزيران جوان | يوليو تموز جويلية يوليوز | أغسطس آب أوت غشت | سبتمبر \
         أيلول شتنبر | أكتوبر تشرين_الأول | نوفمبر تشرين_الثاني نونبر | ديسمبر كانون_الأول دجنبر",
    ),
    (
        "pl",
        "stycznia sty styczeń | lutego lut luty | marca mar marzec | kwietnia kwi kwiecień | maja \
         maj | czerwca cze czerwiec | lipca lip lipiec | sierpnia sie sierpień | września wrz \
         wrzesień | października paź październik | listopada lis listopad | grudnia gru grudzień",
    ),
    (
        "tr",
        "ocak oca | şubat şub | mart mar | nisan nis | mayıs may | haziran haz | temmuz tem | \
         ağustos ağu | eylül eyl | ekim eki | kasım kas | aralık ara",
    ),
    (
        "nl",
        "januari jan | februari feb | maart mrt maa | april apr | mei | juni jun | juli jul | \
         augustus aug | september sep | oktober okt | november nov | december dec",
    ),
    (
        "id",
        "januari jan | februari feb pebruari | maret mar | april apr | mei | juni jun | juli jul \
         | agustus agu | september sep | oktober okt | november nov nopember | desember des",
    ),
    (
        "uk",
        "січня січ січень | лютого лют лютий | березня бер березень | квітня квіт квітень | \
         травня трав травень | червня черв червень | липня лип липень | серпня серп серпень | \
         вересня вер вересень | жовтня жовт жовтень | листопада лист листопад | грудня груд \
         грудень",
    ),
    (
        "fa",
        "ژانویهٔ ژانویه | فوریهٔ فوریه | مارس | آوریل | مهٔ مه می | ژوئن جون | ژوئیهٔ ژوئیه جولای \
         | اوت اگوست آگوست | سپتامبر | اکتبر | نوامبر | دسامبر",
    ),
    (
        "cs",
        "ledna led leden | února úno únor | března bře březen | dubna dub duben | května kvě \
         květen | června čvn červen | července čvc červenec | srpna srp srpen | září zář | října \
         říj říjen | listopadu lis listopad | prosince pro prosinec",
    ),
    (
        "ro",
        "ianuarie ian | februarie feb | martie mar | aprilie apr | mai | iunie iun | iulie iul | \
         august aug | septembrie sept | octombrie oct | noiembrie nov | decembrie dec",
    ),
    (
        "hu",
        "január jan | február febr | március márc | április ápr | május máj | június jún | július \
         júl | augusztus aug | szeptember szept | október okt | november nov | december dec",
    ),
    (
        "el",
        "ιανουαρίου ιαν ιανουάριος | φεβρουαρίου φεβ φεβρουάριος | μαρτίου μαρ μάρτιος μάρ | \
         απριλίου απρ απρίλιος | μαΐου μαΐ μάιος μάι | ιουνίου ιουν ιούνιος ιούν | ιουλίου ιουλ \
         ιούλιος ιούλ | αυγούστου αυγ αύγουστος αύγ | σεπτεμβρίου σεπ σεπτέμβριος | οκτωβρίου οκτ \
         οκτώβριος | νοεμβρίου νοε νοέμβριος νοέ | δεκεμβρίου δεκ δεκέμβριος",
    ),
    (
        "sv",
        "januari jan | februari feb | mars | april apr | maj | juni | juli | augusti aug | \
         september sep | oktober okt | november nov | december dec",
    ),
    (
        "da",
        "januar jan | februar feb | marts mar | april apr | maj | juni jun | juli jul | august \
         aug | september sep | oktober okt | november nov | december dec",
    ),
    (
        "no",
        "januar jan | februar feb | mars mar | april apr | mai | juni jun | juli jul | august aug \
         | september sep | oktober okt | november nov | desember des",
    ),
    (
        "fi",
        "tammikuuta tammi tammikuu | helmikuuta helmi helmikuu | maaliskuuta maalis maaliskuu | \
         huhtikuuta huhti huhtikuu | toukokuuta touko toukokuu | kesäkuuta kesä kesäkuu | \
         heinäkuuta heinä heinäkuu | elokuuta elo elokuu | syyskuuta syys syyskuu | lokakuuta \
         loka lokakuu | marraskuuta marras marraskuu | joulukuuta joulu joulukuu",
    ),
    (
        "he",
        "ינואר ינו | פברואר פבר | מרץ מארס | אפריל אפר | מאי | יוני | יולי | אוגוסט אוג אוגסט | \
         ספטמבר ספט | אוקטובר אוק | נובמבר נוב | דצמבר דצמ",
    ),
    (
        "hi",
        "जनवरी जन | फ़रवरी फ़र फरवरी | मार्च | अप्रैल | मई | जून | जुलाई जुल | अगस्त अग | सितंबर \
         सित अक्तूबर सितम्बर | अक्टूबर अक्टू नवम्बर | नवंबर नव दिसम्बर | दिसंबर दिस",
    ),
    (
        "bn",
        "জানুয়ারী জানু জানুয়ারি | ফেব্রুয়ারী ফেব ফেব্রুয়ারি | মার্চ | এপ্রিল এপ্রি | মে | জুন \
         | জুলাই জুল | আগস্ট আগ | সেপ্টেম্বর সেপ | অক্টোবর অক্টো | নভেম্বর নভে | ডিসেম্বর ডিসে",
    ),
    (
        "ur",
        "جنوری | فروری | مارچ | اپریل | مئی | جون | جولائی | اگست | ستمبر | اکتوبر | نومبر | \
         دسمبر",
    ),
    (
        "ta",
        "ஜனவரி ஜன | பிப்ரவரி பிப் | மார்ச் மார் | ஏப்ரல் ஏப் | மே | ஜூன் | ஜூலை | ஆகஸ்ட் ஆக | \
         செப்டம்பர் செப் | அக்டோபர் அக் | நவம்பர் நவ | டிசம்பர் டிச",
    ),
    (
        "te",
        "జనవరి జన | ఫిబ్రవరి ఫిబ్ర | మార్చి | ఏప్రిల్ ఏప్రి | మే | జూన్ | జులై | ఆగస్టు ఆగ | \
         సెప్టెంబర్ సెప్టెం | అక్టోబర్ అక్టో | నవంబర్ నవం | డిసెంబర్ డిసెం",
    ),
    (
        "mr",
        "जानेवारी जाने | फेब्रुवारी फेब्रु | मार्च | एप्रिल एप्रि | मे | जून | जुलै | ऑगस्ट ऑग | \
         सप्टेंबर सप्टें | ऑक्टोबर ऑक्टो | नोव्हेंबर नोव्हें | डिसेंबर डिसें",
    ),
    (
        "gu",
        "જાન્યુઆરી જાન્યુ | ફેબ્રુઆરી ફેબ્રુ | માર્ચ | એપ્રિલ | મે | જૂન | જુલાઈ | ઑગસ્ટ | \
         સપ્ટેમ્બર સપ્ટે | ઑક્ટોબર ઑક્ટો | નવેમ્બર નવે | ડિસેમ્બર ડિસે",
    ),
    (
        "kn",
        "ಜನವರಿ ಜನ | ಫೆಬ್ರವರಿ ಫೆಬ್ರ | ಮಾರ್ಚ್ | ಏಪ್ರಿಲ್ ಏಪ್ರಿ | ಮೇ | ಜೂನ್ | ಜುಲೈ | ಆಗಸ್ಟ್ ಆಗ | \
         ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ | ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ | ನವೆಂಬರ್ ನವೆಂ | ಡಿಸೆಂಬರ್ ಡಿಸೆಂ",
    ),
    (
        "ml",
        "ജനുവരി ജനു | ഫെബ്രുവരി ഫെബ്രു | മാർച്ച് മാർ | ഏപ്രിൽ ഏപ്രി | മേയ് | ജൂൺ | ജൂലൈ | \
         ഓഗസ്റ്റ് ഓഗ | സെപ്റ്റംബർ സെപ്റ്റം | ഒക്‌ടോബർ ഒക്ടോ | നവംബർ നവം | ഡിസംബർ ഡിസം",
    ),
    (
        "pa",
        "ਜਨਵਰੀ ਜਨ | ਫ਼ਰਵਰੀ ਫ਼ਰ | ਮਾਰਚ | ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ | ਮਈ | ਜੂਨ | ਜੁਲਾਈ ਜੁਲਾ | ਅਗਸਤ ਅਗ | ਸਤੰਬਰ \
         ਸਤੰ | ਅਕਤੂਬਰ ਅਕਤੂ | ਨਵੰਬਰ ਨਵੰ | ਦਸੰਬਰ ਦਸੰ",
    ),
    (
        "ne",
        "जनवरी | फेब्रुअरी | मार्च | अप्रिल | मे | जुन | जुलाई | अगस्ट | सेप्टेम्बर | अक्टोबर | \
         नोभेम्बर | डिसेम्बर",
    ),
    (
        "si",
        "ජනවාරි ජන | පෙබරවාරි පෙබ | මාර්තු මාර් | අප්‍රේල් | මැයි | ජූනි | ජූලි | අගෝස්තු අගෝ | \
         සැප්තැම්බර් සැප් | ඔක්තෝබර් ඔක් | නොවැම්බර් නොවැ | දෙසැම්බර් දෙසැ",
    ),
    (
        "my",
        "ဇန်နဝါရီ ဇန် | ဖေဖော်ဝါရီ ဖေ | မတ် | ဧပြီ | မေ | ဇွန် | ဇူလိုင် ဇူ | ဩဂုတ် | စက်တင်ဘာ \
         စက် | အောက်တိုဘာ အောက် | နိုဝင်ဘာ နို | ဒီဇင်ဘာ ဒီ",
    ),
    (
        "th",
        "มกราคม ม_ค | กุมภาพันธ์ ก_พ | มีนาคม มี_ค | เมษายน เม_ย | พฤษภาคม พ_ค | มิถุนายน มิ_ย | \
         กรกฎาคม ก_ค | สิงหาคม ส_ค | กันยายน ก_ย | ตุลาคม ต_ค | พฤศจิกายน พ_ย | ธันวาคม ธ_ค",
    ),
    (
        "lo",
        "ມັງກອນ ມ_ກ | ກຸມພາ ກ_ພ | ມີນາ ມ_ນ | ເມສາ ມ_ສ | ພຶດສະພາ ພ_ພ | ມິຖຸນາ ມິ_ຖ | ກໍລະກົດ ກ_ລ | \
         ສິງຫາ ສ_ຫ | ກັນຍາ ກ_ຍ | ຕຸລາ ຕ_ລ | ພະຈິກ ພ_ຈ | ທັນວາ ທ_ວ",
    ),
    (
        "km",
        "មករា | កុម្ភៈ | មីនា | មេសា | ឧសភា | មិថុនា | កក្កដា | សីហា | កញ្ញា | តុលា | វិច្ឆិកា | \
         ធ្នូ",
    ),
    (
        "bg",
        "януари яну | февруари фев | март | април апр | май | юни | юли | август авг | септември \
         сеп | октомври окт | ноември ное | декември дек",
    ),
    (
        "sr",
        "јануар јан јануара | фебруар феб фебруара | март мар марта | април апр априла | мај маја \
         | јун јуна јуни | јул јула јули | август авг августа | септембар сеп септембра | октобар \
         окт октобра | новембар нов новембра | децембар дец децембра",
    ),
    (
        "hr",
        "siječnja sij siječanj | veljače velj veljača | ožujka ožu ožujak | travnja tra travanj | \
         svibnja svi svibanj | lipnja lip lipanj | srpnja srp srpanj | kolovoza kol kolovoz | \
         rujna ruj rujan | listopada lis listopad | studenoga stu studeni studenog | prosinca pro \
         prosinac",
    ),
    (
        "sl",
        "januar jan januarja | februar feb februarja | marec mar marca | april apr aprila | maj \
         maja | junij jun junija | julij jul julija | avgust avg avgusta | september sep \
         septembra | oktober okt oktobra | november nov novembra | december dec decembra",
    ),
    (
        "bs",
        "januar jan januara | februar feb februara | mart mar marta | april apr aprila | maj maja \
         | juni jun juna | juli jul jula | august aug avgusta avgust avg | septembar sep \
         septembra | oktobar okt oktobra | novembar nov novembra | decembar dec decembra",
    ),
    (
        "mk",
        "јануари јан | февруари фев | март мар | април апр | мај | јуни јун | јули јул | август \
         авг | септември сеп | октомври окт | ноември ное | декември дек",
    ),
    (
        "sk",
        "januára jan január | februára feb február | marca mar marec | apríla apr apríl | mája \
         máj | júna jún | júla júl | augusta aug august | septembra sep september | októbra okt \
         október | novembra nov november | decembra dec december",
    ),
    (
        "sq",
        "janar jan | shkurt shk | mars mar | prill pri | maj | qershor qer | korrik korr | gusht \
         gush | shtator sht | tetor tet | nëntor nën | dhjetor dhj",
    ),
    (
        "et",
        "jaanuar jaan | veebruar veebr | märts | aprill apr | mai | juuni | juuli | august aug | \
         september sept | oktoober okt | november nov | detsember dets",
    ),
    (
        "lv",
        "janvāris janv janvārī | februāris febr februārī | marts martā | aprīlis apr aprīlī | \
         maijs maijā | jūnijs jūn jūnijā | jūlijs jūl jūlijā | augusts aug augustā | septembris \
         sept septembrī | oktobris okt oktobrī | novembris nov novembrī | decembris dec decembrī",
    ),
    (
        "lt",
        "sausio saus sausis | vasario vas vasaris | kovo kov kovas | balandžio bal balandis | \
         gegužės geg gegužė | birželio birž birželis | liepos liep liepa | rugpjūčio rugp \
         rugpjūtis | rugsėjo rugs rugsėjis | spalio spal spalis | lapkričio lapkr lapkritis | \
         gruodžio gruod gruodis",
    ),
    (
        "is",
        "janúar jan | febrúar feb | mars mar | apríl apr | maí | júní jún | júlí júl | ágúst ágú \
         | september sep | október okt | nóvember nóv | desember des",
    ),
    (
        "ca",
        "gener gen | febrer febr | març | abril abr | maig | juny | juliol jul | agost ag | \
         setembre set | octubre oct | novembre nov | desembre des",
    ),
    (
        "gl",
        "xaneiro xan | febreiro feb | marzo mar | abril abr | maio | xuño | xullo xul | agosto \
         ago | setembro set | outubro out | novembro nov | decembro dec",
    ),
    (
        "eu",
        "urtarrila urt urtarrilaren | otsaila ots otsailaren | martxoa mar martxoaren | apirila \
         api apirilaren | maiatza mai maiatzaren | ekaina eka ekainaren | uztaila uzt uztailaren \
         | abuztua abu abuztuaren | iraila ira irailaren | urria urr urriaren | azaroa aza \
         azaroaren | abendua abe abenduaren",
    ),
    (
        "ga",
        "eanáir ean | feabhra feabh | márta | aibreán aib | bealtaine beal | meitheamh meith | \
         iúil | lúnasa lún | meán_fómhair mfómh | deireadh_fómhair dfómh | samhain samh | nollaig \
         noll",
    ),
    (
        "cy",
        "ionawr ion | chwefror chwef chw | mawrth maw | ebrill ebr | mai | mehefin meh | \
         gorffennaf gorff gor | awst | medi | hydref hyd | tachwedd tach | rhagfyr rhag",
    ),
    (
        "ms",
        "januari jan | februari feb | mac | april apr | mei | jun | julai jul | ogos ogo | \
         september sep | oktober okt | november nov | disember dis",
    ),
    (
        "tl",
        "enero ene | pebrero peb | marso mar | abril abr | mayo may | hunyo hun | hulyo hul | \
         agosto ago | setyembre set | oktubre okt | nobyembre nob | disyembre dis",
    ),
    (
        "af",
        "januarie jan | februarie feb | maart mrt | april apr | mei | junie jun | julie jul | \
         augustus aug | september sep | oktober okt | november nov | desember des",
    ),
    (
        "sw",
        "januari jan | februari feb | machi mac | aprili apr | mei | juni jun | julai jul | \
         agosti ago | septemba sep | oktoba okt | novemba nov | desemba des",
    ),
    (
        "be",
        "студзеня сту студзень | лютага лют люты | сакавіка сак сакавік | красавіка кра красавік \
         | мая май | чэрвеня чэр чэрвень | ліпеня ліп ліпень | жніўня жні жнівень | верасня вер \
         верасень | кастрычніка кас кастрычнік | лістапада ліс лістапад | снежня сне снежань",
    ),
    (
        "ka",
        "იანვარი იან | თებერვალი თებ | მარტი მარ | აპრილი აპრ | მაისი მაი | ივნისი ივნ | ივლისი \
         ივლ | აგვისტო აგვ | სექტემბერი სექ | ოქტომბერი ოქტ | ნოემბერი ნოე | დეკემბერი დეკ",
    ),
    (
        "hy",
        "հունվարի հնվ հունվար | փետրվարի փտվ փետրվար | մարտի մրտ մարտ | ապրիլի ապր ապրիլ | մայիսի \
         մյս մայիս | հունիսի հնս հունիս | հուլիսի հլս հուլիս | օգոստոսի օգս օգոստոս | սեպտեմբերի \
         սեպ սեպտեմբեր | հոկտեմբերի հոկ հոկտեմբեր | նոյեմբերի նոյ նոյեմբեր | դեկտեմբերի դեկ \
         դեկտեմբեր",
    ),
    (
        "az",
        "yanvar yan | fevral fev | mart mar | aprel apr | may | iyun iyn | iyul iyl | avqust avq \
         | sentyabr sen | oktyabr okt | noyabr noy | dekabr dek",
    ),
    (
        "kk",
        "қаңтар қаң | ақпан ақп | наурыз нау | сәуір сәу | мамыр мам | маусым мау | шілде шіл | \
         тамыз там | қыркүйек қыр | қазан қаз | қараша қар | желтоқсан жел",
    ),
    (
        "uz",
        "yanvar | fevral | mart | aprel | may | iyun | iyul | avgust | sentabr sentyabr | oktabr \
         oktyabr | noyabr | dekabr",
    ),
    (
        "am",
        "ጃንዋሪ ጃን | ፌብሩዋሪ ፌብ | ማርች | ኤፕሪል ኤፕሪ | ሜይ | ጁን | ጁላይ | ኦገስት ኦገስ | ሴፕቴምበር ሴፕቴ | ኦክቶበር ኦክቶ \
         | ኖቬምበር ኖቬም | ዲሴምበር ዲሴም",
    ),
    (
        "fo",
        "januar jan | februar feb | mars mar | apríl apr | mai | juni jun | juli jul | august aug \
         | september sep | oktober okt | november nov | desember des",
    ),
    (
        "lb",
        "januar jan | februar feb | mäerz mäe | abrëll abr | mee | juni jun | juli jul | august \
         aug | september sep | oktober okt | november nov | dezember dez",
    ),
    (
        "zu",
        "januwari jan | februwari feb | mashi mas | ephreli eph | meyi mey | juni jun | julayi \
         jul | agasti aga | septhemba sep | okthoba okt | novemba nov | disemba dis",
    ),
    (
        "xh",
        "janyuwari jan | februwari feb | matshi mat | epreli epr | meyi mey | juni jun | julayi \
         jul | agasti aga | septemba sept sep | okthobha okt okthoba | novemba nov | disemba dis",
    ),
    (
        "kl",
        "januaarip jan januaari | februaarip febr februaari | marsip mar marsi | apriilip apr \
         apriili | maajip maj maaji | juunip jun juuni | juulip jul juuli | aggustip aug aggusti \
         | septembarip sept septembari | oktobarip okt oktobari | novembarip nov novembari | \
         decembarip dec decembari",
    ),
    (
        "la",
        "januarii | februarii | martii | aprilis | maii | junii | julii | augusti | septembris | \
         octobris | novembris | decembris",
    ),
    (
        "eo",
        "januaro | februaro | marto | aprilo | majo | junio | julio | aŭgusto | septembro | \
         oktobro | novembro | decembro",
    ),
];
