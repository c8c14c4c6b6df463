using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Uses firewall-cmd for everything.</summary>
internal sealed class FirewalldProgramTransport(FirewalldProgram program) : IFirewalldTransport
{
    // In a set of 10,000, one entry takes up to 75 ms; a file of any length takes up to a second, as firewalld refills the whole set.
    public const int FewEntries = 8;

    // About 40,000 bytes of arguments and 5 seconds.
    private const int RulesOfOneCall = 500;

    public async ValueTask<IReadOnlyList<string>> ListRulesAsync(FirewalldPlace zone, CancellationToken cancellationToken)
    {
        var text = await program.RunAsync(OfZone(zone, ["--list-rich-rules"]), cancellationToken).ConfigureAwait(false);
        return text.Split('\n', StringSplitOptions.TrimEntries);
    }

    public async ValueTask<FirewalldMessages> ChangeRulesAsync(
        FirewalldPlace zone,
        bool adds,
        FirewalldRichRule form,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var option = adds ? "--add-rich-rule=" : "--remove-rich-rule=";
        var messages = new FirewalldMessages();
        foreach (var part in addresses.Chunk(RulesOfOneCall))
        {
            var result = await program
                .TryAsync(OfZone(zone, part.Select(address => option + form.Format(address))), cancellationToken)
                .ConfigureAwait(false);
            if (FirewalldErrors.IsHopeless(result))
            {
                throw program.Error(result);
            }

            Read(messages, result, part);
        }

        return messages;
    }

    public async ValueTask<IReadOnlyList<string>?> ListEntriesAsync(FirewalldPlace set, CancellationToken cancellationToken)
    {
        var result = await program.TryAsync(OfSet(set, "--get-entries"), cancellationToken).ConfigureAwait(false);
        return FirewalldErrors.IsNoSuchSet(result) ? null : [.. FirewallProgram.Lines(program.Require(result))];
    }

    public async ValueTask<FirewallAttempt> ChangeEntriesAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        Dictionary<AddressPrefix, string> named,
        CancellationToken cancellationToken
    )
    {
        var result = await RunAsync(set, adds ? "add" : "remove", entries, cancellationToken).ConfigureAwait(false);
        if (FirewalldErrors.IsHopeless(result))
        {
            throw program.Error(result);
        }

        if (FirewalldErrors.IsCommandFailure(result) && entries.Length > FewEntries)
        {
            return await UndoAsync(set, adds, entries, result, cancellationToken).ConfigureAwait(false);
        }

        // Given a few entries it names each bad one and takes the others; given a file it takes none, and names the first bad one.
        foreach (var (address, line) in FirewalldErrors.ByAddress(result).Where(_ => result.IsSuccess || entries.Length == 1))
        {
            named[address] = line;
        }

        // Its exit codes overlap those of signals.
        var isRefusal = result.Outcome == CommandOutcome.Exited && !FirewalldErrors.IsNoSuchSet(result);
        var text = result.IsSuccess ? "" : program.Explain(result);
        return (result.IsSuccess, isRefusal) switch
        {
            (true, _) => FirewallAttempt.Done(),
            (_, true) => FirewallAttempt.Refused(text),
            _ => FirewallAttempt.Failed(text),
        };
    }

    public async ValueTask<string> DefaultZoneAsync(CancellationToken cancellationToken) =>
        (await program.RunAsync(["--get-default-zone"], cancellationToken).ConfigureAwait(false)).Trim();

    public async ValueTask<IReadOnlyList<string>> ListSourcesAsync(string zone, CancellationToken cancellationToken) =>
        (await program.RunAsync([$"--zone={zone}", "--list-sources"], cancellationToken).ConfigureAwait(false)).Split(
            [' ', '\n'],
            StringSplitOptions.RemoveEmptyEntries
        );

    public ValueTask SettleAsync(FirewalldPlace set, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => new("Requests go through firewall-cmd.");

    public void Dispose() { }

    /// <summary>Makes firewalld's list and the kernel's set agree again: firewalld keeps a list of many before it loads it, and then has
    /// "nothing to change" for another try. Entries that were there before may go, too.</summary>
    private async ValueTask<FirewallAttempt> UndoAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        CommandResult failure,
        CancellationToken cancellationToken
    )
    {
        program.Require(await RunAsync(set, adds ? "remove" : "add", entries, cancellationToken).ConfigureAwait(false));
        return FirewallAttempt.Failed(program.Explain(failure));
    }

    // Its exit code is 0 even if some of several rules are bad.
    private static void Read(FirewalldMessages messages, CommandResult result, AddressPrefix[] part)
    {
        var lines = FirewalldErrors.ByAddress(result);
        foreach (var address in part)
        {
            var line = lines.GetValueOrDefault(address) ?? (part.Length == 1 ? FirewalldErrors.Lines(result).FirstOrDefault() : null);
            var why = line is null && result.IsSuccess ? "firewall-cmd reported success but changed nothing." : line;
            messages.Add(address, why ?? FirewalldErrors.OfFirewallCmd.Explain(result));
        }
    }

    private ValueTask<CommandResult> RunAsync(
        FirewalldPlace set,
        string verb,
        AddressPrefix[] entries,
        CancellationToken cancellationToken
    ) =>
        entries.Length <= FewEntries
            ? program.TryAsync(OfSet(set, [.. entries.Select(address => $"--{verb}-entry={address}")]), cancellationToken)
            : program.TryAsync(OfSet(set, $"--{verb}-entries-from-file=/dev/stdin"), entries, cancellationToken);

    private static IEnumerable<string> OfZone(FirewalldPlace zone, IEnumerable<string> rest) =>
        [.. Scope(zone), .. zone.Name is null ? Array.Empty<string>() : [$"--zone={zone.Name}"], .. rest];

    private static string[] OfSet(FirewalldPlace set, params string[] rest) => [.. Scope(set), $"--ipset={set.Name}", .. rest];

    private static string[] Scope(FirewalldPlace place) => place.IsPermanent ? ["--permanent"] : [];
}
