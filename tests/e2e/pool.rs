//! The stacks of a test run. Each story leases one for itself, with a clock of its own, and gives it
//! back as it found it. A stack is started when a story first needs it.

use crate::house::House;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use testkit::local_aws::LocalAws;
use testkit::tools::{Profile, build_functions};
use testkit::{SetupError, Tools};
use tokio::runtime::Runtime;

/// Stacks beyond one for each core: a stack often waits. See `docs/decisions.md` for the figures.
const STACKS_MORE: usize = 1;
/// Stacks at most: each takes about half a gigabyte of memory.
const STACKS_MAX: usize = 8;
/// The place of the one stack that has the demonstration walk.
const WALKED: usize = 0;

static POOL: LazyLock<Pool> = LazyLock::new(|| Pool::open().unwrap());

/// Which stack a story needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Any,
    WithTheWalk,
}

/// A place for a stack.
enum Place {
    /// Nobody has needed it yet, or what was here could not be given back.
    Empty,
    /// A story has it, or is starting it.
    Leased,
    Free(House),
}

struct State {
    places: Vec<Place>,
    /// Stories that wait for the stack with the walk: no other story takes it from them.
    waiting_for_the_walk: usize,
    /// Stories that wait for any stack.
    waiting_for_any: usize,
}

struct Pool {
    runtime: Runtime,
    tools: Tools,
    state: Mutex<State>,
    changed: Condvar,
}

/// Runs a story on a stack of its own. What the story did to the stack is undone also when it fails,
/// and a stack that is not as it was before is not used again.
pub fn run(wanted: Wanted, story: impl AsyncFnOnce(&mut House)) {
    let pool = &*POOL;
    let (place, mut house) = pool.lease(wanted);
    let told = catch_unwind(AssertUnwindSafe(|| pool.runtime.block_on(story(&mut house))));
    let leftover = pool.runtime.block_on(async {
        house.tidy_up().await?;
        if pool.nobody_waits() {
            house.until_quiet().await?;
        }
        Ok::<(), SetupError>(())
    });
    pool.put(place, if leftover.is_ok() { Place::Free(house) } else { Place::Empty });
    told.unwrap_or_else(|panic| resume_unwind(panic));
    leftover.unwrap();
}

impl Pool {
    fn open() -> Result<Self, SetupError> {
        let runtime = Runtime::new()?;
        let tools = runtime.block_on(async {
            let tools = Tools::ready().await?;
            build_functions(Profile::Fast).await?;
            Ok::<Tools, SetupError>(tools)
        })?;
        LocalAws::sweep()?;
        crate::logbook::begin()?;
        let places = (0..stacks()).map(|_| Place::Empty).collect();
        let state = State { places, waiting_for_the_walk: 0, waiting_for_any: 0 };
        Ok(Self { runtime, tools, state: Mutex::new(state), changed: Condvar::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a stack that is free or may be started.
    fn lease(&self, wanted: Wanted) -> (usize, House) {
        let mut state = self.state();
        *state.waiting(wanted) += 1;
        let place = loop {
            if let Some(place) = state.choose(wanted) {
                break place;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        *state.waiting(wanted) -= 1;
        let taken = std::mem::replace(&mut state.places[place], Place::Leased);
        drop(state);
        if let Place::Free(house) = taken {
            return (place, house);
        }
        // Other stories start or use their stacks meanwhile.
        match self.runtime.block_on(House::open(&self.tools)) {
            Ok(house) => (place, house),
            Err(error) => {
                self.put(place, Place::Empty);
                panic!("a stack could not be started: {error}");
            }
        }
    }

    fn put(&self, place: usize, what: Place) {
        self.state().places[place] = what;
        self.changed.notify_all();
    }

    fn nobody_waits(&self) -> bool {
        let state = self.state();
        state.waiting_for_the_walk + state.waiting_for_any == 0
    }
}

impl State {
    fn waiting(&mut self, wanted: Wanted) -> &mut usize {
        match wanted {
            Wanted::Any => &mut self.waiting_for_any,
            Wanted::WithTheWalk => &mut self.waiting_for_the_walk,
        }
    }

    /// A free stack before one that has to be started, and the one with the walk last.
    fn choose(&self, wanted: Wanted) -> Option<usize> {
        let free = |place: &usize| matches!(self.places[*place], Place::Free(_));
        let empty = |place: &usize| matches!(self.places[*place], Place::Empty);
        let walked = || Some(WALKED).filter(|place| free(place) || empty(place));
        if wanted == Wanted::WithTheWalk {
            return walked();
        }
        let others = || (0..self.places.len()).filter(|place| *place != WALKED);
        let any = others().find(free).or_else(|| others().find(empty));
        any.or_else(|| walked().filter(|_| self.waiting_for_the_walk == 0))
    }
}

/// As many stacks as suit this machine, or as the setting says.
fn stacks() -> usize {
    let asked = runtime::Settings.optional("STACKS").and_then(|text| text.parse().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    asked.unwrap_or(cores + STACKS_MORE).clamp(1, STACKS_MAX)
}
