using ActiveResponse.Benchmarks.Compare;
using ActiveResponse.Benchmarks.Dashboard;
using ActiveResponse.Benchmarks.Engine;
using ActiveResponse.Benchmarks.Firewall;
using ActiveResponse.Benchmarks.Fleet;
using ActiveResponse.Benchmarks.Growth;
using ActiveResponse.Benchmarks.Processes;
using ActiveResponse.Benchmarks.State;
using BenchmarkDotNet.Running;

// Runs of their own: what counts is the disk, the kernel, and many callers at once, not one call in a loop.
switch (args)
{
    case ["store", .. var rest]:
        await StoreRun.RunAsync(rest);
        return 0;
    case ["firewall", .. var rest]:
        return await FirewallBenchmark.RunAsync(rest);
    case ["firewalld", .. var rest]:
        return await FirewalldBenchmark.RunAsync(rest);
    case ["engine", ..]:
        return await EngineBenchmark.RunAsync(args);
    case ["runners", ..]:
        return await RunnersRun.RunAsync();
    case ["fleet-bare", .. var rest]:
        return await BareProcess.ServeAsync(rest);
    case ["fleet", .. var rest]:
        return await FleetRun.RunAsync(rest);
    case ["growth", .. var rest]:
        return await GrowthRun.RunAsync(rest);
    case ["dashboard", .. var rest]:
        return await DashboardRun.RunAsync(rest);
    case ["compare", .. var rest]:
        return await CompareRun.RunAsync(rest);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
