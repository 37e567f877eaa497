//! Arguments of a verb that are described when the verb is asked for, and not with each start of the program.
//!
//! Describing the flags of all verbs took a twentieth of a question by a new process.

use clap::builder::Resettable;
use clap::error::Result;
use clap::{ArgMatches, Command, FromArgMatches, Id};

/// Arguments of a verb.
#[derive(Debug)]
pub(super) struct OnDemand<A>(pub(super) A);

impl<A: FromArgMatches> FromArgMatches for OnDemand<A> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<OnDemand<A>> {
        A::from_arg_matches(matches).map(OnDemand)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<()> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<A: clap::Args> clap::Args for OnDemand<A> {
    fn group_id() -> Option<Id> {
        A::group_id()
    }

    fn augment_args(verb: Command) -> Command {
        verb.defer(described::<A>)
    }

    /// At once, for who wants to see all verbs.
    fn augment_args_for_update(verb: Command) -> Command {
        described::<A>(verb)
    }
}

/// The verb with its flags. What it says of itself stands: arguments that are shared bring words of their own.
fn described<A: clap::Args>(verb: Command) -> Command {
    let about = verb.get_about().cloned();
    let long_about = verb.get_long_about().cloned();
    let (about, long_about) = (Resettable::from(about), Resettable::from(long_about));
    A::augment_args(verb).about(about).long_about(long_about)
}
