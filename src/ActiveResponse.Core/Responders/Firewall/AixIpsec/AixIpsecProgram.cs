using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Runs the programs of the filter table.</summary>
internal sealed class AixIpsecProgram(ICommandRunner runner, string description, int? beforeRule)
{
    // A rule has some hundred bytes.
    private const int MaxListBytes = 64 * 1024 * 1024;

    /// <summary>Our rules.</summary>
    /// <exception cref="FirewallRunException">lsfilt can't tell.</exception>
    public async ValueTask<IReadOnlyList<AixIpsecRule>> ListAsync(CancellationToken cancellationToken)
    {
        var result = await runner
            .RunAsync(new CommandInvocation("lsfilt", "-v", "4", "-O") { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        return !result.IsSuccess ? throw new FirewallRunException("lsfilt", result)
            : result.OutputTruncated ? throw new FirewallRunException($"lsfilt's list is longer than {MaxListBytes} bytes.")
            : AixIpsecListing.Parse(result.OutputText, description);
    }

    /// <summary>Adds a rule that denies packets from an address or network, in either direction.</summary>
    /// <returns>Null when done, or what went wrong.</returns>
    public ValueTask<FirewallRunException?> AddAsync(AddressPrefix source, CancellationToken cancellationToken)
    {
        string[] place = beforeRule is { } number ? ["-n", Text(number)] : [];
        var mask = DottedMask.Write(source.Length == 0 ? 0 : uint.MaxValue << (32 - source.Length));
        return RunAsync(
            "genfilt",
            [
                "-v",
                "4",
                .. place,
                "-a",
                "D",
                "-s",
                source.Address.ToString(),
                "-m",
                mask,
                "-d",
                "0.0.0.0",
                "-M",
                "0.0.0.0",
                "-w",
                "B",
                "-D",
                description,
            ],
            cancellationToken
        );
    }

    /// <summary>Removes the rule of a number.</summary>
    /// <returns>Null when done, or what went wrong.</returns>
    public ValueTask<FirewallRunException?> RemoveAsync(int number, CancellationToken cancellationToken) =>
        RunAsync("rmfilt", ["-v", "4", "-n", Text(number)], cancellationToken);

    /// <summary>Makes the kernel go by the table as it is now.</summary>
    /// <returns>Null when done, or what went wrong.</returns>
    public ValueTask<FirewallRunException?> ActivateAsync(CancellationToken cancellationToken) =>
        RunAsync("mkfilt", ["-v", "4", "-u"], cancellationToken);

    private async ValueTask<FirewallRunException?> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new CommandInvocation(program, arguments), cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? null : new FirewallRunException(program, result);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
