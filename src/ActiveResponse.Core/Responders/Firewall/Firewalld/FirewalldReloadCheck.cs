namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Looks whether a reload would change anything: it forgets what was only set at run time, and takes up what was only set
/// permanently.</summary>
/// <param name="program">firewall-cmd.</param>
/// <param name="ours">The names of our sets, which don't count.</param>
internal sealed class FirewalldReloadCheck(FirewalldProgram program, IReadOnlyCollection<string> ours)
{
    private static readonly string[][] Lists =
    [
        ["--list-all-zones"],
        ["--list-all-policies"],
        ["--direct", "--get-all-chains"],
        ["--direct", "--get-all-rules"],
        ["--direct", "--get-all-passthroughs"],
    ];

    /// <summary>The first difference between what is in force and what would be, or null.</summary>
    /// <exception cref="FirewallException">It can't be told.</exception>
    public async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        var defaultZone = (await program.RunAsync(["--get-default-zone"], cancellationToken).ConfigureAwait(false)).Trim();
        foreach (var list in Lists)
        {
            var running = Items(await ListAsync(list, cancellationToken).ConfigureAwait(false));
            var permanent = Items(await ListAsync(["--permanent", .. list], cancellationToken).ConfigureAwait(false));

            // An interface without a zone is in the default zone all the same.
            running.RemoveWhere(item => item.StartsWith($"{defaultZone}: interfaces: ", StringComparison.Ordinal));
            permanent.RemoveWhere(item => item.StartsWith($"{defaultZone}: interfaces: ", StringComparison.Ordinal));
            if (Compare(running, permanent) is { } difference)
            {
                return difference;
            }
        }

        return await FindInSetsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> FindInSetsAsync(CancellationToken cancellationToken)
    {
        var running = await NamesAsync([], cancellationToken).ConfigureAwait(false);
        var permanent = await NamesAsync(["--permanent"], cancellationToken).ConfigureAwait(false);
        if (
            Compare([.. running.Select(static name => $"set {name}")], [.. permanent.Select(static name => $"set {name}")]) is
            { } difference
        )
        {
            return difference;
        }

        foreach (var name in running)
        {
            HashSet<string> entries = [.. await EntriesAsync([$"--ipset={name}"], cancellationToken).ConfigureAwait(false)];
            HashSet<string> kept = [.. await EntriesAsync(["--permanent", $"--ipset={name}"], cancellationToken).ConfigureAwait(false)];
            if (Compare(entries, kept) is { } entry)
            {
                return $"{entry} in the set {name}";
            }
        }

        return null;
    }

    private async ValueTask<List<string>> NamesAsync(string[] scope, CancellationToken cancellationToken) =>
        [
            .. Words(await program.RunAsync([.. scope, "--get-ipsets"], cancellationToken).ConfigureAwait(false))
                .Where(name => !ours.Contains(name)),
        ];

    private async ValueTask<string[]> EntriesAsync(string[] set, CancellationToken cancellationToken) =>
        (await program.RunAsync([.. set, "--get-entries"], cancellationToken).ConfigureAwait(false)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );

    private async ValueTask<string> ListAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var result = await program.TryAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (FirewalldErrors.SaysUnknownOption(result))
        {
            // There were no policies before 0.9.
            return "";
        }

        program.Require(result);
        return result.OutputText;
    }

    private static string? Compare(HashSet<string> running, HashSet<string> permanent) =>
        running.Except(permanent).FirstOrDefault() is { } lost ? $"'{lost}' is in force and not permanent"
        : permanent.Except(running).FirstOrDefault() is { } gained ? $"'{gained}' is permanent and not in force"
        : null;

    /// <summary>A listing as a set: firewalld keeps no order of what is in force.</summary>
    private HashSet<string> Items(string text)
    {
        var items = new HashSet<string>(StringComparer.Ordinal);
        var (section, key) = ("", "");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                // "public (default, active)"; a direct rule stands for itself.
                section = line.Split(" (", 2)[0];
                items.Add(section);
            }
            else if (line[0] != '\t' && line.Split(':', 2) is [var name, var values])
            {
                key = name.Trim();
                items.UnionWith(Words(values).Where(value => !IsOurs(value)).Select(value => $"{section}: {key}: {value}"));
            }
            else
            {
                items.Add($"{section}: {key}: {line.Trim()}");
            }
        }

        return items;
    }

    private bool IsOurs(string value) => ours.Any(name => value == $"ipset:{name}");

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
