//! Finished weights in floating point, and how several become the one that is built in.

use morgue::entity::weights::{ROW_BITS, ROW_LEN, TAGS};

/// A row of weights, *outside* first.
pub type Row = [f32; TAGS];

/// From one tag to the next.
pub type Transitions = [[f32; TAGS]; TAGS];

/// Rows and transitions.
#[derive(Clone)]
pub struct Model {
    pub rows: Vec<Row>,
    pub transitions: Transitions,
}

impl Model {
    /// All weights 0.
    pub fn new() -> Model {
        Model {
            rows: vec![[0.0; TAGS]; 1 << ROW_BITS],
            transitions: [[0.0; TAGS]; TAGS],
        }
    }

    fn weights(&mut self) -> impl Iterator<Item = &mut f32> {
        let rows = self.rows.iter_mut().flatten();
        rows.chain(self.transitions.iter_mut().flatten())
    }

    /// Adds another model's weights, each times `share`.
    pub fn add(&mut self, other: &Model, share: f32) {
        let rows = other.rows.iter().flatten();
        let others = rows.chain(other.transitions.iter().flatten());
        for (weight, more) in self.weights().zip(others) {
            *weight += more * share;
        }
    }

    /// How large the weights are: the root of the sum of their squares, *outside* moved to 0.
    pub fn size(&self) -> f32 {
        let squares = self
            .rows
            .iter()
            .flat_map(shifted)
            .map(|weight| f64::from(weight * weight));
        squares.sum::<f64>().sqrt() as f32
    }
}

fn shifted(row: &Row) -> [f32; ROW_LEN] {
    std::array::from_fn(|n| row[n + 1] - row[0])
}

/// The built-in form: outside moved to 0, one scale, whole numbers. Returns transitions and rows.
pub fn quantised(model: &Model) -> (Vec<u8>, Vec<u8>) {
    let largest = model
        .rows
        .iter()
        .flat_map(shifted)
        .fold(0f32, |most, weight| most.max(weight.abs()));
    let step = largest / 127.0;
    let rows = model
        .rows
        .iter()
        .flat_map(shifted)
        .map(|weight| (weight / step).round().clamp(-127.0, 127.0) as i8)
        .map(i8::cast_unsigned)
        .collect();
    let transitions = model
        .transitions
        .iter()
        .flatten()
        .flat_map(|weight| ((weight / step).round() as i32).to_le_bytes())
        .collect();
    (transitions, rows)
}
