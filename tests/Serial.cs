// One test at a time: torch's default generator, its thread count and its grad mode belong to the process or to a pooled thread, and a test
// that seeds them has to be alone with them.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
