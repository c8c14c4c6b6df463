using ActiveResponse.Benchmarks.State;
using BenchmarkDotNet.Running;

if (args is ["store", .. var rest])
{
    // A run of its own: what counts is the disk and many callers at once, not one call in a loop.
    await StoreRun.RunAsync(rest);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
