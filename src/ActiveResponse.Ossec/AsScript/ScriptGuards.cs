using System.Collections.Immutable;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>The checks before a script applies an effect; reverts load none of them.</summary>
internal static class ScriptGuards
{
    // A dead name server must not delay a response for long.
    private static readonly TimeSpan NamesWithin = TimeSpan.FromSeconds(2);

    public static async ValueTask<OrderRefusal?> CheckAsync(
        ActiveResponseScriptOptions options,
        string home,
        ResponseOrder order,
        CancellationToken cancellationToken
    )
    {
        var names = new GuardOptions { NameDeadline = NamesWithin, ProtectSshPeer = false };
        using var network = new HostNetworkCache(
            new HostNetworkReader(
                new HostFiles(new FileSystem()),
                Environment.GetEnvironmentVariable,
                NullLogger<HostNetworkReader>.Instance
            ),
            options.Clock,
            names.NetworkRefresh
        );
        using var resolved = new ResolvedNames(new DnsHostNameResolver(), options.Clock, names, NullLogger<ResolvedNames>.Instance);
        var config = order.Subject.Address is not null && options.ReadsAgentConfig ? ConfigOf(home) : ActiveResponseConfig.Empty;
        var allowed = new AllowList([.. options.AllowList.Entries, .. config.AllowList.Entries]);
        List<IResponseGuard> guards = [];
        if (options.ProtectsHost)
        {
            guards.AddRange([
                new ProtectedAddressGuard(names),
                .. HostNetworkGuard.All(names, network),
                new ManagerGuard(() => config.Managers, resolved, names),
            ]);
        }

        guards.Add(new AllowListGuard(() => allowed, resolved, names));
        return await new GuardChain(
            guards,
            options.Guards,
            () => names.GuardDeadline,
            options.Clock,
            new PluginFaults(NullLogger.Instance, options.Clock)
        )
            .CheckAsync(order, GuardStage.BeforeRunning, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Reads the managers and the allow list of the agent's configuration; its daemons report its errors.</summary>
    private static ActiveResponseConfig ConfigOf(string home)
    {
        var file = Path.Combine(home, "etc", "ossec.conf");
        return File.Exists(file)
            ? new ConfigFileReader(new FileSystem(), new OssecConfigParser())
                .Read(file, new ConfigParseOptions { Dialect = ConfigDialect.Wazuh })
                .Config
            : ActiveResponseConfig.Empty;
    }
}
