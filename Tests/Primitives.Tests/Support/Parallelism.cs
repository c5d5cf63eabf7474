// Sources and meters are global: a listener of one test would hear another's primitives.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
