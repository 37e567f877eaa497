//! From text to terms: what stands at each word position.
//!
//! Every word takes one position. Beside its folded form a word can have further terms at the same
//! position: `e-mail` stands as `e` and, joined, as `email`, with `mail` behind; `L'Abbé` as
//! `labbe` and `abbe`. The query side runs the same code, so both sides mean the same by a word.

use tantivy::tokenizer::{
    RawTokenizer, Token as TantivyToken, TokenStream, Tokenizer, TokenizerManager,
};

use super::replay::{REPLAY, ReplayTokenizer};
use crate::text::Span;
use crate::text::fold;
use crate::text::token::{Token, TokenKind, Tokens, tokens};

/// Raised when the same text would give other terms or positions: hundreds for the rules here, ones
/// for the tokenizer's.
///
/// - 100: first.
/// - 200: printed words; a part without words takes no position.
/// - 300: printed words by their capitals.
pub const ANALYZER_VERSION: u32 = 300 + crate::text::token::TOKENIZER_VERSION;

/// Tokenizer of fields outside the position space.
pub(super) const VALUE_WORDS: &str = "morgue_value";

/// A term at its position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Folded.
    pub text: String,
    /// Word position within the text, from 0.
    pub position: usize,
    /// The bytes that gave the term.
    pub span: Span,
    /// Whether it is a further term of a position whose own word came before.
    pub is_variant: bool,
}

/// The terms of one text, in order of position. Takes time linear in the text.
pub struct Terms<'t, T = Tokens<'t>> {
    text: &'t str,
    tokens: T,
    position: usize,
    /// Where the last token ended, and whether it can be the first half of a hyphenated word.
    glued_to: Option<u32>,
    variants: Vec<Term>,
}

/// The longest hyphenated word that gets a joined form; longer chains are no words.
const MAX_PARTS: usize = 6;

impl<'t> Terms<'t> {
    /// The terms of `text`.
    pub fn of(text: &'t str) -> Terms<'t> {
        Terms::of_tokens(text, tokens(text))
    }
}

impl<'t, T: Iterator<Item = Token> + Clone> Terms<'t, T> {
    /// The terms of a text that is cut already.
    pub(super) fn of_tokens(text: &'t str, tokens: T) -> Terms<'t, T> {
        Terms {
            text,
            tokens,
            position: 0,
            glued_to: None,
            variants: Vec::new(),
        }
    }

    /// Writes the next term into `term`, reusing its buffer. `false` at the end.
    pub fn next_into(&mut self, term: &mut Term) -> bool {
        if let Some(variant) = self.variants.pop() {
            *term = variant;
            return true;
        }
        loop {
            let Some(token) = self.tokens.next() else {
                return false;
            };
            if !token.kind.is_word() {
                self.pass(token);
                continue;
            }
            term.text.clear();
            let word = token.span.of(self.text);
            let is_plain = fold::is_plain(word);
            match is_plain {
                true => fold::fold_plain(word, &mut term.text),
                false => fold::fold(word, &mut term.text),
            }
            if term.text.is_empty() {
                continue;
            }
            term.position = self.position;
            term.span = token.span;
            term.is_variant = false;
            self.find_variants(token, word, is_plain);
            self.position += 1;
            return true;
        }
    }

    /// A token that is no word: remembers whether it is the hyphen inside one.
    fn pass(&mut self, token: Token) {
        let is_hyphen = matches!(token.span.of(self.text), "-" | "\u{2010}" | "\u{2011}");
        let is_glued = self.glued_to == Some(token.span.start);
        self.glued_to = (is_hyphen && is_glued).then_some(token.span.end);
    }

    fn find_variants(&mut self, token: Token, word: &str, is_plain: bool) {
        let is_later_half = self.glued_to == Some(token.span.start);
        self.glued_to = Some(token.span.end);
        if !is_plain && let Some(rest) = fold::without_elision(word) {
            self.push_variant(rest, token.span);
        }
        let opens_compound = token.kind == TokenKind::Word && !is_later_half;
        if opens_compound && let Some((joined, end)) = self.joined(token) {
            let start = token.span.start;
            self.push_variant(joined, Span { start, end });
        }
    }

    fn push_variant(&mut self, text: String, span: Span) {
        self.variants.push(Term {
            text,
            position: self.position,
            span,
            is_variant: true,
        });
    }

    /// The joined form of the hyphenated word that `first` opens, and where it ends.
    fn joined(&self, first: Token) -> Option<(String, u32)> {
        let behind = &self.text.as_bytes()[first.span.end as usize..];
        if !matches!(behind.first(), Some(b'-' | 0xE2)) {
            return None;
        }
        let mut joined = fold::folded(first.span.of(self.text));
        let mut end = first.span.end;
        let mut parts = 1;
        let mut ahead = self.tokens.clone();
        while let (Some(hyphen), Some(next)) = (ahead.next(), ahead.next()) {
            let is_hyphen = matches!(hyphen.span.of(self.text), "-" | "\u{2010}" | "\u{2011}");
            let is_glued = hyphen.span.start == end && next.span.start == hyphen.span.end;
            if !is_hyphen || !is_glued || !next.kind.is_word() || next.kind == TokenKind::Glyph {
                break;
            }
            fold::fold(next.span.of(self.text), &mut joined);
            end = next.span.end;
            parts += 1;
        }
        (2..=MAX_PARTS).contains(&parts).then_some((joined, end))
    }
}

impl<T: Iterator<Item = Token> + Clone> Iterator for Terms<'_, T> {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        let mut term = Term::default();
        self.next_into(&mut term).then_some(term)
    }
}

/// Number of word positions in a text.
pub fn width(text: &str) -> usize {
    Terms::of(text).filter(|term| !term.is_variant).count()
}

/// Tantivy's side of [`Terms`].
#[derive(Clone, Default)]
struct WordTokenizer {
    token: TantivyToken,
}

struct WordStream<'t> {
    terms: Terms<'t>,
    term: Term,
    token: &'t mut TantivyToken,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'t> = WordStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> WordStream<'t> {
        self.token.reset();
        WordStream {
            terms: Terms::of(text),
            term: Term::default(),
            token: &mut self.token,
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.terms.next_into(&mut self.term) {
            return false;
        }
        self.token.text.clone_from(&self.term.text);
        self.token.position = self.term.position;
        self.token.position_length = 1;
        self.token.offset_from = self.term.span.start as usize;
        self.token.offset_to = self.term.span.end as usize;
        true
    }

    fn token(&self) -> &TantivyToken {
        self.token
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        self.token
    }
}

/// The tokenizers of every field, under the names the schema uses.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(VALUE_WORDS, WordTokenizer::default());
    manager.register(REPLAY, ReplayTokenizer::default());
    manager.register("raw", RawTokenizer::default());
    // Tantivy asks for this one on behalf of fields that are no text.
    manager.register("default", RawTokenizer::default());
    manager
}
