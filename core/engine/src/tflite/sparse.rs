//! Weights stored without their zeros (`DENSIFY`), spread out again.
//!
//! The format walks the dimensions in a stated order; each level is dense, or lists per parent the indices that are
//! there (segments and indices, as in CSR). Levels past the rank are positions inside a block of a dimension.

use super::flatbuffer::Table;
use crate::error::LoadError;

const BAD: LoadError = LoadError::Malformed("inconsistent sparse tensor");

enum Level {
    Dense(usize),
    Sparse {
        segments: Vec<usize>,
        indices: Vec<usize>,
    },
}

/// What one level does to the index of its dimension: `index += position * scale`.
struct Walk {
    level: Level,
    dimension: usize,
    scale: usize,
}

fn positions(table: &Table, kind: usize, id: usize) -> Result<Vec<usize>, LoadError> {
    let Some(values) = table.table(id)? else {
        return Err(BAD);
    };
    Ok(match table.scalar::<u8>(kind, 0)? {
        1 => values
            .vector::<i32>(0)?
            .into_iter()
            .map(|v| usize::try_from(v).map_err(|_| BAD))
            .collect::<Result<_, _>>()?,
        2 => values
            .vector::<u16>(0)?
            .into_iter()
            .map(usize::from)
            .collect(),
        3 => values
            .vector::<u8>(0)?
            .into_iter()
            .map(usize::from)
            .collect(),
        _ => return Err(BAD),
    })
}

fn indices(values: Vec<i32>) -> Result<Vec<usize>, LoadError> {
    values
        .into_iter()
        .map(|v| usize::try_from(v).map_err(|_| BAD))
        .collect()
}

fn walks(sparsity: &Table, rank: usize) -> Result<Vec<Walk>, LoadError> {
    let order = indices(sparsity.vector::<i32>(0)?)?;
    let blocks = indices(sparsity.vector::<i32>(1)?)?;
    let metadata = sparsity.tables(2)?;
    if order.len() != metadata.len() || order.len() != rank + blocks.len() || blocks.len() > rank {
        return Err(BAD);
    }
    let mut levels = Vec::new();
    for dimension in &metadata {
        levels.push(match dimension.scalar::<i8>(0, 0)? {
            0 => Level::Dense(usize::try_from(dimension.scalar::<i32>(1, 0)?).map_err(|_| BAD)?),
            1 => Level::Sparse {
                segments: positions(dimension, 2, 3)?,
                indices: positions(dimension, 4, 5)?,
            },
            _ => return Err(BAD),
        });
    }
    // A dimension cut into blocks steps by the size of the block, which is the dense size of the block's own level.
    let mut block_size = vec![1; rank];
    for (block, &dimension) in blocks.iter().enumerate() {
        let level = order.iter().position(|&o| o == rank + block).ok_or(BAD)?;
        let Level::Dense(size) = levels[level] else {
            return Err(BAD);
        };
        *block_size.get_mut(dimension).ok_or(BAD)? = size;
    }
    let walk = |(level, at): (Level, usize)| {
        let (dimension, scale) = if at < rank {
            (at, block_size[at])
        } else {
            (*blocks.get(at - rank).ok_or(BAD)?, 1)
        };
        Ok(Walk {
            level,
            dimension,
            scale,
        })
    };
    levels.into_iter().zip(order).map(walk).collect()
}

/// The dense values of a tensor of `shape` whose stored values are `stored`.
pub(crate) fn densify(
    sparsity: &Table,
    shape: &[usize],
    stored: &[f32],
) -> Result<Vec<f32>, LoadError> {
    let walks = walks(sparsity, shape.len())?;
    let mut dense = vec![0.0; shape.iter().product()];
    let mut index = vec![0; shape.len()];
    let mut budget = (dense.len() + 1) * (walks.len() + 1);
    spread(
        &walks,
        0,
        shape,
        &mut index,
        stored,
        &mut dense,
        &mut budget,
    )?;
    Ok(dense)
}

/// Visits every position of the first of `walks` below the parent `parent`. `budget` ends a walk that visits more
/// places than a tensor of this size can have.
fn spread(
    walks: &[Walk],
    parent: usize,
    shape: &[usize],
    index: &mut [usize],
    stored: &[f32],
    dense: &mut [f32],
    budget: &mut usize,
) -> Result<(), LoadError> {
    *budget = budget.checked_sub(1).ok_or(BAD)?;
    let Some((walk, rest)) = walks.split_first() else {
        let at = index
            .iter()
            .zip(shape)
            .try_fold(0, |at, (&i, &size)| (i < size).then_some(at * size + i));
        dense[at.ok_or(BAD)?] = *stored.get(parent).ok_or(BAD)?;
        return Ok(());
    };
    let mut visit = |position: usize, child: usize| {
        let step = position.checked_mul(walk.scale).ok_or(BAD)?;
        let before = index[walk.dimension];
        index[walk.dimension] = before.checked_add(step).ok_or(BAD)?;
        spread(rest, child, shape, index, stored, dense, budget)?;
        index[walk.dimension] = before;
        Ok(())
    };
    match &walk.level {
        Level::Dense(size) => {
            let first = parent.checked_mul(*size).ok_or(BAD)?;
            (0..*size).try_for_each(|i| visit(i, first + i))
        }
        Level::Sparse { segments, indices } => {
            let (from, to) = (
                *segments.get(parent).ok_or(BAD)?,
                *segments.get(parent + 1).ok_or(BAD)?,
            );
            (from..to).try_for_each(|i| visit(*indices.get(i).ok_or(BAD)?, i))
        }
    }
}
