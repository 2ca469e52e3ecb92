//! Things by the element they belong to, all in one list.

pub(super) struct Groups<T> {
    /// Where the things of each group begin, and the end of the last.
    starts: Vec<usize>,
    things: Vec<T>,
}

impl<T: Copy + Default> Groups<T> {
    /// Things with their groups, of which there are `count`; within a group they stay in order.
    pub(super) fn new(count: usize, things: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut starts = vec![0; count + 1];
        for (group, _) in things.clone() {
            starts[group + 1] += 1;
        }
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut sorted = vec![T::default(); starts[count]];
        for (group, thing) in things {
            sorted[next[group]] = thing;
            next[group] += 1;
        }
        Self { starts, things: sorted }
    }

    /// The things of a group.
    pub(super) fn of(&self, group: usize) -> &[T] {
        &self.things[self.starts[group]..self.starts[group + 1]]
    }
}
