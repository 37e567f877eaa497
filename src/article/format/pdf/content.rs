//! Runs the content of pages, as far as text goes: which characters stand where.

use std::rc::Rc;

use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::hayro_syntax::Pdf;
use hayro_font::hayro_syntax::content::TypedIter;
use hayro_font::hayro_syntax::content::ops::TypedInstruction;
use hayro_font::hayro_syntax::object::dict::keys;
use hayro_font::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_font::hayro_syntax::page::{Page, Resources};
use hayro_font::kurbo::{Affine, Point, Vec2};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use rustc_hash::FxHashMap;

use super::Rejection;
use super::guard;

/// Forms in forms. Real ones are five deep.
const MAX_FORMS: usize = 12;

/// Most operators and characters that are run, all pages together: a book of a thousand pages has
/// three million.
const MAX_WORK: usize = 20_000_000;

/// Most saved states.
const MAX_STATES: usize = 1000;

/// Most pages. Volumes of a newspaper have about 2,000.
const MAX_PAGES: usize = 20_000;

/// A character where it stands. Lengths are in points, as on the page.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Usually one character; a ligature is several. Empty when the font does not tell.
    pub(super) text: Rc<str>,
    /// Where it begins on its line, and where the next one would: along the line.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Across the line, growing upwards.
    pub(super) base: f64,
    pub(super) size: f64,
    /// Quarter turns of the line against the page.
    pub(super) turn: u8,
    /// Whether the page marks it as no part of its text: a running head, a page number.
    pub(super) is_artifact: bool,
}

/// The characters of each page, in the order of the file.
///
/// # Errors
/// Failed: `PDF too complex`.
pub(super) fn pages(pdf: &Pdf) -> Result<Vec<Vec<Glyph>>, Rejection> {
    let mut runner = Runner::new();
    let mut found = Vec::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        runner.glyphs = Vec::new();
        runner.run_page(page)?;
        found.push(std::mem::take(&mut runner.glyphs));
    }
    Ok(found)
}

/// What `q` saves.
#[derive(Clone)]
struct State<'a> {
    page: Affine,
    font: Option<Rc<Loaded<'a>>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    /// 1 is 100 %.
    scaling: f64,
    leading: f64,
    rise: f64,
}

/// A font and the characters of its codes, as far as they were needed.
struct Loaded<'a> {
    font: Font<'a>,
    codes: std::cell::RefCell<FxHashMap<u32, (Rc<str>, Vec2)>>,
}

struct Runner<'a> {
    fonts: FontCache<'a>,
    loaded: FxHashMap<Vec<u8>, Option<Rc<Loaded<'a>>>>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    glyphs: Vec<Glyph>,
    work: usize,
}

