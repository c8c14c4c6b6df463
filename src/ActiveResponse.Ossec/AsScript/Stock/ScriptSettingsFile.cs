using System.Globalization;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall.Selection;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>Reads an agent's <c>etc/active-response-scripts.conf</c>: one <c>name = value</c> per line, <c>#</c> for comments.</summary>
internal static class ScriptSettingsFile
{
    private const string Names = "firewall, hosts-deny, ip-block, state, protect, allow, minimum-uid";

    public static string Of(string home) => Path.Combine(home, "etc", "active-response-scripts.conf");

    /// <summary>Reads the settings of the agent in a folder; the defaults if the file is missing. Its service account, which owns
    /// <c>etc</c>, may write them.</summary>
    /// <param name="home">The agent's folder.</param>
    /// <param name="fileSystem">The file system; null for this host's.</param>
    /// <param name="native">Checks the file's owner; null for the file system's own implementation.</param>
    public static ScriptSettings Read(string home, IFileSystem? fileSystem = null, INativeFiles? native = null)
    {
        var path = Of(home);
        var lines = SettingsFile.Read(path, home, out var problem, fileSystem, native);
        return problem is null ? Parse(path, lines) : new ScriptSettings { Problems = [problem] };
    }

    internal static ScriptSettings Parse(string path, IReadOnlyList<SettingsLine> lines)
    {
        var settings = new ScriptSettings();
        foreach (var line in lines)
        {
            var (next, problem) = line.IsComplete ? Set(settings, line.Name, line.Value) : (settings, "a line must be 'name = value'");
            settings = next;
            if (problem is not null)
            {
                settings = settings with
                {
                    Problems = [.. settings.Problems, string.Create(CultureInfo.InvariantCulture, $"{path}:{line.Number}: {problem}")],
                };
            }
        }

        return settings;
    }

    private static (ScriptSettings Settings, string? Problem) Set(ScriptSettings settings, string name, string value) =>
        name switch
        {
            "firewall" => Firewalls(settings, Words(value)),
            "hosts-deny" => Place(settings, value, settings with { HostsDeny = value }),
            "ip-block" => Place(settings, value, settings with { IpBlock = value }),
            "state" => Place(settings, value, settings with { State = value }),
            "protect" when value is "yes" or "no" => (settings with { Protect = value == "yes" }, null),
            "protect" => (settings, $"'{SafeText.Of(value)}' is neither yes nor no"),
            "allow" => Allow(settings, Words(value)),
            "minimum-uid" when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid > 0 => (
                settings with
                {
                    MinimumUserId = uid,
                },
                null
            ),
            "minimum-uid" => (settings, $"'{SafeText.Of(value)}' isn't a uid of 1 or more"),
            _ => (settings, $"'{SafeText.Of(name)}' isn't a setting; the settings are {Names}"),
        };

    private static (ScriptSettings Settings, string? Problem) Firewalls(ScriptSettings settings, string[] names) =>
        names.FirstOrDefault(static name => !FirewallDropOptions.Known.Contains(name)) is { } unknown
            ? (settings, $"'{SafeText.Of(unknown)}' isn't a firewall of this system; it has {string.Join(", ", FirewallDropOptions.Known)}")
            : (settings with { Firewalls = [.. names] }, null);

    private static (ScriptSettings Settings, string? Problem) Place(ScriptSettings settings, string path, ScriptSettings changed) =>
        Path.IsPathFullyQualified(path) && !Path.EndsInDirectorySeparator(path)
            ? (changed, null)
            : (settings, $"'{SafeText.Of(path)}' isn't a full path");

    private static (ScriptSettings Settings, string? Problem) Allow(ScriptSettings settings, string[] texts)
    {
        List<AllowListEntry> entries = [.. settings.Allow.Entries];
        foreach (var text in texts)
        {
            if (!AddressPrefix.TryParse(text, out var network))
            {
                return (settings, $"'{SafeText.Of(text)}' isn't an address or network, such as 192.0.2.7 or 192.0.2.0/24");
            }

            entries.Add(new AllowListEntry { Text = text, Network = network });
        }

        return (settings with { Allow = new AllowList([.. entries]) }, null);
    }

    private static string[] Words(string value) =>
        value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
