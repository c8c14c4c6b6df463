using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads an <c>ossec.conf</c> as OSSEC or Wazuh 4 does, and reports all its mistakes at once.</summary>
/// <remarks>
/// Stateless and thread-safe. Time and memory grow linearly with the file. What is accepted, and the <c>ar.conf</c> written, follow OSSEC's
/// and Wazuh 4.14's <c>src/os_xml</c>, <c>src/config</c> and <c>src/os_execd/config.c</c>.
/// </remarks>
public sealed class OssecConfigParser : IConfigParser
{
    private const int VersionBytes = 6;

    /// <inheritdoc/>
    public ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tree = XmlReader.Read(content, XmlRules.For(options.Dialect));
        var reading = new ConfigReading(WithAgent(options, tree), tree, new PositionMap(content.Span));
        foreach (var error in tree.Errors)
        {
            reading.RefuseXml(error);
        }

        Judge(reading, out var execd);
        ContentLint.Check(reading);
        var result = Result(reading, execd);
        return result with { Config = result.Config with { Version = VersionOf(content.Span) } };
    }

    /// <summary>Reads and lints the elements, whatever their source.</summary>
    internal static void Judge(ConfigReading reading, out ExecdReading execd)
    {
        SectionReader.Read(reading);
        GlobalReader.Read(reading);
        execd = ExecdReading.Read(reading.Tree, reading.IsOssec);
        Lint.Check(reading, execd);
    }

    private static string VersionOf(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, VersionBytes));

    private static ConfigParseOptions WithAgent(ConfigParseOptions options, XmlTree tree)
    {
        var isShared =
            options.IsAgentConfig
            || Path.GetFileName(options.FileName) == "agent.conf"
            || (options.GuessAgentHost && AgentHost.IsShared(tree));
        return options with
        {
            IsAgentConfig = isShared,
            IsAgentHost = !isShared && (options.IsAgentHost || (options.GuessAgentHost && AgentHost.IsClear(tree))),
        };
    }

    // Wazuh's execd uses all of them, even from blocks with a command.
    private static IEnumerable<string> CaStores(ConfigReading reading) =>
        from section in SectionReader.Where(
            reading,
            reading.Tree.Has("ca_store") ? static section => section.Name == "active-response" : static _ => false
        )
        from child in section.Children
        where child is { Name: "ca_store", Value.Length: > 0, Damaged: false }
        select child.Value;

    internal static ConfigParseResult Result(ConfigReading reading, ExecdReading execd) =>
        new()
        {
            Accepted = !reading.DaemonStopped,
            ArConf = reading.ArConf.Bytes,
            IsAgentHost = reading.Options.IsAgentHost,
            Problems = [.. reading.Problems],
            Config = new ActiveResponseConfig
            {
                Dialect = reading.Options.Dialect,
                Commands = [.. reading.Commands.Select(static c => c.Definition).OfType<CommandDefinition>()],
                Responses = [.. reading.Responses.Select(static r => r.Definition).OfType<ResponseDefinition>()],
                AllowList = new AllowList([.. reading.AllowList]),
                Managers = [.. ManagerReader.Read(reading)],
                RepeatedOffenders = execd.ToRepeatedOffenders(),
                Disabled = reading.Disabled,
                CaStores = reading.IsOssec ? [] : [.. CaStores(reading)],
            },
            Daemon = new DaemonReading
            {
                Error = reading.DaemonError,
                AllowList = new DaemonAllowList([.. reading.DaemonNetworks], [.. reading.DaemonHosts]),
                SendsNothing = reading.SendsNothing,
                OpensHostQueue = reading.Queues.HasFlag(ArQueues.Local),
                OpensAgentQueue = reading.Queues.HasFlag(ArQueues.Agents),
                Execd = execd.State,
                RepeatedOffenderMinutes = execd.Minutes,
            },
        };
}