impl<'a> Runner<'a> {
    fn new() -> Runner<'a> {
        Runner {
            fonts: FontCache::new(),
            loaded: FxHashMap::default(),
            font_resolver: std::sync::Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
            }),
            cmap_resolver: std::sync::Arc::new(hayro_cmap::load_embedded),
            glyphs: Vec::new(),
            work: 0,
        }
    }

    fn run_page(&mut self, page: &Page<'a>) -> Result<(), Rejection> {
        let content = page_content(page.raw());
        let transform = Affine::new(page.initial_transform(false).as_coeffs());
        // Fonts are named anew on each page.
        self.loaded.clear();
        let state = State {
            page: transform,
            font: None,
            size: 1.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.run(&content, page.resources(), state, 0, false)
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: usize,
        is_artifact: bool,
    ) -> Result<(), Rejection> {
        let mut saved = Vec::new();
        let (mut line, mut at) = (Affine::IDENTITY, Affine::IDENTITY);
        // Marks that are open, and how many of them say that this is no text.
        let mut marks: Vec<bool> = Vec::new();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.spend(1)?;
            let is_artifact = is_artifact || marks.contains(&true);
            use TypedInstruction as Op;
            match operator {
                Op::SaveState(_) if saved.len() < MAX_STATES => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(m) => {
                    let own = [&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(|n| n.as_f64());
                    state.page *= Affine::new(own);
                }
                Op::BeginText(_) => (line, at) = (Affine::IDENTITY, Affine::IDENTITY),
                Op::TextFont(font) => {
                    state.font = self.font(font.0, resources);
                    state.size = font.1.as_f64();
                }
                Op::CharacterSpacing(n) => state.char_spacing = n.0.as_f64(),
                Op::WordSpacing(n) => state.word_spacing = n.0.as_f64(),
                Op::HorizontalScaling(n) => state.scaling = n.0.as_f64() / 100.0,
                Op::TextLeading(n) => state.leading = n.0.as_f64(),
                Op::TextRise(n) => state.rise = n.0.as_f64(),
                Op::SetTextMatrix(m) => {
                    let own = [&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(|n| n.as_f64());
                    line = Affine::new(own);
                    at = line;
                }
                Op::NextLine(by) => {
                    line *= Affine::translate((by.0.as_f64(), by.1.as_f64()));
                    at = line;
                }
                Op::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    line *= Affine::translate((by.0.as_f64(), by.1.as_f64()));
                    at = line;
                }
                Op::NextLineUsingLeading(_) => {
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                }
                Op::ShowText(text) => self.show(text.0.as_bytes(), &state, &mut at, is_artifact)?,
                Op::NextLineAndShowText(text) => {
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                    self.show(text.0.as_bytes(), &state, &mut at, is_artifact)?;
                }
                Op::ShowTextWithParameters(text) => {
                    state.word_spacing = text.0.as_f64();
                    state.char_spacing = text.1.as_f64();
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                    self.show(text.2.as_bytes(), &state, &mut at, is_artifact)?;
                }
                Op::ShowTexts(texts) => {
                    for object in texts.0.iter::<Object<'_>>() {
                        match object {
                            Object::String(text) => {
                                self.show(text.as_bytes(), &state, &mut at, is_artifact)?;
                            }
                            Object::Number(back) => {
                                let by = -back.as_f64() / 1000.0 * state.size;
                                at *= match is_horizontal(&state) {
                                    true => Affine::translate((by * state.scaling, 0.0)),
                                    false => Affine::translate((0.0, by)),
                                };
                            }
                            _ => {}
                        }
                    }
                }
                Op::BeginMarkedContent(tag) => marks.push(tag.0.as_ref() == b"Artifact"),
                Op::BeginMarkedContentWithProperties(tag) => {
                    marks.push(tag.0.as_ref() == b"Artifact");
                }
                Op::EndMarkedContent(_) => {
                    marks.pop();
                }
                Op::XObject(name) if depth < MAX_FORMS => {
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.run_form(&form, resources, &state, depth, is_artifact)?;
                    }
                }
                _ => {}
            }
            if marks.len() > MAX_STATES {
                return Err(too_complex("too many marks"));
            }
        }
        Ok(())
    }

    fn run_form(
        &mut self,
        form: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
        is_artifact: bool,
    ) -> Result<(), Rejection> {
        let dict = form.dict();
        let is_form = dict
            .get::<Name<'_>>(keys::SUBTYPE)
            .is_some_and(|kind| kind.as_ref() == b"Form");
        if !is_form || !guard::is_small(form) {
            return Ok(());
        }
        let Ok(content) = form.decoded_data() else {
            return Ok(());
        };
        // Unpacking the same form a thousand times is work too.
        self.spend(1 + content.len() / 64)?;
        let mut state = state.clone();
        if let Some(matrix) = dict.get::<Array<'_>>(keys::MATRIX) {
            let numbers: Vec<f64> = matrix.iter::<f64>().collect();
            if let Ok(own) = <[f64; 6]>::try_from(numbers) {
                state.page *= Affine::new(own);
            }
        }
        let own = dict.get::<Dict<'_>>(keys::RESOURCES).map(Resources::new);
        // The names of fonts are those of the form now, and then the page's again.
        let names = std::mem::take(&mut self.loaded);
        let result = self.run(
            &content,
            own.as_ref().unwrap_or(outer),
            state,
            depth + 1,
            is_artifact,
        );
        self.loaded = names;
        result
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Option<Rc<Loaded<'a>>> {
        let key = name.as_ref().to_vec();
        if let Some(loaded) = self.loaded.get(&key) {
            return loaded.clone();
        }
        let dict = resources.fonts.get::<Dict<'_>>(name);
        let dict = dict.filter(is_small_font);
        let font = dict.and_then(|dict| {
            self.fonts
                .font(&dict, &self.font_resolver, &self.cmap_resolver)
        });
        let loaded = font.map(|font| {
            Rc::new(Loaded {
                font,
                codes: Default::default(),
            })
        });
        self.loaded.insert(key, loaded.clone());
        loaded
    }

    /// Shows the characters of a string and moves on.
    fn show(
        &mut self,
        bytes: &[u8],
        state: &State<'a>,
        at: &mut Affine,
        is_artifact: bool,
    ) -> Result<(), Rejection> {
        let Some(loaded) = &state.font else {
            return Ok(());
        };
        self.spend(bytes.len())?;
        let is_horizontal = loaded.font.is_horizontal();
        let mut offset = 0;
        while offset < bytes.len() {
            let (code, len) = loaded.font.read_code(bytes, offset);
            if len == 0 {
                break;
            }
            let is_space = len == 1 && code == 32;
            offset += len;
            let (text, advance) = loaded.character(code);
            let spacing = state.char_spacing + if is_space { state.word_spacing } else { 0.0 };
            let across = advance / 1000.0 * state.size;
            let (own, whole) = match is_horizontal {
                true => (
                    Vec2::new(across.x * state.scaling, 0.0),
                    Vec2::new((across.x + spacing) * state.scaling, 0.0),
                ),
                false => (Vec2::new(0.0, across.y), Vec2::new(0.0, across.y + spacing)),
            };
            let matrix = state.page * *at;
            self.glyphs
                .extend(placed(text, matrix, own, state, is_artifact));
            *at *= Affine::translate(whole);
        }
        Ok(())
    }

    fn spend(&mut self, work: usize) -> Result<(), Rejection> {
        self.work += work;
        match self.work > MAX_WORK {
            true => Err(too_complex("too many characters and lines to draw")),
            false => Ok(()),
        }
    }
}

