using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>What a store has, as lines that <see cref="AgentReport"/> reads.</summary>
internal static class StoredLines
{
    public static async IAsyncEnumerable<string> OfAsync(IResponseStore store, string alerts)
    {
        foreach (var effect in await store.ListAsync(CancellationToken.None))
        {
            yield return $"effect {effect.Key.Responder} {effect.Key.Subject} {effect.State}";
        }

        foreach (
            var (responder, address) in CrashConfig
                .Responders.Append("firewall-drop")
                .SelectMany(static name => CrashConfig.Addresses.Select(address => (name, address)))
        )
        {
            AddressPrefix.TryParse(address, out var prefix);
            if (await store.FindOffenseAsync(new ActionKey(responder, Subject.Of(prefix)), CancellationToken.None) is { } offense)
            {
                yield return $"offense {responder} {address} {offense.Count.ToString(CultureInfo.InvariantCulture)}";
            }
        }

        yield return $"position {await store.FindPositionAsync(alerts, CancellationToken.None)}";
    }
}
