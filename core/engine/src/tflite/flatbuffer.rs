//! The few parts of the FlatBuffers encoding that a TFLite file uses, read with every offset checked.
//!
//! A table starts with a signed offset back to its vtable; the vtable lists, per field, where in the table the value
//! lies (0: absent). Vectors, strings and sub-tables are reached through an unsigned offset forward.

use crate::error::LoadError;

type Result<T> = std::result::Result<T, LoadError>;

fn outside() -> LoadError {
    LoadError::Malformed("an offset points outside the file")
}

/// A number stored in little endian.
pub(crate) trait Scalar: Copy {
    const SIZE: usize;
    fn decode(bytes: &[u8]) -> Self;
}

macro_rules! scalar {
    ($($t:ty),*) => {$(
        impl Scalar for $t {
            const SIZE: usize = size_of::<$t>();
            fn decode(bytes: &[u8]) -> Self {
                let mut raw = [0; size_of::<$t>()];
                raw.copy_from_slice(bytes);
                <$t>::from_le_bytes(raw)
            }
        }
    )*};
}
scalar!(u8, i8, u16, i32, u32, f32);

fn read<T: Scalar>(bytes: &[u8], at: usize) -> Result<T> {
    let end = at.checked_add(T::SIZE).ok_or_else(outside)?;
    bytes.get(at..end).map(T::decode).ok_or_else(outside)
}

/// A table of the file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    vtable: usize,
    vtable_len: usize,
}

impl<'a> Table<'a> {
    /// The root table of a file with the identifier `TFL3`.
    pub fn root(bytes: &'a [u8]) -> Result<Self> {
        if bytes.get(4..8) != Some(b"TFL3") {
            return Err(LoadError::Malformed("the identifier TFL3 is missing"));
        }
        Self::at(bytes, read::<u32>(bytes, 0)? as usize)
    }

    fn at(bytes: &'a [u8], at: usize) -> Result<Self> {
        let back = i64::from(read::<i32>(bytes, at)?);
        let vtable = usize::try_from(at as i64 - back).map_err(|_| outside())?;
        let vtable_len = usize::from(read::<u16>(bytes, vtable)?);
        Ok(Self {
            bytes,
            at,
            vtable,
            vtable_len,
        })
    }

    /// Where field `id` lies, if the file states it.
    fn field(&self, id: usize) -> Result<Option<usize>> {
        let slot = 4 + 2 * id;
        if slot + 2 > self.vtable_len {
            return Ok(None);
        }
        let offset = usize::from(read::<u16>(self.bytes, self.vtable + slot)?);
        Ok((offset != 0).then_some(self.at + offset))
    }

    /// A number, or `default` if the file leaves it out.
    pub fn scalar<T: Scalar>(&self, id: usize, default: T) -> Result<T> {
        self.field(id)?
            .map_or(Ok(default), |at| read(self.bytes, at))
    }

    fn target(&self, id: usize) -> Result<Option<usize>> {
        let Some(at) = self.field(id)? else {
            return Ok(None);
        };
        let offset = read::<u32>(self.bytes, at)? as usize;
        at.checked_add(offset).map(Some).ok_or_else(outside)
    }

    pub fn table(&self, id: usize) -> Result<Option<Table<'a>>> {
        self.target(id)?
            .map(|at| Table::at(self.bytes, at))
            .transpose()
    }

    /// The raw bytes of a vector with elements of `size` bytes, and its length.
    fn span(&self, id: usize, size: usize) -> Result<(usize, usize)> {
        let Some(at) = self.target(id)? else {
            return Ok((0, 0));
        };
        let len = read::<u32>(self.bytes, at)? as usize;
        let end = len
            .checked_mul(size)
            .and_then(|n| n.checked_add(at + 4))
            .ok_or_else(outside)?;
        if end > self.bytes.len() {
            return Err(outside());
        }
        Ok((at + 4, len))
    }

    /// A vector of numbers; empty if the file leaves it out.
    pub fn vector<T: Scalar>(&self, id: usize) -> Result<Vec<T>> {
        let (start, len) = self.span(id, T::SIZE)?;
        Ok(self.bytes[start..start + len * T::SIZE]
            .chunks_exact(T::SIZE)
            .map(T::decode)
            .collect())
    }

    /// A vector of bytes, or a string, without a copy.
    pub fn bytes(&self, id: usize) -> Result<&'a [u8]> {
        let (start, len) = self.span(id, 1)?;
        Ok(&self.bytes[start..start + len])
    }

    /// A string; bytes that are not UTF-8 are replaced.
    pub fn string(&self, id: usize) -> Result<String> {
        Ok(String::from_utf8_lossy(self.bytes(id)?).into_owned())
    }

    /// A vector of tables.
    pub fn tables(&self, id: usize) -> Result<Vec<Table<'a>>> {
        let (start, len) = self.span(id, 4)?;
        let element = |i: usize| {
            let at = start + 4 * i;
            let offset = read::<u32>(self.bytes, at)? as usize;
            Table::at(self.bytes, at.checked_add(offset).ok_or_else(outside)?)
        };
        (0..len).map(element).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused() {
        assert!(Table::root(b"").is_err());
        assert!(Table::root(b"\x08\0\0\0TFL3").is_err());
        assert!(Table::root(b"\xff\xff\xff\xffTFL3\0\0\0\0").is_err());
    }

    #[test]
    fn an_absent_field_gives_the_default() {
        // Root at 12 with its vtable at 8: four bytes long, no fields.
        let bytes = b"\x0c\0\0\0TFL3\x04\0\x04\0\x04\0\0\0";
        let root = Table::root(bytes).unwrap();
        assert_eq!(root.scalar::<i32>(0, 7).unwrap(), 7);
        assert!(root.table(1).unwrap().is_none());
        assert!(root.vector::<i32>(2).unwrap().is_empty());
    }
}
