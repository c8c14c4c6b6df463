using System.Runtime.InteropServices;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>What the figures were measured on, and with.</summary>
internal static class Machine
{
    public static async Task<IEnumerable<string>> DescribeAsync()
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[^1]
            .Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var system = File.ReadLines("/etc/os-release")
            .First(static line => line.StartsWith("PRETTY_NAME", StringComparison.Ordinal))
            .Split('"')[1];
        var versions = new List<string> { $".NET {Environment.Version}" };
        foreach (
            var (program, arguments) in new[]
            {
                ("nft", new[] { "--version" }),
                ("iptables-nft", ["--version"]),
                ("ipset", ["--version"]),
                ("fail2ban-client", ["--version"]),
            }
        )
        {
            if (Where(program) is { } file)
            {
                var (_, output, _) = await RawProgram.TryAsync(file, arguments);
                versions.Add(output.Split('\n')[0].Trim());
            }
        }

        return
        [
            Rounds.Text(
                $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors ({model}), {memory:0} GiB, {system}, ",
                $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()} {RuntimeInformation.ProcessArchitecture};"
            ),
            Rounds.Text($"{string.Join("; ", versions)}."),
            Rounds.Text($"Load of the machine at the start: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}."),
        ];
    }

    private static string? Where(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