fn too_complex(detail: &str) -> Rejection {
    Rejection::failed("PDF too complex", detail)
}

fn is_horizontal(state: &State<'_>) -> bool {
    state
        .font
        .as_ref()
        .is_none_or(|loaded| loaded.font.is_horizontal())
}

/// The character in the frame of its own line.
fn placed(
    text: Rc<str>,
    matrix: Affine,
    advance: Vec2,
    state: &State<'_>,
    is_artifact: bool,
) -> Option<Glyph> {
    let from = matrix * Point::new(0.0, state.rise);
    let to = matrix * Point::new(advance.x, state.rise + advance.y);
    let [a, b, c, d, _, _] = matrix.as_coeffs();
    let size = (c.hypot(d) * state.size).abs();
    // A line without length has the direction of its letters.
    let along = Vec2::new(a, b) * state.size.signum() * state.scaling.signum();
    let is_finite = [from.x, from.y, to.x, to.y, size]
        .iter()
        .all(|n| n.is_finite());
    if !is_finite {
        return None;
    }
    let turn = match advance.y != 0.0 && advance.x == 0.0 {
        // Set from top to bottom: its lines run down the page, the next one to the left.
        true => 3,
        false => quarter_turns(along),
    };
    let turned = |point: Point| match turn {
        0 => (point.x, point.y),
        1 => (point.y, -point.x),
        2 => (-point.x, -point.y),
        _ => (-point.y, point.x),
    };
    let ((from, base), (to, _)) = (turned(from), turned(to));
    Some(Glyph {
        text,
        from,
        to,
        base,
        size,
        turn,
        is_artifact,
    })
}

