use super::*;

fn drafts(text: &str) -> Vec<Draft> {
    let drafts = read(text.as_bytes(), &Stated::default()).unwrap();
    drafts.into_iter().flatten().collect()
}

#[test]
fn one_story() {
    for text in [
        "<newsitem date='1996-08-20' xml:lang='en'><title>IE: Ferry late</title>\
             <headline>Ferry late</headline><byline>By Jane Doe</byline><text>\
             <p>The ferry was late again on Monday morning.</p></text>\
             <metadata><dc element='dc.publisher' value='The Courier'/></metadata></newsitem>",
        "<add><doc><field name='title'>Ferry late</field><field name='author'>By Jane Doe</field>\
             <field name='date'>1996-08-20</field><field name='source'>The Courier</field>\
             <field name='language'>en</field>\
             <field name='body'>The ferry was late again on Monday morning.</field></doc></add>",
        "<Publish><Services>Print</Services><Language>en</Language>\
             <PublishDateTime>1996-08-20T10:00:00</PublishDateTime><ContentItem><Name/>\
             <Headline>Ferry late</Headline><Byline>By Jane Doe</Byline><Source>The Courier</Source>\
             <ContentText>&lt;p&gt;The ferry was late again on&amp;nbsp;Monday morning.&lt;/p&gt;\
             </ContentText></ContentItem></Publish>",
    ] {
        let drafts = drafts(text);
        assert_eq!(drafts.len(), 1, "{text}");
        let draft = &drafts[0];
        assert_eq!(draft.title.as_deref(), Some("Ferry late"), "{text}");
        assert_eq!(draft.byline, ["By Jane Doe"], "{text}");
        assert_eq!(draft.source.as_deref(), Some("The Courier"), "{text}");
        assert_eq!(draft.lang.as_deref(), Some("en"), "{text}");
        assert!(draft.dates[0].1.starts_with("1996-08-20"), "{text}");
        assert_eq!(
            draft.paragraphs,
            ["The ferry was late again on Monday morning."],
            "{text}"
        );
    }
}

#[test]
fn a_list_of_stories() {
    let drafts = drafts(
        "<issue newspaper='The Courier' date='1923-03-05'>\
             <article title='Ferry late'><p>The ferry was late again on Monday morning.</p></article>\
             <article><heading>Mail lost</heading><authors><author><name>Ann Lee</name></author>\
             <author><name>Jane Doe</name></author></authors><edition>Late</edition>\
             <content>The mail of the islands was lost at sea.</content>\
             <date><year>1923</year><month>3</month><day>6</day></date></article></issue>",
    );
    assert_eq!(drafts.len(), 2);
    assert_eq!(drafts[0].title.as_deref(), Some("Ferry late"));
    assert_eq!(drafts[0].dates[0].1, "1923-03-05");
    assert_eq!(drafts[0].source.as_deref(), Some("The Courier"));
    assert_eq!(drafts[1].byline, ["Ann Lee", "Jane Doe"]);
    assert_eq!(drafts[1].dates[0].1, "1923-03-06");
    assert_eq!(drafts[1].edition.as_deref(), Some("Late"));
}

#[test]
fn what_is_no_story() {
    for text in [
        "<?xml version='1.0'?><project><name>ferry</name><description>A tool that counts the \
             ferries of the harbour by night.</description></project>",
        "<catalog><book><author>Lee, Ann</author><title>Ferries</title></book></catalog>",
        "<mediawiki><page><title>Ferry</title><text>A ferry is a ship that sails to and fro \
             between two quays.</text></page></mediawiki>",
    ] {
        let rejection = read(text.as_bytes(), &Stated::default()).unwrap_err();
        assert_eq!(rejection.reason, "format not read", "{text}");
    }
    let photo = "<Publish><ContentItem><Byline>Ann Lee</Byline><Headline2>Quay</Headline2>\
             <Headline>Quay</Headline><ContentType>Photo</ContentType></ContentItem></Publish>";
    let drafts = read(photo.as_bytes(), &Stated::default()).unwrap();
    assert_eq!(drafts[0].as_ref().unwrap_err().reason, "picture item");
}

#[test]
fn lists_are_sorted() {
    assert!(PAGE_ROOTS.is_sorted());
    assert!(FURTHER_NAMES.is_sorted_by_key(|(name, _)| *name));
}
