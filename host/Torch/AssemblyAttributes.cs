// Blittable native calls without marshalling stubs, and stack memory that is not zeroed before it is filled.
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
[module: System.Runtime.CompilerServices.SkipLocalsInit]
