using ActiveResponse.Configuration;
using ActiveResponse.Responders.Accounts;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>Where a script of ours does otherwise than the recorded one, and when: the table in docs/as-script.md.</summary>
/// <param name="Key">The row of the table.</param>
/// <param name="Applies">Whether a run is one of those, given whom the host shut out before it.</param>
internal sealed record ScriptDifference(string Key, Func<RecordedScriptCase, RecordedScriptRun, IReadOnlySet<string>, bool> Applies)
{
    /// <summary>Whether it is that the original reports otherwise what it does all the same; else it does what it shouldn't, or doesn't
    /// what it should.</summary>
    public bool OnlyReports { get; init; }

    public static IReadOnlyList<ScriptDifference> All { get; } =
    [
        new("always-fails", static (_, run, _) => run.IsOssec && run.Script is "disable-account.sh" or "ip-customblock.sh")
        {
            OnlyReports = true,
        },
        new(
            "silent-failure",
            static (_, run, _) =>
                run.Succeeded
                && run.Log.Any(static line =>
                    line.Contains("is not accessible", StringComparison.Ordinal)
                    || line.Contains("Invalid system", StringComparison.Ordinal)
                    || line.Contains("Unable to run", StringComparison.Ordinal)
                    || line.Contains("Unable to add", StringComparison.Ordinal)
                )
        ),
        new("no-path", static (_, run, _) => run.Path == ""),
        new("odd-address", static (_, run, _) => !IsUser(run) && run.Target.Length > 0 && !AddressPrefix.TryParse(run.Target, out _)),
        new(
            "network",
            static (_, run, _) => run.IsOssec && run.IsAdd && !IsUser(run) && run.Target.Contains('/', StringComparison.Ordinal)
        ),
        new(
            "protected-address",
            static (_, run, _) => run.IsAdd && AddressPrefix.TryParse(run.Target, out var address) && ScriptBench.IsProtected(address)
        ),
        new("own-address", static (_, _, _) => false), // No recorded run is about an address of the host it ran on.
        new("own-account", static (_, run, _) => run.IsAdd && IsUser(run) && run.Target is "root" or "Root" or "daemon" or "bin"),
        new("odd-user", static (_, run, _) => IsUser(run) && run.Target.Length > 0 && AccountName.Problem(run.Target) is not null),
        new(
            "doubles",
            static (scriptCase, run, _) =>
                scriptCase.Runs.TakeWhile(other => other != run).Count(other => other.IsAdd && other.Target == run.Target) > 1
                && run.Script.StartsWith("firewall", StringComparison.Ordinal)
        ),
        new(
            "substring",
            static (scriptCase, run, before) =>
                run.Script.StartsWith("host-deny", StringComparison.Ordinal)
                && (
                    scriptCase.Setup.Contains(run.Target, StringComparison.Ordinal)
                    || before.Any(other => other != run.Target && other.Contains(run.Target, StringComparison.Ordinal))
                )
        ),
        new(
            "no-hosts-deny",
            static (scriptCase, run, _) =>
                !run.IsOssec && run.Script == "host-deny" && scriptCase.Setup.Contains("rm -f /etc/hosts.deny", StringComparison.Ordinal)
        ),
        new(
            "null-route-ipv6",
            static (_, run, _) =>
                run.Script.StartsWith("route-null", StringComparison.Ordinal) && run.Target.Contains(':', StringComparison.Ordinal)
        ),
        new("restart-delete", static (_, run, _) => run.Script == "restart-wazuh" && !run.IsAdd),
    ];

    public static IReadOnlyList<ScriptDifference> Of(RecordedScriptCase scriptCase, RecordedScriptRun run, IReadOnlySet<string> before) =>
        [.. All.Where(difference => difference.Applies(scriptCase, run, before))];

    private static bool IsUser(RecordedScriptRun run) => run.Script.StartsWith("disable-account", StringComparison.Ordinal);
}
