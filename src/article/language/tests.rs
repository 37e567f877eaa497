use super::*;

#[test]
fn declarations() {
    for (declared, expected) in [
        ("en-GB", Some("en")),
        ("EN_us", Some("en")),
        ("English", Some("en")),
        ("eng", Some("en")),
        ("zh-Hans", Some("zh")),
        ("eng-US", Some("en")),
        ("JP", Some("ja")),
        ("xx", None),
        ("und", None),
        ("nb-NO", Some("no")),
        ("unknown", None),
        ("", None),
    ] {
        assert_eq!(normalised(declared).as_deref(), expected, "{declared}");
    }
}

#[test]
fn a_wrong_declaration_is_noticed() {
    let vietnamese = "Theo Sankei Sports, sáng nay Thủ tướng Nhật Bản Shinzo Abe công khai gửi lời xin lỗi tới Nhật hoàng và toàn bộ người dân.";
    assert_eq!(of(Some("en"), "", vietnamese).as_deref(), Some("vi"));
    let danish = "Den nye havn blev åbnet af statsministeren i går, og mange mennesker var kommet for at se det store skib sejle ind.";
    assert_eq!(of(Some("no"), "", danish).as_deref(), Some("no"));
}

#[test]
fn what_is_not_english_is_not_declared_away() {
    let swahili = "Serikali imesema itaendelea kuboresha huduma za maji katika vijiji vyote vya mkoa \
        huo ili wananchi wapate maji safi na salama karibu na makazi yao. Waziri alisema hayo jana \
        wakati akizungumza na wananchi wa kijiji hicho baada ya kukagua mradi mkubwa wa maji \
        unaojengwa kwa fedha za serikali na wadau wa maendeleo. Alisema mradi huo utakamilika \
        mwishoni mwa mwaka huu na utahudumia watu zaidi ya elfu ishirini katika vijiji vitano.";
    assert_ne!(of(Some("en-US"), "", swahili).as_deref(), Some("en"));
    assert_eq!(of(Some("sw"), "", swahili).as_deref(), Some("sw"));
}

#[test]
fn short_texts() {
    assert_eq!(
        of(None, "Dockers vote to end the strike at the port", "").as_deref(),
        Some("en")
    );
    assert_eq!(of(None, "Callao", "").as_deref(), None);
    assert_eq!(of(None, "首相が辞任を表明した", "").as_deref(), Some("ja"));
    assert_eq!(of(None, "", "").as_deref(), None);
}

#[test]
fn tables_are_in_the_language_that_is_declared() {
    let table = "Oporto 2 Benfica Lisbon 1\nVitoria Setubal 0 Maritimo 0\n\
                 Pacos Ferreira 3 Rio Ave 2\nSporting Braga 1 Estoril Praia 0\n\
                 Belenenses 1 Moreirense 1\nTondela 0 Portimonense 2\n";
    assert_eq!(of(Some("en-US"), "Results", table).as_deref(), Some("en"));
    let prose =
        "O presidente disse na segunda que o governo vai pagar todas as contas do porto antes do \
                 fim do ano, mas os trabalhadores querem que a greve continue. "
            .repeat(4);
    assert_eq!(of(Some("en"), "Greve", &prose).as_deref(), Some("pt"));
}
