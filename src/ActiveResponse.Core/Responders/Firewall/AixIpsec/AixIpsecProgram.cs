using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>The programs that read and change the filter table.</summary>
internal sealed class AixIpsecProgram(ICommandRunner runner, string description, int? beforeRule)
{
    private readonly FirewallProgram _list = new(runner, "lsfilt");
    private readonly FirewallProgram _add = new(runner, "genfilt");
    private readonly FirewallProgram _remove = new(runner, "rmfilt");
    private readonly FirewallProgram _activate = new(runner, "mkfilt");

    /// <summary>Lists our rules.</summary>
    /// <exception cref="FirewallException">lsfilt failed.</exception>
    public async ValueTask<IReadOnlyList<AixIpsecRule>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await _list.RequireListAsync(cancellationToken, "-v", "4", "-O").ConfigureAwait(false);
        return AixIpsecListing.Parse(listed.OutputText, description);
    }

    /// <summary>Adds a rule that denies packets from an address or network, in both directions.</summary>
    /// <returns>Null if done, otherwise the error.</returns>
    public ValueTask<FirewallException?> AddAsync(AddressPrefix source, CancellationToken cancellationToken)
    {
        string[] place = beforeRule is { } number ? ["-n", Text(number)] : [];
        var mask = DottedMask.Write(source.Length == 0 ? 0 : uint.MaxValue << (32 - source.Length));
        string[] match = ["-s", source.Address.ToString(), "-m", mask, "-d", "0.0.0.0", "-M", "0.0.0.0"];
        return RunAsync(_add, cancellationToken, ["-v", "4", .. place, "-a", "D", .. match, "-w", "B", "-D", description]);
    }

    /// <summary>Removes the rule with a number.</summary>
    /// <returns>Null if done, otherwise the error.</returns>
    public ValueTask<FirewallException?> RemoveAsync(int number, CancellationToken cancellationToken) =>
        RunAsync(_remove, cancellationToken, "-v", "4", "-n", Text(number));

    /// <summary>Activates the current table in the kernel.</summary>
    /// <returns>Null if done, otherwise the error.</returns>
    public ValueTask<FirewallException?> ActivateAsync(CancellationToken cancellationToken) =>
        RunAsync(_activate, cancellationToken, "-v", "4", "-u");

    private static async ValueTask<FirewallException?> RunAsync(
        FirewallProgram program,
        CancellationToken cancellationToken,
        params string[] arguments
    )
    {
        var result = await program.RunAsync(cancellationToken, arguments).ConfigureAwait(false);
        return result.IsSuccess ? null : program.Error(result);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
