using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Runs ip of iproute2.</summary>
internal sealed class NullRouteProgram(NullRouteOptions options, ICommandRunner runner)
{
    // A hundred thousand routes take eleven million bytes.
    private const int MaxBytes = 256 * 1024 * 1024;

    private readonly string _place = string.Create(CultureInfo.InvariantCulture, $"table {options.Table}");
    private readonly string _mark = string.Create(CultureInfo.InvariantCulture, $"proto {options.Protocol}");

    /// <summary>The command of a batch that blocks an address.</summary>
    public string Block(AddressPrefix address) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"route add blackhole {Network(address)} {_mark} metric {(address.IsIPv6 ? Math.Max(options.Metric, 1) : options.Metric)} {_place}"
        );

    /// <summary>The command of a batch that lets it in, whatever metric it was blocked with.</summary>
    public string Free(AddressPrefix address) => $"route del blackhole {Network(address)} {_mark} {_place}";

    /// <summary>The command of a batch that shows the routes to exactly that network.</summary>
    public string Show(AddressPrefix address) => $"route show {_place} exact {Network(address)}";

    /// <summary>Runs commands, past those that fail.</summary>
    public ValueTask<CommandResult> RunAsync(IEnumerable<string> commands, CancellationToken cancellationToken) =>
        RunAsync([], commands, cancellationToken);

    /// <summary>Runs commands that show something, of one family.</summary>
    public ValueTask<CommandResult> ShowAsync(bool isIPv6, IEnumerable<string> commands, CancellationToken cancellationToken) =>
        RunAsync([isIPv6 ? "-6" : "-4"], commands, cancellationToken);

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("ip", "-V"), cancellationToken);

    /// <summary>The networks our routes of one family lead to.</summary>
    /// <exception cref="NullRouteException">It can't be told.</exception>
    public async ValueTask<IReadOnlyList<AddressPrefix>> ListAsync(bool isIPv6, CancellationToken cancellationToken)
    {
        string[] arguments = [isIPv6 ? "-6" : "-4", "-j", "route", "show", .. _place.Split(' '), "type", "blackhole", .. _mark.Split(' ')];
        var result = await runner
            .RunAsync(new CommandInvocation("ip", arguments) { MaxCapturedBytes = MaxBytes }, cancellationToken)
            .ConfigureAwait(false);
        if (NullRouteErrors.SaysNoTable(result))
        {
            return [];
        }

        return result.IsSuccess && !result.OutputTruncated
            ? Parse(result.StandardOutput, isIPv6)
            : throw new NullRouteException(NullRouteErrors.Explain(result));
    }

    private ValueTask<CommandResult> RunAsync(string[] family, IEnumerable<string> commands, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new CommandInvocation("ip", [.. family, "-force", "-batch", "-"])
            {
                StandardInput = Encoding.ASCII.GetBytes(string.Concat(commands.Select(static command => $"{command}\n"))),
                MaxCapturedBytes = MaxBytes,
            },
            cancellationToken
        );

    private static List<AddressPrefix> Parse(ReadOnlyMemory<byte> json, bool isIPv6)
    {
        var addresses = new List<AddressPrefix>();
        try
        {
            // Without IPv6 in the kernel there is no output at all.
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
            throw new NullRouteException($"ip's list of routes can't be read: {e.Message}");
        }

        return [.. addresses.Distinct()];
    }

    // With a length, for a bare address is read by the form it has.
    private static string Network(AddressPrefix address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{address.Length}");
}