fn quarter_turns(along: Vec2) -> u8 {
    match (
        along.x.abs() >= along.y.abs(),
        along.x >= 0.0,
        along.y >= 0.0,
    ) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    }
}

impl Loaded<'_> {
    /// The character of a code, and how far it moves in thousandths.
    fn character(&self, code: u32) -> (Rc<str>, Vec2) {
        if let Some(known) = self.codes.borrow().get(&code) {
            return known.clone();
        }
        let glyph = self.font.glyph(self.font.map_code(code), code);
        let unicode = match &glyph {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text: String = match unicode {
            Some(BfString::Char(character)) => spelled(character).to_string(),
            Some(BfString::String(text)) => text.chars().map(|c| spelled(c).to_string()).collect(),
            None => String::new(),
        };
        let known: (Rc<str>, Vec2) = (text.into(), self.font.code_advance(code));
        self.codes.borrow_mut().insert(code, known.clone());
        known
    }
}

/// Ligatures are for the eye.
fn spelled(character: char) -> Spelled {
    match character {
        '\u{fb00}' => Spelled::Many("ff"),
        '\u{fb01}' => Spelled::Many("fi"),
        '\u{fb02}' => Spelled::Many("fl"),
        '\u{fb03}' => Spelled::Many("ffi"),
        '\u{fb04}' => Spelled::Many("ffl"),
        '\u{fb05}' | '\u{fb06}' => Spelled::Many("st"),
        // Nothing that a font calls by a number of its own can be read.
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\0' => Spelled::Many(""),
        '\u{a0}' | '\t' | '\n' | '\r' => Spelled::Many(" "),
        character => Spelled::One(character),
    }
}

enum Spelled {
    One(char),
    Many(&'static str),
}

impl std::fmt::Display for Spelled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Spelled::One(character) => character.fmt(f),
            Spelled::Many(text) => f.write_str(text),
        }
    }
}

/// The content of a page; its pieces are one stream, cut anywhere between two words.
fn page_content(page: &Dict<'_>) -> Vec<u8> {
    let mut content = Vec::new();
    let mut add = |stream: Stream<'_>| {
        if let Some(Ok(bytes)) = guard::is_small(&stream).then(|| stream.decoded_data()) {
            content.extend_from_slice(&bytes);
            content.push(b'\n');
        }
    };
    if let Some(stream) = page.get::<Stream<'_>>(keys::CONTENTS) {
        add(stream);
    } else if let Some(streams) = page.get::<Array<'_>>(keys::CONTENTS) {
        streams.iter::<Stream<'_>>().for_each(add);
    }
    content
}

/// Whether all that a font would have the parser unpack is bounded.
fn is_small_font(font: &Dict<'_>) -> bool {
    let descendant = font
        .get::<Array<'_>>(keys::DESCENDANT_FONTS)
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let mut dicts = vec![font.clone()];
    dicts.extend(descendant);
    let descriptors: Vec<_> = dicts
        .iter()
        .filter_map(|dict| dict.get::<Dict<'_>>(keys::FONT_DESC))
        .collect();
    dicts.extend(descriptors);
    const STREAMS: &[&[u8]] = &[
        b"CIDToGIDMap",
        b"Encoding",
        b"FontFile",
        b"FontFile2",
        b"FontFile3",
        b"ToUnicode",
    ];
    let streams = dicts.iter().flat_map(|dict| {
        STREAMS
            .iter()
            .filter_map(|name| dict.get::<Stream<'_>>(*name))
    });
    streams.into_iter().all(|stream| guard::is_small(&stream))
}
