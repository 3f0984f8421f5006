//! Several files at once, their results in the order of input.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Lets each worker take the next item until there is none, or until `stop` is set; then those under way still end.
/// `done` gets every result, in the order of the items. Its first error sets `stop` and is returned.
pub fn in_order<W: Send, I: Sync, R: Send>(
    workers: Vec<W>,
    items: &[I],
    stop: &AtomicBool,
    work: impl Fn(&mut W, &I) -> R + Sync,
    mut done: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for mut worker in workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    if sender.send((index, work(&mut worker, item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                done(result).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_items_whatever_takes_long() {
        let items: Vec<u64> = (0..40).collect();
        let mut seen = vec![];
        let work = |_: &mut (), item: &u64| {
            std::thread::sleep(Duration::from_millis((40 - item) % 7));
            *item
        };
        in_order(vec![(); 4], &items, &AtomicBool::new(false), work, |item| {
            seen.push(item);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, items);
    }

    #[test]
    fn what_is_under_way_still_ends_when_stopped() {
        let items: Vec<usize> = (0..100).collect();
        let stop = AtomicBool::new(false);
        let mut seen = vec![];
        let work = |_: &mut (), item: &usize| {
            if *item == 5 {
                stop.store(true, Ordering::Relaxed);
            }
            *item
        };
        in_order(vec![(); 3], &items, &stop, work, |item| {
            seen.push(item);
            Ok(())
        })
        .unwrap();
        assert!((6..100).contains(&seen.len()), "{}", seen.len());
        assert_eq!(seen, items[..seen.len()]);
    }

    #[test]
    fn an_error_of_the_output_ends_it() {
        let items: Vec<usize> = (0..1000).collect();
        let mut count = 0;
        let broken = in_order(
            vec![(); 2],
            &items,
            &AtomicBool::new(false),
            |_, item| *item,
            |_| {
                count += 1;
                Err(io::ErrorKind::BrokenPipe.into())
            },
        );
        assert_eq!(broken.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(count, 1);
    }
}
