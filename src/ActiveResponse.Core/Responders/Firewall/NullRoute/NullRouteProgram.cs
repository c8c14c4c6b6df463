using System.Globalization;
using System.Net;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>The commands of ip of iproute2.</summary>
internal sealed class NullRouteProgram(NullRouteOptions options, ICommandRunner runner)
{
    // A hundred thousand routes take 11 MB.
    private const int MaxBytes = 256 * 1024 * 1024;

    // We never route a documentation address.
    private static readonly AddressPrefix Nobody = AddressPrefix.From(IPAddress.Parse("192.0.2.0"), 31);

    private readonly string _place = string.Create(CultureInfo.InvariantCulture, $"table {options.Table}");
    private readonly string _mark = string.Create(CultureInfo.InvariantCulture, $"proto {options.Protocol}");
    private readonly FirewallProgram _ip = new(runner, NullRouteErrors.OfIp) { MaxListBytes = MaxBytes };

    /// <summary>The command of a batch that blocks an address.</summary>
    public string Block(AddressPrefix address)
    {
        var metric = address.IsIPv6 ? Math.Max(options.Metric, 1) : options.Metric;
        return string.Create(CultureInfo.InvariantCulture, $"route add blackhole {Network(address)} {_mark} metric {metric} {_place}");
    }

    /// <summary>The command of a batch that unblocks it, whatever its metric.</summary>
    public string Free(AddressPrefix address) => $"route del blackhole {Network(address)} {_mark} {_place}";

    /// <summary>The command of a batch that shows the routes to exactly this network.</summary>
    public string Show(AddressPrefix address) => $"route show {_place} exact {Network(address)}";

    /// <summary>Runs commands, continuing after failures.</summary>
    public ValueTask<CommandResult> RunAsync(IEnumerable<string> commands, CancellationToken cancellationToken) =>
        _ip.FeedAsync(commands, cancellationToken, "-force", "-batch", "-");

    /// <summary>Runs show commands of one family.</summary>
    public ValueTask<CommandResult> ShowAsync(bool isIPv6, IEnumerable<string> commands, CancellationToken cancellationToken) =>
        _ip.FeedAsync(commands, cancellationToken, Family(isIPv6), "-force", "-batch", "-");

    /// <summary>Checks whether ip exists and may change routes.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="FirewallException">It doesn't exist, or may not.</exception>
    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var version = _ip.Require(await _ip.RunAsync(cancellationToken, "-V").ConfigureAwait(false));

        // The kernel checks the permission before it searches for the route.
        var attempt = await RunAsync([Free(Nobody)], cancellationToken).ConfigureAwait(false);
        return ProgramFailure.IsNotPermitted(attempt) || attempt.Outcome != CommandOutcome.Exited
            ? throw _ip.Error(attempt)
            : version.OutputText.Trim();
    }

    /// <summary>The networks of our routes of one family.</summary>
    /// <exception cref="FirewallException">They can't be read.</exception>
    public async ValueTask<IReadOnlyList<AddressPrefix>> ListAsync(bool isIPv6, CancellationToken cancellationToken)
    {
        string[] arguments = [Family(isIPv6), "-j", "route", "show", .. _place.Split(' '), "type", "blackhole", .. _mark.Split(' ')];
        var result = await _ip.ListAsync(cancellationToken, arguments).ConfigureAwait(false);
        return NullRouteErrors.IsNoTable(result) ? [] : Parse(_ip.Require(result).StandardOutput, isIPv6);
    }

    /// <summary>Explains the failure of one command.</summary>
    public static string Explain(string words) => NullRouteErrors.OfIp.Explain(words);

    /// <summary>The result of an entry whose run didn't end by itself.</summary>
    public ResponderResult Failed(CommandResult result, AddressPrefix address) => _ip.Failed(result, address);

    private static string Family(bool isIPv6) => isIPv6 ? "-6" : "-4";

    private static List<AddressPrefix> Parse(ReadOnlyMemory<byte> json, bool isIPv6)
    {
        var addresses = new List<AddressPrefix>();
        try
        {
            // Without IPv6 in the kernel there is no output.
            using var document = JsonDocument.Parse(json.Span.Trim(" \n"u8).IsEmpty ? "[]"u8.ToArray() : json);
            foreach (var route in document.RootElement.EnumerateArray())
            {
                if (AddressPrefix.TryParse(route.GetProperty("dst").GetString(), out var address) && address.IsIPv6 == isIPv6)
                {
                    addresses.Add(address);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FirewallException($"ip's list of routes can't be read: {e.Message}");
        }

        return [.. addresses.Distinct()];
    }

    // With a length: ip guesses that of a bare address.
    private static string Network(AddressPrefix address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{address.Length}");
}
