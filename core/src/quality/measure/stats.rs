//! Means and ranks of small samples.

/// The mean; 0 of nothing.
pub fn mean(values: impl IntoIterator<Item = f32>) -> f32 {
    let (mut sum, mut count) = (0.0_f64, 0_u32);
    for value in values {
        sum += f64::from(value);
        count += 1;
    }
    (sum / f64::from(count.max(1))) as f32
}

/// The value below which `share` of the values lie, 0 to 1; 0 of nothing.
pub fn rank(values: impl IntoIterator<Item = f32>, share: f32) -> f32 {
    let mut values: Vec<f32> = values.into_iter().collect();
    if values.is_empty() {
        return 0.0;
    }
    let index = ((values.len() - 1) as f32 * share).round() as usize;
    *values.select_nth_unstable_by(index, f32::total_cmp).1
}

/// The middle value.
pub fn median(values: impl IntoIterator<Item = f32>) -> f32 {
    rank(values, 0.5)
}
