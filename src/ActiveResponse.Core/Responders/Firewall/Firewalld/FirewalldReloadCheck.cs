namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Checks whether a reload would change anything: it drops what was set at run time only, and applies what was set permanently
/// only.</summary>
/// <param name="program">firewall-cmd.</param>
/// <param name="ours">The names of our sets, which are ignored.</param>
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

    /// <summary>The first difference between the runtime and the permanent configuration, or null.</summary>
    /// <exception cref="FirewallException">firewalld can't be read.</exception>
    public async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        var defaultZone = (await program.RunAsync(["--get-default-zone"], cancellationToken).ConfigureAwait(false)).Trim();
        foreach (var list in Lists)
        {
            var running = Items(await ListAsync(list, cancellationToken).ConfigureAwait(false));
            var permanent = Items(await ListAsync(["--permanent", .. list], cancellationToken).ConfigureAwait(false));

            // An interface without a zone belongs to the default zone at run time only.
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
        if (FirewalldErrors.IsUnknownOption(result))
        {
            // Policies came with firewalld 0.9.
            return "";
        }

        program.Require(result);
        return result.OutputText;
    }

    private static string? Compare(HashSet<string> running, HashSet<string> permanent)
    {
        if (running.Except(permanent).FirstOrDefault() is { } lost)
        {
            return $"'{lost}' is in force and not permanent";
        }

        return permanent.Except(running).FirstOrDefault() is { } gained ? $"'{gained}' is permanent and not in force" : null;
    }

    /// <summary>A listing as a set, since firewalld lists the runtime configuration in any order.</summary>
    private HashSet<string> Items(string text)
    {
        var items = new HashSet<string>(StringComparer.Ordinal);
        var (section, key) = ("", "");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                // "public (default, active)", or a direct rule.
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
