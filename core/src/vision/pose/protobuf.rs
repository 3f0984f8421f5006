//! Just enough of the protocol buffer wire format: fields of one message, bounds checked.

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Number(u64),
    /// A string, a message or packed numbers.
    Bytes(&'a [u8]),
    Float(f32),
}

/// The fields of a message in their order, by number; an error ends it.
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
}

/// The bytes end early or are no message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl<'a> Fields<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.bytes.split_at_checked(len).ok_or(Malformed)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    fn field(&mut self) -> Result<(u64, Value<'a>), Malformed> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            2 => {
                let len = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                Value::Bytes(self.take(len)?)
            }
            5 => {
                let (bytes, _) = self.take(4)?.split_first_chunk().ok_or(Malformed)?;
                Value::Float(f32::from_le_bytes(*bytes))
            }
            _ => return Err(Malformed),
        };
        Ok((tag >> 3, value))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.bytes = &[];
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_read_in_order() {
        let bytes = [
            0x08, 0xac, 0x02, // 1: 300
            0x12, 2, b'a', b'b', // 2: "ab"
            0x1d, 0, 0, 0x80, 0x3f, // 3: 1.0
        ];
        let fields: Result<Vec<_>, _> = Fields::of(&bytes).collect();
        let expected = vec![
            (1, Value::Number(300)),
            (2, Value::Bytes(b"ab")),
            (3, Value::Float(1.0)),
        ];
        assert_eq!(fields, Ok(expected));
    }

    #[test]
    fn what_ends_early_is_malformed_once() {
        for bytes in [
            &[0x08][..],
            &[0x12, 200, 1],
            &[0x1d, 0],
            &[0xff; 12],
            &[0x0b],
        ] {
            let fields: Vec<_> = Fields::of(bytes).collect();
            assert_eq!(fields, [Err(Malformed)], "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes: Vec<u8>) {
            prop_assert!(Fields::of(&bytes).count() <= bytes.len());
        }
    }
}
