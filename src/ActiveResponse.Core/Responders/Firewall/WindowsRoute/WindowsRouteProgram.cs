using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Runs route.</summary>
internal sealed class WindowsRouteProgram(ICommandRunner runner, AddressPrefix gateway, int? metric)
{
    public const string Program = "route";

    private const string HostMask = "255.255.255.255";

    // A row has some eighty bytes.
    private const int MaxListBytes = 64 * 1024 * 1024;

    /// <summary>The single addresses that go to our gateway, by whoever's hand.</summary>
    /// <exception cref="FirewallRunException">route can't tell.</exception>
    public async ValueTask<IReadOnlyList<AddressPrefix>> ListAsync(CancellationToken cancellationToken)
    {
        var result = await runner
            .RunAsync(new CommandInvocation(Program, "PRINT", "-4") { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        return !result.IsSuccess ? throw new FirewallRunException(Program, result)
            : result.OutputTruncated ? throw new FirewallRunException($"route's table is longer than {MaxListBytes} bytes.")
            : WindowsRouteListing.Parse(result.OutputText, gateway);
    }

    public ValueTask<CommandResult> AddAsync(AddressPrefix address, CancellationToken cancellationToken)
    {
        string[] arguments = ["ADD", address.ToString(), "MASK", HostMask, gateway.ToString()];
        return runner.RunAsync(
            new CommandInvocation(
                Program,
                metric is { } value ? [.. arguments, "METRIC", value.ToString(CultureInfo.InvariantCulture)] : arguments
            ),
            cancellationToken
        );
    }

    /// <summary>Deletes the route to our gateway only: without one, Windows would delete every route to the address.</summary>
    public ValueTask<CommandResult> DeleteAsync(AddressPrefix address, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new CommandInvocation(Program, "DELETE", address.ToString(), "MASK", HostMask, gateway.ToString()),
            cancellationToken
        );
}
