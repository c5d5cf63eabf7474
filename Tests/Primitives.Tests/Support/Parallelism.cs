using Xunit.Sdk;
using Xunit.v3;

// Sources and meters are global: a listener of one test would hear another's primitives.
[assembly: Parallelization(Mode = ParallelMode.None)]
